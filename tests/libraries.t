#!/usr/bin/env python3
"""libraries.t: a workload or runner that needs a library costs one file and one
row of tools/libraries, and is left out, with a notice, where the library is not.

Built in a copy of the tree that begins with the objects of BUILD, so that only
what a row changes is compiled. zlib is hidden by hiding all of pkg-config's
modules; the library of the new file is made up here.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tests"))
import tap  # noqa: E402

AVT = os.environ.get("AVT", os.path.join(ROOT, "build/avt"))
BUILD = os.environ.get("BUILD", os.path.join(ROOT, "build"))
WORK = tempfile.mkdtemp()
TREE = os.path.join(WORK, "tree")
NOTICE = "left out: compress (needs zlib: apt-get install zlib1g-dev, then make)"

WORKLOAD = """/* toy.c - answers what a library says. */
#include "harness/contract/workload.h"
#include <toylib.h>

static enum progress toy_run(struct task *task)
{
	task->answer = mix64(task->seed + TOYLIB + TOYFLAG);
	return DONE;
}

const struct workload workload_toy = {
	.summary = "asks a made-up library",
	.kind = COMPUTES,
	.run = toy_run,
};
"""
MODULE = """Name: toylib
Description: made up
Version: 1
Cflags: -I{0} -DTOYFLAG=7
Libs: -lm
"""


def write(name, text):
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


def avt(*words, program=None):
    done = subprocess.run([program or f"{TREE}/build/avt", *words], capture_output=True, text=True,
                          timeout=60, cwd=WORK)
    return done.returncode, done.stdout, done.stderr


def make(**environment):
    """Builds the copy; only what pkg-config finds differs."""
    env = {k: v for k, v in os.environ.items()
           if k not in ("BUILD", "AVT", "MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    done = subprocess.run(["make", "-C", TREE, "-j2", "all"], env={**env, **environment},
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def copy_tree():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT,
                            capture_output=True, text=True, check=True).stdout.splitlines()
    for name in listed:
        if os.path.exists(os.path.join(ROOT, name)):
            os.makedirs(os.path.dirname(os.path.join(TREE, name)), exist_ok=True)
            shutil.copy2(os.path.join(ROOT, name), os.path.join(TREE, name))
    shutil.copytree(BUILD, f"{TREE}/build", ignore=shutil.ignore_patterns("tests", "perf", "?san", "valgrind"))


@tap.test("with zlib, compress is listed and nothing is said")
def there():
    status, out, _ = avt("list", program=AVT)
    assert status == 0 and "\n  compress " in out and "left out" not in out, out


@tap.test("without, the build goes on and avt list says what is missing")
def absent():
    make(PKG_CONFIG_LIBDIR="/nonexistent", PKG_CONFIG_PATH="")
    status, out, error = avt("list")
    assert status == 0 and not error
    assert out.splitlines()[-1] == NOTICE, out
    assert "\n  compress " not in out and "\n  sort " in out


@tap.test("for programs as well")
def absent_json():
    listed = json.loads(avt("list", "--json")[1])
    assert listed["left_out"] == [{"folder": "workloads", "name": "compress", "library": "zlib",
                                   "package": "zlib1g-dev"}], listed["left_out"]


def one_line(status, out, error):
    assert status == 2 and not out, (status, out)
    assert error.count("\n") == 1 and "'compress' was left out of this build: it needs zlib" in error, error
    assert "apt-get install zlib1g-dev" in error, error


@tap.test("and whoever asks for it gets one line")
def asked():
    one_line(*avt("run", "-w", "compress", "-r", "async", "-n", "9"))


@tap.test("so does a suite that names it")
def suite():
    write(f"{WORK}/x.ini", "[a]\nquestion = Q?\nworkload = noop, compress\ncontestants = async, serial\n")
    one_line(*avt("bench", f"{WORK}/x.ini", "-o", f"{WORK}/out"))


@tap.test("zlib is back: so is compress, without make clean")
def back():
    make()
    out = avt("list")[1]
    assert "\n  compress " in out and "left out" not in out, out


@tap.test("a new workload with a library is one file and one row")
def added():
    write(f"{WORK}/pc/toylib.pc", MODULE.format(f"{WORK}/include"))
    write(f"{WORK}/include/toylib.h", "#define TOYLIB 35\n")
    write(f"{TREE}/workloads/toy.c", WORKLOAD)
    with open(f"{TREE}/tools/libraries", "a", encoding="utf-8") as rows:
        rows.write("workloads/toy\ttoylib\tlibtoy-dev\n")
    said = make(PKG_CONFIG_PATH=f"{WORK}/pc")
    assert said.count("  CC  ") == 2, said  # itself and the registry: its flags are nobody else's
    status, out, error = avt("run", "-w", "toy", "-r", "serial,async,procs:2", "-n", "50", "--json")
    assert status == 0, error
    assert len({json.loads(line)["answers"] for line in out.splitlines()}) == 1, out


@tap.test("and left out where that library is not")
def added_absent():
    make()
    out = avt("list")[1]
    assert "left out: toy (needs toylib: apt-get install libtoy-dev, then make)" in out, out
    assert "\n  toy " not in out and "\n  compress " in out


@tap.test("a runner likewise, with the folder of its name")
def runner():
    with open(f"{TREE}/runners/serial.c", encoding="utf-8") as file:
        write(f"{TREE}/runners/toyrun.c", file.read().replace("runner_serial", "runner_toyrun"))
    write(f"{TREE}/runners/toyrun/part.c", "#include <toylib.h>\nconst int toyrun_part = TOYLIB + TOYFLAG;\n")
    with open(f"{TREE}/tools/libraries", "a", encoding="utf-8") as rows:
        rows.write("runners/toyrun toylib libtoy-dev\n")
    make()
    assert "left out: toyrun (needs toylib" in avt("list")[1]
    status, _, error = avt("run", "-w", "noop", "-r", "toyrun", "-n", "9")
    assert status == 2 and "'toyrun' was left out of this build: it needs toylib" in error, error
    make(PKG_CONFIG_PATH=f"{WORK}/pc")
    status, _, error = avt("run", "-w", "toy", "-r", "serial,toyrun", "-n", "9")
    assert status == 0, error


@tap.test("make bench and make test install the packages of the rows")
def packages():
    # A machine without any package, and an apt-get that does nothing.
    for name, text in (("dpkg-query", "#!/bin/sh\n"), ("apt-get", "#!/bin/sh\n"), ("id", "#!/bin/sh\necho 0\n")):
        write(f"{WORK}/bin/{name}", text)
        os.chmod(f"{WORK}/bin/{name}", 0o755)
    for what in ("bench", "test"):
        out = subprocess.run([f"{TREE}/tools/packages.sh", what], capture_output=True, text=True, check=True,
                             env={**os.environ, "PATH": f"{WORK}/bin:{os.environ['PATH']}"}).stdout
        wanted = out.split(":", 1)[1].split()
        assert {"zlib1g-dev", "libtoy-dev", "pkg-config"} <= set(wanted), out
        assert len(wanted) == len(set(wanted)), out


if os.environ.get("AVT_UNDER"):
    print("1..0 # SKIP builds without a sanitizer")
    sys.exit(0)
copy_tree()
sys.exit(tap.main(WORK))
