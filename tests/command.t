#!/usr/bin/env python3
"""What a person types, and what comes back: avt's help, lists, complaints, runs.

AVT in the environment is the program. A wrong word must give one line on
standard error, nothing on standard output, and status 2. Runs are short: what
is asserted is exact (counts, digests, statuses), never a speed.
"""
import json
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import tap

AVT = os.environ.get("AVT", "build/avt")
RUNNERS = "serial,async,threads:4,procs:4"


def avt(*words, **options):
    """Runs avt to its end: status, output, lines of error."""
    done = subprocess.run([AVT, *words], capture_output=True, text=True,
                          timeout=120, **options)
    return done.returncode, done.stdout, done.stderr.splitlines()


def equal(got, want):
    assert got == want, f"got {got!r}, want {want!r}"


@tap.test("help everywhere")
def help_everywhere():
    for words in [["--help"], ["-?"], ["help"]]:
        status, out, err = avt(*words)
        equal((status, err), (0, []))
        for command in ["list", "run", "bench", "report"]:
            assert command in out
        assert "measure" not in [line.split()[0] for line in
                                 out.splitlines() if line.split()]
    for command in ["list", "run", "bench", "report"]:
        status, out, err = avt(command, "--help")
        equal((status, err), (0, []))
        assert f"avt {command}" in out, out


@tap.test("version")
def version():
    status, out, err = avt("--version")
    equal((status, err), (0, []))
    assert out.startswith("avt ")


@tap.test("list for people")
def list_for_people():
    status, out, err = avt("list")
    equal((status, err), (0, []))
    for word in ["sleep", "delay", "5ms", "mixed", "compute", "0% to 100%",
                 "async", "threads", "procs", "serial"]:
        assert word in out, word
    equal([line for line in out.splitlines() if len(line) > 120], [])


@tap.test("list for programs")
def list_for_programs():
    status, out, err = avt("list", "--json")
    equal((status, err), (0, []))
    listed = json.loads(out)
    workloads = {w["name"]: w for w in listed["workloads"]}
    runners = {r["name"]: r for r in listed["runners"]}
    params = {p["name"]: p for p in workloads["sleep"]["params"]}
    equal(workloads["sleep"]["kind"], "waits")
    equal((params["delay"]["kind"], params["delay"]["default"]),
          ("duration", "5ms"))
    equal({(r["name"], r["kind"], r["fed_by"]) for r in listed["runners"]},
          {("async", "loop", "itself"), ("serial", "pool", "itself"),
           ("threads", "pool", "queue"), ("procs", "pool", "queue")})
    equal(runners["threads"]["colour"], "#d55e00")
    equal(runners["async"]["default_workers"], "1")
    equal(runners["serial"]["default_workers"], "1")
    equal(runners["serial"]["most_workers"], 1)
    equal(runners["threads"]["default_workers"], "cores")
    for workload in listed["workloads"]:
        for param in workload["params"]:
            assert param["help"] and param["default"], param


# A command line, and what its one line of complaint must contain.
RUN = ["run", "-w", "sleep", "-r", "async"]
WRONG = [
    ([], ["command", "list", "run", "bench"]),
    (["rnu"], ["'rnu'", "did you mean run?"]),
    (["--hlp"], ["'--hlp'", "--help"]),
    (["list", "--jsn"], ["--jsn", "did you mean --json?"]),
    (["list", "more"], ["'more'"]),
    (["run"], ["-w", "avt list"]),
    (["run", "-w", "sleep"], ["-r"]),
    (["run", "-w"], ["'-w'", "needs a value"]),
    (["run", "--wokload", "sleep"], ["did you mean --workload?"]),
    (["report"], ["DIR missing", "avt report results/latest"]),
    (["report", "a", "b"], ["unexpected argument 'b'"]),
    (["compare", "a"], ["BEFORE AFTER missing", "avt compare"]),
    (["compare", "a", "b", "c"], ["unexpected argument 'c'"]),
    (["doctor", "foo"], ["unexpected argument 'foo'"]),
    (["bench", "--resume", "a", "-o", "b"], ["--resume", "leave out"]),
    (["run", "-jx"], ["'-x'"]),
    (["run", "--json=yes"], ["takes no value"]),
    (["run", "-w", "slep", "-r", "async"], ["'slep'", "mean sleep?", "hash"]),
    (["run", "-w", "sl\neep", "-r", "async"], ["'sl?eep'"]),
    (["run", "-w", "sleep,", "-r", "async"], ["-w", "empty item"]),
    (["run", "-w", "", "-r", "async"], ["-w", "empty item"]),
    (["run", "-w", "sleep,sleep", "-r", "async"], ["sleep twice"]),
    (["run", "-w", "sleep", "-r", "thread"], ["'thread'", "mean threads?"]),
    (["run", "-w", "sleep", "-r", "async,"], ["-r", "empty item"]),
    (["run", "-w", "sleep", "-r", "async,async:1"], ["async and async:1"]),
    (["run", "-w", "sleep", "-r", "threads:0"], ["'0'", "1 to 100000"]),
    (["run", "-w", "sleep", "-r", "threads:101k"], ["'101k'", "1 to 100000"]),
    (["run", "-w", "sleep", "-r", "threads:many"], ["'many'", "cores"]),
    (["run", "-w", "sleep", "-r", "threads:"], ["''"]),
    (["run", "-w", "sleep", "-r", "serial:2"], ["serial", "no size"]),
    (["run", "-w", "sleep", "-r", "threads+2"], ["threads", "+H"]),
    (["run", "-w", "sleep", "-r", "async+0"], ["'0'", "1 to"]),
    (["run", "-w", "sleep", "-r", "x" * 5000], ["too long"]),
    (["run", "-w", "sleep", "-r", "threads:match", "-c", "1m"],
     ["threads:match", "1000000 workers"]),
    (RUN + ["-c", "0"], ["-c '0'", "1 to 10m"]),
    (RUN + ["-c", "-4"], ["-c '-4'", "1 to 10m"]),
    (RUN + ["-c", "11m"], ["-c '11m'", "1 to 10m"]),
    (RUN + ["-c", "4,,8"], ["-c", "empty item"]),
    (RUN + ["-c", "4,4"], ["4 twice"]),
    (RUN + ["-c", "lots"], ["'lots'", "count such as"]),
    (RUN + ["-c", "9" * 40], ["-c '9"]),
    (RUN + ["-d", "5"], ["-d '5'", "duration such as"]),
    (RUN + ["-d", "5xs"], ["-d '5xs'", "duration such as"]),
    (RUN + ["-d", "0"], ["-d '0'", "1ms to 1h"]),
    (RUN + ["-d", "-1s"], ["-d '-1s'", "1ms to 1h"]),
    (RUN + ["-d", "61m"], ["-d '61m'", "1ms to 1h"]),
    (RUN + ["-n", "0"], ["-n '0'", "1 to"]),
    (RUN + ["-n", "9", "-d", "1s"], ["-d", "-n"]),
    (RUN + ["-n", "9", "--warmup", "1s"], ["--warmup", "-d"]),
    (RUN + ["--warmup", "2h"], ["--warmup '2h'"]),
    (RUN + ["--rounds", "0"], ["--rounds '0'"]),
    (RUN + ["--seed", "-1"], ["--seed '-1'"]),
    (RUN + ["-s", "dely=1ms"], ["'dely'", "mean delay?"]),
    (RUN + ["-s", "delay"], ["'delay'", "name=value"]),
    (RUN + ["-s", "=1ms"], ["name=value"]),
    (RUN + ["-s", "delay=1k"], ["sleep: delay '1k'", "duration such as"]),
    (RUN + ["-s", "delay=2h"], ["sleep: delay '2h'", "0 to 1h"]),
    (RUN + ["--cpus", "9999"], ["'9999'"]),
    (RUN + ["--cpus", "0-"], ["'0-'"]),
    (RUN + ["--peer-cpus", "some"], ["'some'"]),
    (RUN + ["--rate", "0"], ["--rate", "'0'", "out of range"]),
    (RUN + ["--rate", "-5"], ["--rate", "'-5'"]),
    (RUN + ["--rate", "1000m"], ["--rate", "'1000m'", "out of range"]),
    (RUN + ["--rate", "fast"], ["--rate", "'fast'"]),
    (RUN + ["--rate", "10m", "-d", "1h"], ["arrivals", "more than"]),
    (RUN + ["--arrivals", "poisson"], ["--arrivals", "--rate"]),
    (RUN + ["--rate", "5", "--arrivals", "posson"], ["'posson'", "poisson"]),
    (RUN + ["--rate", "5", "-n", "10"], ["--rate", "-d"]),
    (RUN + ["more"], ["'more'"]),
    (["measure"], ["JSON"]),
]


@tap.test("wrong words")
def wrong_words():
    for words, parts in WRONG:
        status, out, err = avt(*words, stdin=subprocess.DEVNULL)
        assert (status, out, len(err)) == (2, "", 1), (words, status, out, err)
        assert err[0].startswith("avt"), err
        assert len(err[0]) <= 200, err
        for part in parts:
            assert part in err[0], (words, part, err)


def run_json(*words):
    status, out, err = avt("run", *words, "--json")
    return status, [json.loads(line) for line in out.splitlines()], err


@tap.test("same answers on every contestant")
def same_answers_on_every_contestant():
    status, lines, err = run_json(
        "-w", "sleep,hash,mixed", "-r", RUNNERS, "-c", "8", "-n", "200",
        "-s", "delay=1ms", "-s", "work=10us", "-s", "length=100us")
    equal((status, err, len(lines)), (0, [], 12))
    for workload in ["sleep", "hash", "mixed"]:
        of = [line for line in lines if line["workload"] == workload]
        equal({line["contestant"] for line in of}, set(RUNNERS.split(",")))
        equal(len({line["answers"] for line in of}), 1)
        for line in of:
            equal((line["issued"], line["completed"], line["valid"]),
                  (200, 200, True))
            equal((line["tasks"], line["experiment"]), (200, "run"))


@tap.test("a line is kept as the run wrote it, byte for byte")
def a_line_is_kept_as_the_run_wrote_it():
    with tempfile.TemporaryDirectory() as work:
        _, out, _ = avt("run", "-w", "noop", "-r", "serial", "-n", "1001",
                        "--json", "--log", f"{work}/log")
        with open(f"{work}/log", encoding="utf-8") as log:
            equal(log.read(), out)
    line = json.loads(out)
    equal(line["throughput"], line["completed"] * 1e9 / line["elapsed_ns"])


@tap.test("the table says how many were in flight")
def the_table_says_how_many_were_in_flight():
    """serial keeps one, whatever was asked for; the line of results says both"""
    words = ["-w", "sleep", "-s", "delay=5ms", "-r", "serial,async,threads:2",
             "-c", "8", "-d", "60ms", "--unsteady"]
    _, out, _ = avt("run", *words)
    assert "--unsteady" in out.splitlines()[4], out
    equal([line.split()[:3] for line in out.splitlines()[1:4]],
          [["sleep", "serial", "1"], ["sleep", "async", "8"],
           ["sleep", "threads:2", "8"]])
    _, lines, _ = run_json(*words)
    equal({line["contestant"]: (line["concurrency"],
                                line["little"]["in_flight"])
           for line in lines},
          {"serial": (8, 1), "async": (8, 8), "threads:2": (8, 8)})


@tap.test("parameters go where they belong")
def parameters_go_where_they_belong():
    _, lines, err = run_json("-w", "sleep,hash", "-r", "serial", "-n", "3",
                             "-s", "delay=1500us")
    equal(err, [])
    params = {line["workload"]: line["params"] for line in lines}
    equal(params["sleep"]["delay"], "1500us")
    assert "delay" not in params["hash"]


@tap.test("rounds in random order")
def rounds_in_random_order():
    grid = ["-w", "noop", "-r", "serial,async,threads:2", "-c", "1,2",
            "-n", "100", "-R", "3"]
    _, first, _ = run_json(*grid, "--seed", "5")
    _, again, _ = run_json(*grid, "--seed", "5")
    order = [(line["round"], line["position"], line["cell"]) for line in first]
    equal(order, [(line["round"], line["position"], line["cell"])
                  for line in again])
    equal([o[:2] for o in order], [(r, p) for r in range(3) for p in range(6)])
    rounds = [[cell for r, _, cell in order if r == n] for n in range(3)]
    for cells in rounds:
        equal(sorted(cells), sorted(rounds[0]))
    assert not rounds[0] == rounds[1] == rounds[2], "not shuffled"
    equal(len({line["calibration"] for line in first}), 1)


@tap.test("warm up")
def warm_up():
    for words, want in [(["-d", "100ms"], 20_000_000),
                        (["-d", "100ms", "--warmup", "0"], 0),
                        (["-n", "10"], 0)]:
        _, lines, _ = run_json("-w", "noop", "-r", "serial", *words)
        equal(lines[0]["warmup_ns"], want)


@tap.test("a table for people")
def a_table_for_people():
    status, out, err = avt("run", "-w", "sleep", "-r", "async,threads:2",
                           "-c", "1,4", "-n", "20", "-s", "delay=1ms")
    equal((status, err), (0, []))
    rows = [line.split() for line in out.splitlines()]
    equal(rows[0][:2], ["workload", "contestant"])
    equal([row[:3] for row in rows[1:]],
          [["sleep", c, n] for n in "14" for c in ["async", "threads:2"]])
    equal(len({len(line) for line in out.splitlines()}), 1)


def start(*words, **options):
    return subprocess.Popen([AVT, "run", *words], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, **options)


def child_of(process):
    """The pid of the run that a command has under way."""
    path = f"/proc/{process.pid}/task/{process.pid}/children"
    for _ in range(200):
        with open(path, encoding="ascii") as children:
            pids = children.read().split()
        if pids:
            with open(f"/proc/{pids[0]}/cmdline", "rb") as words:
                if words.read() == b"avt\0measure\0":
                    return int(pids[0])
        time.sleep(0.02)
    raise AssertionError("no run was started")


def group_is_gone(leader):
    for _ in range(100):
        try:
            os.killpg(leader, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


@tap.test("interrupt keeps what was measured")
def interrupt_keeps_what_was_measured():
    command = start("-w", "noop", "-r", "serial,procs:2", "-d", "50ms",
                    "-R", "500", "--json")
    lines = [command.stdout.readline() for _ in range(2)]
    command.send_signal(signal.SIGINT)
    out, err = command.communicate(timeout=20)
    lines = [json.loads(line) for line in lines + out.splitlines()]
    equal(command.returncode, 130)
    assert f"{1000 - len(lines)} of 1000 runs left out" in err, err


@tap.test("interrupt leaves nothing behind")
def interrupt_leaves_nothing_behind():
    for number in [signal.SIGINT, signal.SIGTERM]:
        command = start("-w", "sleep", "-r", "procs:2", "-d", "30s")
        leader = child_of(command)
        time.sleep(0.3)
        command.send_signal(number)
        out, err = command.communicate(timeout=20)
        equal((command.returncode, out), (130, ""))
        assert "1 of 1 runs left out" in err, err
        assert group_is_gone(leader), "processes were left behind"


@tap.test("two interrupts kill")
def two_interrupts_kill():
    command = start("-w", "sleep", "-r", "threads:2", "-d", "30s",
                    "-s", "delay=1m")
    leader = child_of(command)
    time.sleep(0.2)
    for _ in range(2):
        command.send_signal(signal.SIGINT)
        time.sleep(0.2)
    command.communicate(timeout=10)
    equal(command.returncode, 130)
    assert group_is_gone(leader)


@tap.test("a crash is a reason")
def a_crash_is_a_reason():
    command = start("-w", "sleep", "-r", "procs:2,serial", "-s",
                    "delay=1ms", "-d", "1s", "--json")
    leader = child_of(command)
    time.sleep(0.2)
    os.kill(leader, signal.SIGKILL)
    out, err = command.communicate(timeout=20)
    lines = [json.loads(line) for line in out.splitlines()]
    equal((command.returncode, len(lines)), (1, 2))
    equal(lines[0]["valid"], False)
    equal(lines[0]["reasons"],
          [{"check": "crashed", "text": "crashed: SIGKILL"}])
    assert "throughput" not in lines[0], "a number was invented"
    assert "crashed: SIGKILL" in err and len(err.splitlines()) == 1, err
    assert group_is_gone(leader)


@tap.test("nothing outlives the command")
def nothing_outlives_the_command():
    command = start("-w", "sleep", "-r", "procs:2", "-d", "30s")
    leader = child_of(command)
    time.sleep(0.3)
    command.kill()
    command.communicate()
    assert group_is_gone(leader), "processes were left behind"


@tap.test("a full disk is noticed")
def a_full_disk_is_noticed():
    with open("/dev/full", "w", encoding="ascii") as full:
        for words in [["list"], ["run", "-w", "noop", "-r", "serial", "-n",
                                 "9", "--json"]]:
            done = subprocess.run([AVT, *words], stdout=full, text=True,
                                  stderr=subprocess.PIPE, check=False)
            equal(done.returncode, 1)
            equal(len(done.stderr.splitlines()), 1)
            assert "No space left" in done.stderr, done.stderr


@tap.test("a closed standard input")
def a_closed_standard_input():
    status, out, err = avt("run", "-w", "noop", "-r", "serial", "-n", "9",
                           preexec_fn=lambda: os.close(0))
    equal((status, err), (0, []))
    assert "serial" in out


@tap.test("progress on a terminal")
def progress_on_a_terminal():
    ours, theirs = pty.openpty()
    command = subprocess.Popen([AVT, "run", "-w", "sleep", "-r",
                                "async,serial", "-s", "delay=1ms", "-d", "600ms",
                                "--json"],
                               stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 10)[0]:
        try:
            shown += os.read(ours, 4096)
        except OSError:
            break
    out = command.communicate()[0]
    equal((command.returncode, len(out.splitlines())), (0, 2))
    assert b"/2 runs" in shown, shown


sys.exit(tap.main())
