#!/usr/bin/env python3
"""check.t: tools/check.sh looks at files that git does not track yet, and does not
stumble over tracked files that are gone.

In a tree of its own, of a few lines; tools that are not installed do not matter
here, since it goes on without them.
"""
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tests"))
import tap  # noqa: E402

TREE = tempfile.mkdtemp()
LONG = f"/* {'0' * 120} */\n"


def write(name, text):
    with open(f"{TREE}/{name}", "w", encoding="utf-8") as file:
        file.write(text)


def git(*words):
    subprocess.run(["git", *words], cwd=TREE, check=True)


def check():
    done = subprocess.run(["tools/check.sh"], cwd=TREE, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def prepare():
    git("init", "-q")
    shutil.copytree(f"{ROOT}/tools", f"{TREE}/tools")
    for name in (".clang-format", ".clang-tidy"):
        shutil.copy(f"{ROOT}/{name}", TREE)
    for name, text in (("tracked.c", "int tracked;\n"), ("gone.c", "int gone;\n"),
                       (".gitignore", "/ignored.c\n"), ("ignored.c", LONG)):
        write(name, text)
    git("add", "tracked.c", "gone.c", "tools", ".gitignore")
    os.remove(f"{TREE}/gone.c")


@tap.test("a tracked file that is gone is not looked for")
def gone():
    assert "gone.c" not in check()[1], check()[1]


@tap.test("a wrong file that is not tracked is named, and fails")
def untracked():
    write("untracked.c", LONG)
    status, said = check()
    assert status == 1 and "\nuntracked.c:1\n" in said, said


@tap.test("an ignored one is not looked at")
def ignored():
    assert "ignored.c:1" not in check()[1]


if not shutil.which("git"):
    print("1..0 # SKIP needs git")
    sys.exit(0)
prepare()
sys.exit(tap.main(TREE))
