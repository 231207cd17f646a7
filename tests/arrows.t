#!/usr/bin/env python3
"""arrows.t: each room includes only what docs/design.md allows it.

A module is a header with its source. Two things hold: no room reaches into one
that docs/design.md does not allow it, and modules of different rooms never
depend on each other in a circle.
"""
import os
import re
import subprocess
import sys

os.chdir(os.path.dirname(os.path.abspath(__file__)) + "/..")
sys.path.insert(0, "tests")
import tap  # noqa: E402

# Room: what its files may include besides their own room. A name ending in /
# means that folder and all rooms in it, one ending in .h that header alone.
ALLOWED = {
    "base": [],
    "workloads": ["harness/contract"],
    "runners": ["base", "harness/"],
    "harness": ["base", "harness/"],
    "bench": ["base", "harness/", "bench/"],
    "analysis": ["base", "analysis/"],
    "cli": ["base", "harness/", "bench/", "analysis/"],
}
# Rooms that may include less than their folder.
STRICTER = {"harness/contract": ["base/kinds.h"]}


def sources():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.c", "*.h"],
                            capture_output=True, text=True, check=True).stdout.split()
    return [f for f in listed if f.split("/")[0] in ALLOWED and os.path.exists(f)]


def includes(path):
    with open(path, encoding="utf-8") as file:
        return re.findall(r'^\s*#\s*include\s+"([^"]+)"', file.read(), re.M)


def room(path):
    return os.path.dirname(path)


def allowed(path, included):
    mine, its = room(path), room(included)
    rules = STRICTER.get(mine, ALLOWED[mine.split("/")[0]])
    if mine == its or (mine.startswith("runners") and its.startswith("runners")):
        return True
    return any(rule in (its, included) or (rule.endswith("/") and (its + "/").startswith(rule)) for rule in rules)


def circles(graph):
    """Strongly connected components of more than one module (Tarjan)."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph.get(node, ()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            component = []
            while not component or component[-1] != node:
                component.append(stack.pop())
            if len(component) > 1:
                found.append(sorted(component))
    for node in graph:
        if node not in index:
            visit(node)
    return found


files = sources()
modules = {}
for path in files:
    module = os.path.splitext(path)[0]
    others = {os.path.splitext(included)[0] for included in includes(path)}
    modules.setdefault(module, set()).update(others - {module})
found = circles(modules)


def none_in(lines):
    assert not lines, "\n" + "\n".join(lines)


def only_what_it_may(folder):
    def holds():
        none_in([f"{path} includes {included}" for path in files if path.startswith(folder + "/")
                 for included in includes(path) if not allowed(path, included)])
    return holds


for folder in ALLOWED:
    tap.test(f"{folder}: includes only what it may")(only_what_it_may(folder))


@tap.test("no circle between rooms")
def across():
    none_in([" ".join(c) for c in found if len({room(m) for m in c}) > 1])


@tap.test("no circle inside a room")
def inside():
    none_in([" ".join(c) for c in found if len({room(m) for m in c}) == 1])


@tap.test("no runner and no analysis names a workload")
def unnamed():
    none_in([f"{path}: {line.strip()}" for path in files if path.startswith(("runners/", "analysis/"))
             for line in open(path, encoding="utf-8")
             if re.search(r"registry_workload|\bworkload_[a-z]+;", line)])


@tap.test("nobody asks for a runner's name: they go by what it declares")
def unasked():
    names = "|".join(os.path.basename(path)[:-2] for path in files if os.path.dirname(path) == "runners")
    listed = [path for path in files if not path.startswith(("runners/", "workloads/"))]
    listed += [f"plots/{name}" for name in os.listdir("plots")]
    none_in([f"{path}: {line.strip()}" for path in listed for line in open(path, encoding="utf-8")
             if re.search(rf'(str\w*cmp|==|\beq\b|registry_runner\().*"({names})"', line)])


sys.exit(tap.main())
