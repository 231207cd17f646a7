#!/usr/bin/env python3
"""tutorial.t: follows docs/adding-a-workload.md and docs/adding-a-runner.md to
the letter, in a copy of the tree.

The first C block of a page becomes the file that it names; every line of its shell
blocks is run; the suite at its end is measured with fewer rounds. Nothing else may
have changed: that is what adding one costs, counted in files.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tests"))
import tap  # noqa: E402

TREE = tempfile.mkdtemp()
MADE = ("build/", "results/", "out")  # what following a page makes


def run(command):
    # Words, not a shell: the page's commands are plain. Nor the make that runs this test.
    env = {k: v for k, v in os.environ.items()
           if k not in ("BUILD", "AVT", "MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    done = subprocess.run(command.split(), cwd=TREE, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout


def tracked():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"],
                            cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.splitlines() if os.path.exists(os.path.join(ROOT, name))]


def files():
    """What is in the copy, but for what was made: name to contents."""
    found = {}
    for folder, _, names in os.walk(TREE):
        for name in names:
            path = os.path.join(folder, name)
            short = os.path.relpath(path, TREE)
            if not short.startswith(MADE):
                with open(path, "rb") as file:
                    found[short] = file.read()
    return found


def write(name, text):
    with open(os.path.join(TREE, name), "w", encoding="utf-8") as file:
        file.write(text)


for name in tracked():
    target = os.path.join(TREE, name)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copy2(os.path.join(ROOT, name), target)


class Page:
    """A page of docs/: the file that it has one write, and the rest of it."""

    def __init__(self, name):
        with open(os.path.join(ROOT, "docs", name), encoding="utf-8") as file:
            text = file.read()
        self.file = re.search(r"`((?:workloads|runners)/\w+\.c)`:\n\n```c", text).group(1)
        self.name = os.path.basename(self.file)[:-2]
        self.source = re.search(r"```c\n(.*?)```", text, re.S).group(1)
        self.commands = [line for block in re.findall(r"```sh\n(.*?)```", text, re.S)
                         for line in block.splitlines()]
        self.suite = re.search(r"```ini\n(.*?)```", text, re.S).group(1)


def bench(page):
    """Measures the page's suite, in few and short rounds: the folder."""
    out = f"out-{page.name}"
    write("out.ini", "[suite]\nsteady = off\nrounds = 1\nduration = 20ms\nwarmup = 5ms\nlengths = fixed\n\n" + page.suite)
    run(f"build/avt bench out.ini -o {out}")
    return os.path.join(TREE, out)


def figures(folder):
    drawn = [os.path.join(folder, "plots", name) for name in os.listdir(folder + "/plots")
             if name.endswith(".svg")]
    assert drawn, "no figure"
    return [open(name, encoding="utf-8").read() for name in drawn]


def follow(page):
    before = {}

    @tap.test(f"{page.file}: at most 60 lines, by the page")
    def written():
        assert page.source.count("\n") <= 60
        before.update(files())
        write(page.file, page.source)

    for command in page.commands:
        @tap.test(command)
        def runs(command=command):
            out = run(command + (" -j2" if command == "make" else ""))
            assert not command.endswith("list") or re.search(rf"^\s*{page.name}\b", out, re.M), out

    @tap.test(f"{page.name}: its suite is measured and drawn")
    def measured():
        page.figures = figures(bench(page))

    @tap.test(f"{page.name}: no other file was touched")
    def touched():
        after = files()
        changed = {name for name in after if after[name] != before.get(name)}
        assert changed == {page.file} and not before.keys() - after.keys(), changed


def answers(words):
    lines = [json.loads(line) for line in run(f"build/avt run {words} --json").splitlines()]
    assert len({line["answers"] for line in lines}) == 1, lines
    return lines


workload = Page("adding-a-workload.md")
runner = Page("adding-a-runner.md")
follow(workload)


@tap.test("the new workload: one digest in four models")
def workload_answers():
    assert len(answers(f"-w {workload.name} -r serial,async,threads:4,procs:4 -c 16 -n 200")) == 4


follow(runner)


@tap.test("the new runner: the same answers as every other, on the new workload too")
def runner_answers():
    for name in ("call", "sort", workload.name):
        answers(f"-w {name} -r serial,{runner.name}:4,{runner.name}:match -c 16 -n 100")


@tap.test("the new runner: its runs say what it is, and a figure has its colour")
def runner_traits():
    colour = re.search(r'\.colour = "#(\w+)"', runner.source).group(1)
    line = json.loads(run(f"build/avt run -w noop -r {runner.name} -n 9 --json"))
    assert line["model"] == {"kind": "pool", "label": "pinned pool", "colour": "#" + colour}, line["model"]
    decimal = ",".join(str(int(colour[i:i + 2], 16)) for i in (0, 2, 4))
    for figure in runner.figures:
        flat = figure.lower().replace(" ", "")
        assert f"rgb({decimal})" in flat or f"#{colour}" in flat, "a figure without its colour"
    page = open(os.path.join(TREE, f"out-{runner.name}/report.html"), encoding="utf-8").read()
    assert f".c{colour}{{background:#{colour}" in page


sys.exit(tap.main(TREE))
