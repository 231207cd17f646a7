#!/usr/bin/env python3
"""syscalls.t: what workers count as their system calls, strace counts as well.

Each worker counts the calls that it makes itself, and libev's by what they are
for. A run under strace writes a file for each thread; those of the supervisor,
and of peer and hiccup meter, which alone set their timer slack to 1 ns, are
left out. Two batches of different size are subtracted from each other, so what
starting and stopping cost falls out.
"""
import glob
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import tap

AVT = os.environ.get("AVT", "build/avt")
SMALL, LARGE, WITHIN = 500, 3000, 0.03


def calls_in(path):
    """System calls of a thread; None: it is no worker's."""
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = [line for line in file if line[0] not in "+-"]
    if any("PR_SET_TIMERSLACK, 1)" in line for line in lines):
        return None
    return len(lines)


def is_main(path):
    """The first thread execs avt, and each run of it; no worker execs."""
    with open(path, encoding="utf-8", errors="replace") as file:
        return any(line.startswith("execve(") for line in file)


def batch(workload, runner, tasks):
    """What strace and the line say of a batch."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["strace", "-ff", "-qq", "-s", "0", "-o", f"{folder}/of", AVT,
             "run", "-w", workload, "-r", runner, "-c", "16", "-n", str(tasks),
             "--json"], capture_output=True, text=True, timeout=120,
            check=False)
        line = json.loads(done.stdout)
        assert line["completed"] == tasks, line["reasons"]
        counts = [calls_in(path) for path in glob.glob(f"{folder}/of.*")
                  if not is_main(path)]
    return sum(count for count in counts if count is not None), line


def may_trace():
    try:
        return subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "true"],
                              capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


MAY_TRACE = may_trace()


def compare(workload, runner):
    if not MAY_TRACE:
        raise tap.Skip("strace may not trace here")
    small, first = batch(workload, runner, SMALL)
    large, second = batch(workload, runner, LARGE)
    seen = large - small
    counted = second["syscalls"] - first["syscalls"]
    # Beside a few per cent: a loop that wakes up now and then for nothing.
    assert abs(counted - seen) <= WITHIN * seen + 20, \
        f"{counted} counted, {seen} seen"


for of in ("sleep", "call", "pipe"):
    for by in ("async", "threads:16", "threads:4", "procs:4"):
        tap.test(f"{of} on {by}")(lambda of=of, by=by: compare(of, by))


@tap.test("what tasks call by themselves is not known")
def not_exposed():
    out = subprocess.run([AVT, "run", "-w", "connect,counter,call", "-s",
                          "via=ready", "-r", "async,threads:4", "-c", "4",
                          "-n", "40", "--json"], capture_output=True, text=True,
                         timeout=60, check=True).stdout
    for line in map(json.loads, out.splitlines()):
        assert line["syscalls"] is None, line
        assert (line["wakeups"] is None) == (line["runner"] == "threads"), line


sys.exit(tap.main())
