#!/usr/bin/env python3
"""A bench from start to end, and everything that may cut it off in between.

AVT in the environment is the program. What must hold: every run of the plan is
in runs.jsonl exactly once, whole, whatever happened, and what was measured
before stays as it was. No speed is asserted.
"""
import json
import os
import pty
import re
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import tap

AVT = os.path.abspath(os.environ.get("AVT", "build/avt"))
SUITE = """[suite]
steady = off
title = Tiny
rounds = 2
duration = 20ms
warmup = 5ms
lengths = fixed

[wait]
workload = sleep
delay = 1ms
concurrency = 1, 4
contestants = async, threads:2

[batch]
workload = hash
work = 20us
tasks = 50
concurrency = 4
contestants = serial, async, procs:2
"""
RUNS = (4 + 3) * 2
work = tempfile.mkdtemp(prefix="avt-bench-")


def suite(text=SUITE, name="tiny"):
    path = f"{work}/{name}.ini"
    with open(path, "w") as file:
        file.write(text)
    return path


def avt(*words, **options):
    return subprocess.run([AVT, "bench", *words], capture_output=True,
                          text=True, timeout=120, cwd=work, **options)


def folder(name):
    path = f"{work}/{name}"
    shutil.rmtree(path, ignore_errors=True)
    return path


def few_descriptors():
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200))


def raw(path):
    with open(f"{path}/runs.jsonl", "rb") as file:
        return file.read()


def lines(path):
    return [json.loads(line) for line in raw(path).splitlines()]


def keys(path):
    return [(l["cell"], l["experiment"], l["round"]) for l in lines(path)]


def check_complete(path, runs=RUNS, rounds=1000):
    """Every run once; rounds beyond `rounds` are those in place of others."""
    made = [key for key in keys(path) if key[2] < rounds]
    assert len(keys(path)) == len(set(keys(path)))
    assert raw(path).endswith(b"\n")
    assert len(made) == len(set(made)) == runs, f"{len(made)} runs"


def one_line(done, status, *parts):
    assert done.returncode == status, (done.returncode, done.stderr)
    assert done.stderr.count("\n") == 1, done.stderr
    for part in parts:
        assert part in done.stderr, done.stderr


def start(path, *words, text=SUITE):
    return subprocess.Popen([AVT, "bench", suite(text), "-o", path, *words],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, cwd=work)


def await_runs(path, n):
    """Waits until n whole lines are there."""
    for _ in range(1000):
        try:
            if raw(path).count(b"\n") >= n:
                return
        except FileNotFoundError:
            pass
        time.sleep(0.01)
    raise AssertionError(f"never {n} runs")


@tap.test("a bench leaves everything that a folder of results holds")
def complete():
    path = folder("complete")
    done = avt(suite(), "-o", path)
    assert done.returncode == 0, done.stderr
    check_complete(path)
    assert "harness overhead: " in done.stdout
    assert "estimated time" in done.stdout
    assert "report.html" in done.stdout
    assert "\r" not in done.stderr
    with open(f"{path}/suite.ini") as file:
        assert file.read() == SUITE
    with open(f"{path}/suite.json") as file:
        said = json.load(file)
    assert said["title"] == "Tiny"
    wait = said["experiments"][0]
    assert (wait["name"], wait["slo"], wait["holds_if"]) == ("wait", None, None)
    assert {"name": "delay", "kind": "duration",
            "values": [{"text": "1ms", "number": 1000000}]} in wait["axes"]
    with open(f"{path}/machine.json") as file:
        machine = json.load(file)
    assert machine["suite"] == "tiny" and machine["harness_ns"] > 0
    costs = machine["harness_ns_by_workers"]
    assert set(costs) == {"1", "100", "1000"}
    assert costs["1"] == machine["harness_ns"]
    assert all(cost is None or cost > 0 for cost in costs.values())
    for name in "plan.json", "cells.csv", "report.html":
        assert os.path.getsize(f"{path}/{name}") > 0, name
    digests = {l["answers"] for l in lines(path) if l["tasks"]}
    assert len(digests) == 1
    assert all(l["completed"] == 50 for l in lines(path) if l["tasks"])


@tap.test("without -o a folder of its own, and results/latest points there")
def default_folder():
    done = avt(suite())
    assert done.returncode == 0, done.stderr
    latest = os.readlink(f"{work}/results/latest")
    assert f"results/{latest}/report.html" in done.stdout
    check_complete(f"{work}/results/latest")
    avt(suite())
    assert os.readlink(f"{work}/results/latest") != latest


@tap.test("a folder cut off in the middle of a line gets what is missing, no more")
def resume_cut_line():
    path = folder("cut")
    avt(suite(), "-o", path)
    whole = raw(path).splitlines(keepends=True)
    kept = b"".join(whole[:5])
    with open(f"{path}/runs.jsonl", "wb") as file:
        file.write(kept + whole[5][:40])
    os.remove(f"{path}/suite.json")  # an older avt did not write it
    done = avt("--resume", path)
    assert done.returncode == 0, done.stderr
    assert os.path.getsize(f"{path}/suite.json")
    assert "the last line is incomplete" in done.stderr
    assert f"5 of {RUNS} runs are done" in done.stdout
    assert raw(path).startswith(kept)
    check_complete(path)
    before = [json.loads(line) for line in whole]
    for old, new in zip(before, lines(path)):
        for field in "cell", "round", "position", "seed", "calibration":
            assert old[field] == new[field], field
        if old["tasks"]:
            assert old["answers"] == new["answers"]


@tap.test("a complete folder is measured no further")
def resume_complete():
    path = folder("again")
    avt(suite(), "-o", path)
    before = raw(path)
    done = avt("--resume", path)
    assert done.returncode == 0, done.stderr
    assert raw(path) == before


@tap.test("kill -9 in the middle, then --resume")
def resume_killed():
    path = folder("killed")
    process = start(path)
    await_runs(path, 4)
    process.kill()
    process.communicate()
    kept = raw(path)
    assert 0 < kept.count(b"\n") < RUNS
    assert avt("--resume", path).returncode == 0
    assert raw(path).startswith(kept[:kept.rfind(b"\n") + 1])
    check_complete(path)


@tap.test("Ctrl-C keeps what was measured and says how to go on")
def interrupted():
    path = folder("interrupted")
    process = start(path)
    await_runs(path, 3)
    process.send_signal(signal.SIGINT)
    error = process.communicate(timeout=30)[1]
    assert process.returncode == 130, error
    assert f"avt bench --resume {path}" in error
    assert not os.path.exists(f"{path}/report.html"), "no round is complete"
    kept = raw(path)
    assert kept.endswith(b"\n")
    assert avt("--resume", path).returncode == 0
    assert raw(path).startswith(kept)
    check_complete(path)


@tap.test("Ctrl-C after a complete round: a report from what is there")
def interrupted_late():
    path = folder("late")
    process = start(path, text=SUITE.replace("rounds = 2", "rounds = 40"))
    await_runs(path, 8)
    process.send_signal(signal.SIGTERM)
    output, error = process.communicate(timeout=60)
    assert process.returncode == 130, error
    assert os.path.getsize(f"{path}/report.html") > 0
    assert "report.html" in output


@tap.test("a second Ctrl-C ends at once")
def interrupted_twice():
    path = folder("twice")
    process = start(path, text=SUITE.replace("20ms", "20s"))
    await_runs(path, 0)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert process.returncode in (130, -signal.SIGINT)


@tap.test("on a terminal one line is redrawn")
def terminal():
    path = folder("terminal")
    master, slave = pty.openpty()
    process = subprocess.Popen([AVT, "bench", suite(), "-o", path],
                               stdout=subprocess.DEVNULL, stderr=slave,
                               cwd=work)
    os.close(slave)
    said = b""
    while True:
        select.select([master], [], [], 30)
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        said += part
    os.close(master)
    assert process.wait() == 0, said
    assert said.count(b"\r[") == RUNS, said
    assert b"left" in said
    assert said.count(b"\n") == 0, said


@tap.test("a wrong word: one line, status 2, nothing written")
def wrong_words():
    path = folder("wrong")
    one_line(avt("dfault", "-o", path), 2, "unknown suite 'dfault'")
    one_line(avt("/no/such.ini", "-o", path), 2, "/no/such.ini")
    wrong = suite(SUITE.replace("sleep", "slep"), "wrong")
    one_line(avt(wrong, "-o", path), 2, "wrong.ini:10: ", "'sleep'")
    one_line(avt(suite("[suite]\n", "empty"), "-o", path), 2, "empty.ini:1:")
    one_line(avt("one", "two"), 2, "two")
    assert not os.path.exists(path)


@tap.test("folders that cannot be used")
def wrong_folders():
    one_line(avt("--resume", work), 2, "plan.json")
    one_line(avt("--resume", "/no/such"), 2, "/no/such")
    one_line(avt(suite(), "-o", work), 2, work)
    one_line(avt(suite(), "-o", "/proc/avt-bench"), 1, "/proc/avt-bench")
    one_line(avt("--resume", work, "-o", "x"), 2, "--resume")


@tap.test("runs of two machines are never mixed in one folder")
def other_machine():
    path = folder("other")
    avt(suite(), "-o", path)
    with open(f"{path}/plan.json") as file:
        plan = json.load(file)
    plan["cpu"] = "Another"
    with open(f"{path}/plan.json", "w") as file:
        json.dump(plan, file)
    one_line(avt("--resume", path), 2, "Another")


@tap.test("a bench of an earlier version is not gone on with")
def other_schema():
    path = folder("earlier")
    avt(suite(), "-o", path)
    with open(f"{path}/plan.json") as file:
        plan = json.load(file)
    with open(f"{path}/plan.json", "w") as file:
        json.dump(dict(plan, schema=1), file)
    one_line(avt("--resume", path), 2, "earlier was written by an earlier "
             "version (schema 1); measure again")


@tap.test("two benches do not write into one folder")
def in_use():
    path = folder("use")
    process = start(path)
    await_runs(path, 1)
    one_line(avt("--resume", path), 1, "another bench")
    process.communicate()
    check_complete(path)


@tap.test("a contestant that computes something else is told loudly: status 1")
def wrong_answers():
    path = folder("answers")
    avt(suite(), "-o", path)
    made = lines(path)
    batch = [l for l in made if l["tasks"]]
    made.remove(batch[0])
    for line in batch[1:]:
        line["answers"] = "0123456789abcdef"
    with open(f"{path}/runs.jsonl", "w") as file:
        for line in made:
            file.write(json.dumps(line) + "\n")
    done = avt("--resume", path)
    assert done.returncode == 1, done.stderr
    assert "ANSWERS DIFFER: batch" in done.stderr
    check_complete(path)


@tap.test("a cell that the machine cannot hold is reported; the bench goes on")
def too_large():
    path = folder("large")
    text = SUITE + "\n[large]\nworkload = call\ncontestants = async\n" \
        "concurrency = 1000\n"

    done = avt(suite(text), "-o", path, preexec_fn=few_descriptors)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("invalid: large: call, async") == 1
    check_complete(path, RUNS + 2)
    assert all(l["valid"] == (l["experiment"] != "large")
               for l in lines(path))


OPEN = """[suite]
steady = off
rounds = 2
duration = 30ms
warmup = 5ms
lengths = fixed
[open]
figure = open
workload = sleep
delay = 1ms
concurrency = 64
load = 30%, 105%
contestants = async, async*, threads:16
"""


def capacities(path):
    with open(f"{path}/capacity.json") as file:
        return {c["contestant"]: c["throughput"]
                for c in json.load(file)["capacities"]}


@tap.test("loads are shares of what each contestant does, measured once")
def shares_of_capacity():
    path = folder("open")
    done = avt(suite(OPEN), "-o", path)
    assert done.returncode == 0, done.stderr
    capacity = capacities(path)
    assert set(capacity) == {"async", "threads:16"}  # a copy has none
    for line in lines(path):
        share = {"30%": .3, "105%": 1.05}[line["load"]]
        asked = share * capacity[line["contestant"].rstrip("*")]
        assert abs(line["rate"] / asked - 1) < 0.01, line["rate"]
        assert line["arrivals"] == "poisson"
    check_complete(path, 2 * 3 * 2, 2)
    before = capacity["async"]
    with open(f"{path}/runs.jsonl", "w"):
        pass
    assert avt("--resume", path).returncode == 0
    assert capacities(path)["async"] == before
    check_complete(path, 2 * 3 * 2, 2)


@tap.test("where capacity cannot be measured, runs say so; the bench goes on")
def capacity_unknown():
    path = folder("unknown")
    text = OPEN.replace("sleep", "call").replace("64", "1000") \
        .replace("async, async*, threads:16", "async, threads:2")

    done = avt(suite(text), "-o", path, preexec_fn=few_descriptors)
    assert "the capacity of async at concurrency 1000" in done.stderr
    refused = [l for l in lines(path) if l["contestant"] == "async"]
    assert len(refused) == 4
    assert all(not l["valid"] and l["rate"] is None and
               "capacity is not known" in l["reasons"][0]["text"] for l in refused)
    assert any(l["rate"] for l in lines(path) if l not in refused)


PILOTED = """[suite]
rounds = 2
duration = 30ms
warmup = 5ms
[wait]
workload = sleep
delay = 3ms
concurrency = 4
contestants = async, threads:best, threads:1
"""


@tap.test("pilot runs find lengths and sizes once, the same for a whole point")
def piloted():
    path = folder("piloted")
    done = avt(suite(PILOTED), "-o", path)
    assert done.returncode == 0, done.stderr
    assert "threads:best = " in done.stdout, done.stdout
    check_complete(path, 3 * 2, 2)
    with open(f"{path}/pilots.json") as file:
        pilots = {p["contestant"]: p for p in json.load(file)["pilots"]}
    assert set(pilots) == {"async", "threads:best", "threads:1"}
    sizes = [t["workers"] for t in pilots["threads:best"]["tried"]]
    assert sizes[:2] == [4, 2], sizes
    size = pilots["threads:best"]["workers"]
    made = lines(path)
    lengths = {(l["duration_ns"], l["warmup_ns"]) for l in made}
    assert len(lengths) == 1, lengths
    # One thread: 12 ms each at the least, and 500 of 333 a second.
    (duration, warmup), = lengths
    assert duration >= 1500e6 and warmup >= 36e6, lengths
    assert {l["asked_duration_ns"] for l in made} == {30000000}
    assert {l["workers"] for l in made
            if l["contestant"] == "threads:best"} == {size}

    with open(f"{path}/runs.jsonl", "w"):
        pass
    assert avt("--resume", path).returncode == 0
    assert {(l["duration_ns"], l["warmup_ns"]) for l in lines(path)} == lengths

    longer = folder("longer")
    done = avt(suite(PILOTED), "-o", longer, "--pilots", path, "--longer", "2")
    assert done.returncode == 0, done.stderr
    again = lines(longer)
    assert {l["duration_ns"] for l in again} == {2 * duration}
    assert {l["cell"] for l in again} == {l["cell"] for l in made}
    assert {l["workers"] for l in again
            if l["contestant"] == "threads:best"} == {size}


@tap.test("bad words of --longer and --pilots: one line, status 2")
def wrong_lengths():
    one_line(avt(suite(), "--longer", "0"), 2, "--longer", "1 to 100")
    one_line(avt(suite(), "--longer", "x"), 2, "--longer")
    one_line(avt("--resume", "x", "--longer", "2"), 2, "--resume", "leave out")
    one_line(run("-w", "sleep", "-r", "threads:best"), 2, "threads:best")
    one_line(run("-w", "sleep", "-r", "async:best"), 2, "async:cores")


def run(*words):
    return subprocess.run([AVT, "run", *words], capture_output=True,
                          text=True, timeout=120, cwd=work)


@tap.test("the highest rate that meets an SLO, or a line that says none does")
def slo():
    sleep = "-w", "sleep", "-s", "delay=1ms", "-d", "300ms"
    done = run(*sleep, "-r", "threads:4", "--slo", "p50=20ms", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["confirmed"] == 3 and 0 < found["rate"] < 5000, found["rate"]
    assert found["slo"] == {"percentile": "p50", "most_ns": 20000000}
    counted = [r["holds"] for r in found["runs"] if not r["repeated"]]
    assert counted[-3:] == [True] * 3, found["runs"]
    one_line(run(*sleep, "-r", "async", "--slo", "p99=1us"), 1,
             "no rate meets p99 <= 1us with async", "a task alone takes")


@tap.test("bad words of --slo: one line, status 2")
def wrong_slo():
    sleep = "-w", "sleep", "-r", "async", "--slo"
    one_line(run(*sleep, "p95=1ms"), 2, "p95", "p90")
    one_line(run(*sleep, "p99=0"), 2, "out of range")
    one_line(run(*sleep, "p99=-1ms"), 2, "-1ms")
    one_line(run(*sleep, "10ms"), 2, "p99=10ms")
    one_line(run(*sleep, "p99=1ms", "--rate", "5"), 2, "--rate")
    one_line(run(*sleep, "p99=1ms", "-n", "5"), 2, "-d")
    one_line(run(*sleep, "p99=1ms", "--rounds", "2"), 2, "--rounds")
    one_line(run("-w", "noop", "-r", "async", "--log", "/no/such"), 2,
             "/no/such")


STOPWATCH = """[watch]
figure = stopwatch
rounds = 2
workload = hash, sleep
contestants = serial, async
tasks = 20
delay = 1ms
"""


@tap.test("hyperfine times the same batches, and both times are printed, once")
def stopwatch():
    if not shutil.which("hyperfine"):
        raise tap.Skip("no hyperfine")
    path = folder("watch")
    done = avt(suite(STOPWATCH), "-o", path)
    assert done.returncode == 0, done.stderr
    with open(f"{path}/hyperfine/watch.json") as file:
        results = json.load(file)["results"]
    names = [result["command"] for result in results]
    assert names == ["hash serial", "hash async", "sleep serial",
                     "sleep async"]
    assert all(len(result["times"]) == 3 for result in results)
    assert "timed by hyperfine" in done.stdout
    assert sorted(os.listdir(f"{path}/hyperfine")) == ["watch.json",
                                                       "watch.jsonl"]
    with open(f"{path}/hyperfine/watch.jsonl") as file:
        inside = [json.loads(line) for line in file]
    for result in results:  # the same processes, timed from in and outside
        workload, contestant = result["command"].split()
        own = [l["elapsed_ns"] / 1e9 for l in inside
               if (l["workload"], l["contestant"]) == (workload, contestant)]
        assert len(own) == 1 + len(result["times"])
        for whole, part in zip(result["times"], own[1:]):
            assert whole > part, (whole, part)
    time = r" +(-?[\d.]+ [nµm]?s)"
    rows = re.findall(rf"^  (hash|sleep) (serial|async){3 * time}$",
                      done.stdout, re.MULTILINE)
    assert len(rows) == 4, done.stdout
    assert not any(row[4].startswith("-") for row in rows), rows
    assert done.stdout.count("The difference is") == 1, done.stdout
    assert "elapsed time, by" not in done.stdout, done.stdout


@tap.test("Ctrl-C while hyperfine runs ends it, and --resume has it again")
def stopwatch_interrupted():
    if not shutil.which("hyperfine"):
        raise tap.Skip("no hyperfine")
    path = folder("watched")
    process = start(path, text=STOPWATCH.replace("20", "300"))
    log = f"{path}/hyperfine/watch.jsonl"
    for _ in range(1000):
        if os.path.exists(log):
            break
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    error = process.communicate(timeout=30)[1]
    assert process.returncode == 130, error
    assert f"avt bench --resume {path}" in error, error
    assert not os.path.exists(f"{path}/hyperfine/watch.json")
    kept = raw(path)
    assert avt("--resume", path).returncode == 0
    assert os.path.exists(f"{path}/hyperfine/watch.json")
    assert raw(path) == kept


@tap.test("without hyperfine and gnuplot: a line each, and all runs are kept")
def without_tools():
    path = folder("bare")
    done = avt(suite(SUITE + STOPWATCH), "-o", path,
               env={**os.environ, "PATH": "/nonexistent"})
    assert "hyperfine is not installed" in done.stderr, done.stderr
    assert "gnuplot" in done.stderr, done.stderr
    assert done.returncode == 1
    check_complete(path, RUNS + 8)


def mounted(path, size):
    os.makedirs(path, exist_ok=True)
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}",
                            "tmpfs", path], capture_output=True)
    if mount.returncode:
        raise tap.Skip("cannot mount a small disk")


@tap.test("a full disk: one clear line, whole lines only, and --resume goes on")
def full_disk():
    disk = folder("disk")
    mounted(disk, "96k")
    path = f"{disk}/results"
    text = SUITE.replace("rounds = 2", "rounds = 30")
    try:
        done = avt(suite(text), "-o", path)
        assert done.returncode == 1, done.stderr
        assert "No space left" in done.stderr
        kept = raw(path)
        assert kept == b"" or kept.endswith(b"\n")
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        assert avt("--resume", path).returncode == 0
        assert raw(path).startswith(kept)
        check_complete(path, 7 * 30, 30)
    finally:
        subprocess.run(["umount", disk])


@tap.test("a disk that cannot be written: one clear line, status 1")
def read_only_disk():
    disk = folder("readonly")
    mounted(disk, "1m")
    try:
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        one_line(avt(suite(), "-o", f"{disk}/x"), 1, "Read-only")
    finally:
        subprocess.run(["umount", disk])


@tap.test("the project's suites are right and fit together")
def own_suites():
    for name in "quick", "default", "full":
        here = os.path.dirname(os.path.abspath(__file__))
        path = f"{here}/../suites/{name}.ini"
        done = avt(path, "-o", work)  # refused because of the folder alone
        one_line(done, 2, f"cannot use {work}")


sys.exit(tap.main(work))
