#!/usr/bin/env python3
"""A run that the machine cannot hold names the limit, its number and how to
raise it.

AVT in the environment is the program. The limits are made small rather than the
runs large, and only for the processes of this test: RLIMIT_NPROC does not bind
root, so those runs are made as a user that has no other process.
"""
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import tap

AVT = os.path.abspath(os.environ.get("AVT", "build/avt"))
USER = 61000 + os.getpid() % 4000
MOST_WORKERS = 100000


def equal(got, want):
    assert got == want, f"got {got!r}, want {want!r}"


def reasons(words, user=None, **limits):
    """Why the runs of a command line are not valid, in one line each."""
    def confine():
        for name, most in limits.items():
            resource.setrlimit(getattr(resource, name), (most, most))
        if user:
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
    # Where another user may go, and not below a folder of root's.
    with tempfile.TemporaryDirectory(prefix="avt-limits-") as work:
        os.chmod(work, 0o777)
        program = shutil.copy(AVT, work)
        done = subprocess.run(
            [program, "run", "--json", "-d", "20ms",
             *words.split()], capture_output=True, text=True, timeout=120,
            cwd=work, preexec_fn=confine, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines, done
    for line in lines:
        equal((line["valid"], len(line["reasons"])), (False, 1))
        assert len(line["reasons"][0]["text"]) < 255, "cut off"
        equal(line["reasons"][0]["check"], "limit")
    return sorted((line["contestant"], line["reasons"][0]["text"])
                  for line in lines)


def as_user(words, processes):
    if os.getuid() != 0:
        raise tap.Skip("needs root, to become a user without other processes")
    return reasons(words, USER, RLIMIT_NPROC=processes)


@tap.test("more processes or threads than the user may have are not begun with")
def too_many_for_the_user():
    fix = "(sudo prlimit --pid $$ --nproc=65536:65536)"
    equal(as_user("-w sleep -r procs:match,threads:match -c 80", 50),
          [("procs:match",
            f"80 processes are too many: ulimit -u is 50 {fix}"),
           ("threads:match",
            f"80 threads are too many: ulimit -u is 50 {fix}")])


@tap.test("the user's limit is named when others leave too little of it")
def met_on_the_way():
    # Of 60 avt itself and the process of the run have two.
    (procs, why), (threads, other) = as_user(
        "-w sleep -r procs:match,threads:match -c 59", 60)
    equal((procs, threads), ("procs:match", "threads:match"))
    assert re.match(r"cannot fork process \d+ of 59: ", why), why
    assert re.match(r"cannot start thread \d+ of 59: ", other), other
    if os.environ.get("AVT_UNDER") != "tsan":  # which has threads of its own
        assert "process 59 of" in why and "thread 59 of" in other, (why, other)
    for text in why, other:
        assert ": ulimit -u is 60 (sudo prlimit " in text, text


@tap.test("descriptors: the number that there are")
def descriptors():
    (_, why), = reasons("-w call -r async -c 1k", RLIMIT_NOFILE=200)
    assert re.match(r"cannot open slot \d+ of 1000: Too many open files: "
                    r"ulimit -n is 200 \(.*65536.*\)$", why), why
    if os.getuid() == 0:
        assert why.endswith("is 200 (ulimit -n 65536)"), why


@tap.test("beyond all ids of the machine a run ends at once, with the least limit")
def beyond_the_machine():
    with open("/proc/sys/kernel/pid_max", encoding="ascii") as file:
        ids = int(file.read())
    if ids >= MOST_WORKERS:
        raise tap.Skip("kernel.pid_max is beyond what a contestant may ask for")
    began = time.monotonic()
    for _, why in reasons("-w sleep -r procs:match,threads:match "
                          f"-c {ids + 1}"):
        assert re.match(rf"{ids + 1} (processes|threads) are too many: "
                        r"(ulimit -u|pids.max of the control group|"
                        r"kernel\.(pid_max|threads-max)) is \d+ \(.+\)$",
                        why), why
    assert time.monotonic() - began < 30, "it tried"


sys.exit(tap.main())
