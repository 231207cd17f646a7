#!/usr/bin/env python3
"""tutorial.t: follows docs/adding-a-workload.md to the letter, in a copy of the tree.

The first C block becomes the file that the page names; every shell block is run, line by
line; the suite at the end is measured with fewer rounds. Nothing else may have changed.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
count = 0


def ok(good, name, why=""):
    global count
    count += 1
    print(("ok" if good else "not ok"), count, "-", name)
    if not good:
        print("\n".join("# " + line for line in why.splitlines()))
    return good


def run(command, where):
    # Words, not a shell: the page's commands are plain. Nor the make that runs this test.
    env = {k: v for k, v in os.environ.items() if k not in ("BUILD", "AVT", "MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    return subprocess.run(command.split(), cwd=where, env=env, capture_output=True, text=True, timeout=300)


def copy_tree(to):
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    for name in files.stdout.splitlines():
        target = os.path.join(to, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy2(os.path.join(ROOT, name), target)


def main():
    page = open(os.path.join(ROOT, "docs/adding-a-workload.md")).read()
    name = re.search(r"`(workloads/(\w+)\.c)`:\n\n```c", page)
    source = re.search(r"```c\n(.*?)```", page, re.S).group(1)
    commands = [line for block in re.findall(r"```sh\n(.*?)```", page, re.S)
                for line in block.splitlines()]
    suite = re.search(r"```ini\n(.*?)```", page, re.S).group(1)
    workload = name.group(2)

    with tempfile.TemporaryDirectory() as tree:
        copy_tree(tree)
        with open(os.path.join(tree, name.group(1)), "w") as file:
            file.write(source)
        ok(source.count("\n") <= 60, "the file is at most 60 lines")
        for command in commands:
            flags = " -j2" if command == "make" else ""
            done = run(command + flags, tree)
            if not ok(done.returncode == 0, command, done.stdout[-2000:] + done.stderr[-2000:]):
                break
            if command.endswith("list"):
                ok(re.search(rf"^\s*{workload}\b", done.stdout, re.M), "list shows it")
        check(tree, workload, suite)
    print(f"1..{count}")


def check(tree, workload, suite):
    digests = run(f"build/avt run -w {workload} -r serial,async,threads:4,procs:4 -c 16 -n 200 --json", tree)
    answers = set(re.findall(r'"answers": ?"(\w+)"', digests.stdout))
    ok(len(answers) == 1 and digests.stdout.count("\n") == 4, "one digest in four models",
       digests.stdout + digests.stderr)
    with open(os.path.join(tree, "my.ini"), "w") as file:
        file.write("[suite]\nrounds = 1\nduration = 20ms\nwarmup = 5ms\n\n" + suite)
    bench = run("build/avt bench my.ini -o out", tree)
    drawn = os.path.isdir(os.path.join(tree, "out/plots")) and os.listdir(os.path.join(tree, "out/plots"))
    ok(bench.returncode == 0 and any(f.endswith(".svg") for f in drawn or []), "the suite is measured and drawn",
       bench.stdout[-3000:] + bench.stderr[-3000:])


if __name__ == "__main__":
    sys.exit(main())
