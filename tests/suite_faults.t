#!/usr/bin/env python3
"""Faults in a suite: what a check throws away has no number anywhere.

AVT in the environment is the program. A real bench, in which the generator of
arrivals is stopped longer than its check allows: in one experiment every run is
then not valid, in the other only those of one point of the figure. Its arrivals
are constant, so the stop falls between two of the low rate and hits many of the
high one. No speed is asserted.
"""
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import recompute  # noqa: E402  beside this file
import tap  # noqa: E402

AVT = os.path.abspath(os.environ.get("AVT", "build/avt"))
work = tempfile.mkdtemp(prefix="avt-suite-faults-")

STOPPED, PARTLY = "genstop:50ms,40ms", "genstop:235ms,27ms"
SUITE = f"""[suite]
steady = off
rounds = 6
duration = 120ms
warmup = 10ms

[stopped]
figure = open
workload = sleep
delay = 2ms
load = 20%, 40%
concurrency = 4
contestants = async, threads:4
fault = {STOPPED}

[partly]
figure = open
rounds = 2
duration = 700ms
workload = sleep
delay = 100ms
arrivals = constant
rate = 30, 1000
contestants = async, threads:200
fault = {PARTLY}

[sound]
workload = noop
tasks = 50
metric = response_p99
contestants = serial, async
"""


def equal(got, want):
    assert got == want, f"got {got!r}, want {want!r}"


def avt(*words, **options):
    return subprocess.run([AVT, *words], capture_output=True, text=True,
                          timeout=120, cwd=work, check=False, **options)


def bench():
    with open(f"{work}/s.ini", "w", encoding="utf-8") as file:
        file.write(SUITE)
    return avt("bench", "s.ini", "-o", "out")


def table(name):
    with open(f"{work}/out/{name}", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of(rows, experiment, **where):
    """The rows of an experiment, of which there must be some."""
    found = [row for row in rows if row["experiment"] == experiment and
             all(row[name] == value for name, value in where.items())]
    assert found, (experiment, where)
    return found


def numbers(row):
    """The metrics of a line of cells.csv: all that stands behind the rate."""
    names = list(row)
    return [row[name] for name in names[names.index("offered_rate") + 1:]]


done = bench()


@tap.test("the bench ends well, says so and knows the fault")
def said():
    equal(done.returncode, 0)
    assert re.search(rf"stopped +4 +6 +24 .*{STOPPED}", done.stdout)
    assert f"Every run has a fault made on purpose, {STOPPED}." in done.stdout
    assert "no valid run of async (generator), threads:4 (generator)" in \
        " ".join(done.stdout.split())
    assert "are invalid and excluded" in done.stderr, done.stderr


@tap.test("every run under the fault is thrown away by the gate of the generator")
def runs():
    with open(f"{work}/out/runs.jsonl", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    for line in of(lines, "stopped") + of(lines, "partly", rate=1000):
        equal(line["valid"], False)
        assert line["reasons"][0]["check"] == "generator", line["reasons"]
    for name, fault in {"stopped": STOPPED, "partly": PARTLY,
                        "sound": None}.items():
        equal({line["fault"] for line in of(lines, name)}, {fault})
    assert all(line["valid"] for line in of(lines, "sound"))


@tap.test("the capacity that a load is a share of is measured without it")
def capacity():
    with open(f"{work}/out/capacity.json", encoding="utf-8") as file:
        found = json.load(file)["capacities"]
    equal([one["fault"] for one in found], [None, None])
    assert all(one["throughput"] > 0 for one in found)


@tap.test("cells.csv has the reason and no number")
def cells():
    rows = table("cells.csv")
    for row in of(rows, "stopped") + of(rows, "partly", rate="1000"):
        equal((row["valid"], row["invalid"]), ("0", row["runs"]))
        equal(row["check"], "generator")
        assert row["reason"].startswith("the load generator "), row["reason"]
        equal(set(numbers(row)), {""})
    for row in of(rows, "partly"):
        assert f"fault={PARTLY}" in row["params"], row["params"]
    for row in of(rows, "sound"):
        equal((row["invalid"], row["check"], row["reason"]), ("0", "", ""))
        assert any(numbers(row)) and "fault" not in row["params"]


@tap.test("there is no verdict, which is not a tie; others agree")
def verdicts():
    rows = table("verdicts.csv")
    for row in of(rows, "stopped") + of(rows, "partly", rate="1000"):
        equal((row["outcome"], row["ratio"], row["rounds"]),
              ("no verdict", "", "0"))
    equal(recompute.check(f"{work}/out")[1], [])


def points(name):
    """The rows of a figure's points: series, contestant, x and values."""
    with open(f"{work}/out/plots/data/{name}.tsv", encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file
                if line.strip() and not line.startswith(("#", "series"))]


@tap.test("where one point has no valid run, its figure has no point, but says why")
def partly():
    if not shutil.which("gnuplot"):
        raise tap.Skip("gnuplot is not installed")
    rows = points("partly-sleep-open")
    equal({row[2] for row in rows}, {"30", "1000"})
    for row in rows:
        if row[2] == "1000":
            equal(row[3:], ["NaN"] * 3)
    with open(f"{work}/out/plots/data/partly-sleep-open.labels.tsv",
              encoding="utf-8") as file:
        keys = [line.rstrip("\n").split("\t") for line in file]
    checks = [key[1] for key in keys if key[0] == "gap-check"]
    assert checks.count("generator") >= 2, checks
    with open(f"{work}/out/plots/partly-sleep-open.svg",
              encoding="utf-8") as file:
        svg = file.read()
    for words in f"with the fault {PARTLY}", "generator", "no valid run":
        assert words in svg, words


@tap.test("where no point has one there is no figure, and the report says why")
def stopped():
    if shutil.which("gnuplot"):
        equal([name for name in os.listdir(f"{work}/out/plots/data")
               if name.startswith("stopped")], [])
    with open(f"{work}/out/report.html", encoding="utf-8") as file:
        page = file.read()
    assert f"Every run has a fault made on purpose, {STOPPED}." in page
    assert "no valid run of <b>async</b> (generator), <b>threads:4</b> (generator)" in page


@tap.test("the folder compares with itself, and what is not valid has no verdict")
def compared():
    again = avt("compare", "out", "out")
    equal((again.returncode, again.stderr), (0, ""))
    assert "No verdict: each side needs 6 valid rounds" in again.stdout, again.stdout


@tap.test("no verdict for want of tasks is not put down to rounds")
def too_short():
    with open(f"{work}/out/report.html", encoding="utf-8") as file:
        page = file.read()
    assert "too short for this metric (response time, 99th percentile)" in page


@tap.test("a fault that cannot happen is refused before anything is measured")
def refused():
    with open(f"{work}/wrong.ini", "w", encoding="utf-8") as file:
        file.write(SUITE + "fault = genstop:1ms,1ms\n")
    wrong = avt("bench", "wrong.ini", "-o", "wrong")
    equal((wrong.returncode, wrong.stderr.count("\n")), (2, 1))
    last = SUITE.count("\n") + 1
    for word in f"wrong.ini:{last}: [sound]: ", "genstop:1ms,1ms", "needs a rate":
        assert word in wrong.stderr, wrong.stderr
    assert not os.path.exists(f"{work}/wrong")


sys.exit(tap.main(work))
