#!/usr/bin/env python3
"""cells.json and bench.txt: other tools' formats, and the same numbers as in
runs.jsonl and cells.csv.

AVT in the environment is the program.
"""
import csv
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import tap

AVT = os.path.abspath(os.environ.get("AVT", "build/avt"))
HERE = os.path.dirname(os.path.abspath(__file__))
work = tempfile.mkdtemp(prefix="avt-exports-")
# As golang.org/x/perf/benchfmt reads a line.
RESULT = re.compile(r"^Benchmark[A-Z]\S*(/\S+)* [0-9]+( [-+.e0-9]+ \S+)+$")


def near(a, b):
    return math.isclose(a, b, rel_tol=1e-9)


def calm():
    """Takes all noise out, so that no round is dropped."""
    path = f"{work}/runs.jsonl"
    with open(path, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    with open(path, "w", encoding="utf-8") as file:
        for line in lines:
            line.pop("noisy", None)
            line.pop("noise", None)
            file.write(json.dumps(line) + "\n")


def load():
    subprocess.run([sys.executable, f"{HERE}/make_results.py", work, "80",
                    "6"], check=True)
    calm()
    subprocess.run([AVT, "report", work], check=False, capture_output=True,
                   timeout=120)
    with open(f"{work}/runs.jsonl", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    return [line for line in lines if line["valid"]]


def by_cell(lines):
    found = {}
    for line in sorted(lines, key=lambda line: line["round"]):
        told = dict(line["params"])
        if line.get("rate"):
            told["arrivals"] = line["arrivals"]
            if line.get("load"):
                told["load"] = line["load"]
            else:
                told["rate"] = f"{line['rate']:.10g}"
        if line.get("fault"):
            told["fault"] = line["fault"]
        where = (line["experiment"], line["workload"], line["contestant"],
                 str(line["concurrency"]), *sorted(told.items()))
        found.setdefault(where, []).append(line)
    return found


runs = load()


@tap.test("cells.json has a result per cell, with a time per valid run")
def results():
    with open(f"{work}/cells.json", encoding="utf-8") as file:
        found = json.load(file)["results"]
    cells = by_cell(runs)
    assert len(found) == len(cells)
    for one in found:
        p = dict(one["parameters"])
        assert all(isinstance(value, str) for value in p.values())
        batch = p.pop("time") == "batch"
        where = tuple(p.pop(k) for k in ("experiment", "workload",
                                         "contestant", "concurrency"))
        own = cells[where + tuple(sorted(p.items()))]
        want = [r["elapsed_ns"] / 1e9 if batch else 1 / r["throughput"]
                for r in own]
        assert batch == (own[0]["tasks"] is not None)
        assert len(want) == len(one["times"])
        assert all(map(near, want, one["times"]))
        for name, value in (("mean", statistics.mean(want)),
                            ("median", statistics.median(want)),
                            ("stddev", statistics.stdev(want)),
                            ("min", min(want)), ("max", max(want))):
            assert near(one[name], value), name
        assert one["command"].startswith(f"{where[1]} {where[2]} ")


@tap.test("bench.txt has a line per valid run, as benchstat reads it")
def go():
    with open(f"{work}/bench.txt", encoding="utf-8") as file:
        head, lines = [], []
        for line in file.read().splitlines():
            (lines if line.startswith("Benchmark") else head).append(line)
    assert all(re.match(r"^[a-z]+: \S", line) for line in head), head
    assert all(RESULT.match(line) for line in lines)
    assert not any(re.search(r"-[0-9]+$", line.split()[0]) for line in lines)
    assert len(lines) == len(runs)
    ours = sorted(f"{1e9 / run['throughput']:.10g}" for run in runs)
    theirs = sorted(re.search(r" (\S+) ns/op", line)[1] for line in lines)
    assert ours == theirs


@tap.test("the cells are those of cells.csv")
def table():
    with open(f"{work}/cells.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if int(row["valid"])]
    assert len(rows) == len(by_cell(runs))


@tap.test("nothing is left half written")
def whole():
    assert not [name for name in os.listdir(work) if name.endswith(".new")]


sys.exit(tap.main(work))
