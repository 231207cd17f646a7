#!/usr/bin/env python3
"""The verdicts of avt against tests/recompute.py, which derives them from the
runs alone: made-up folders of several seeds, calm and rough, and a real bench.

AVT in the environment is the program.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import recompute  # noqa: E402  beside this file
import tap  # noqa: E402

AVT = os.path.abspath(os.environ.get("AVT", "build/avt"))
work = tempfile.mkdtemp(prefix="avt-recompute-")

SUITE = """[suite]
steady = off
title = Tiny
rounds = 6
duration = 15ms
lengths = fixed
warmup = 2ms

[wait]
workload = sleep
delay = 100us
concurrency = 1, 4
contestants = async, async*, threads:2, procs:2

[batch]
workload = hash
work = 20us
tasks = 50
concurrency = 4
metric = elapsed
contestants = serial, async

[open]
workload = noop
rate = 2k
arrivals = poisson
concurrency = 16
contestants = async, threads:2
"""


def roughen(folder, seed):
    """Makes runs as bad as they come: scattered, equal, noisy, invalid,
    without a figure, measured twice, or not a run at all."""
    rng = random.Random(seed)
    scatter = {}
    path = f"{folder}/runs.jsonl"
    with open(path, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    bad = {number for number in range(30) if rng.random() < .25}
    frail = {line["cell"] for line in lines if rng.random() < .01}
    with open(path, "w", encoding="utf-8") as file:
        for line in lines:
            spread, level = scatter.setdefault(line["cell"], (
                rng.choice([0, .001, .01, .05, .2]),
                rng.choice([1, 1.02, 1.04, 1.05])))
            if "throughput" in line:
                line["throughput"] = (round(line["throughput"], -2) or 1) \
                    * rng.lognormvariate(0, spread) * level
            if line["round"] in bad and rng.random() < .5:
                line["noisy"] = rng.choice([["steal"], ["others", "generator"]])
                line["noisy"] = [{"cause": cause, "text": f"{cause} 20 %"}
                                 for cause in line["noisy"]]
                if "throughput" in line:
                    line["throughput"] *= rng.choice([.5, 1, 1, 1])
            line["noise"] = {"steal": rng.choice([None, 0, .02]),
                             "speed_before_ns": rng.choice(
                                 [None, 1e6 * rng.lognormvariate(0, .01)]),
                             "speed_after_ns": rng.choice(
                                 [None, 1e6 * rng.lognormvariate(0, .02)])}
            if rng.random() < (.5 if line["cell"] in frail else .05):
                line.update(valid=False, reasons=[
                    {"check": "steady", "text": "no steady state"}])
            if rng.random() < .02 and line.get("response_ns"):
                line["response_ns"]["p99"] = None
            text = json.dumps(line) + "\n"
            if rng.random() < .01:
                file.write(text.replace('"throughput": ', '"throughput": 9'))
            file.write(text if rng.random() > .01 else text[:-30] + "\n")


def outcomes(folder):
    with open(f"{folder}/verdicts.csv", encoding="utf-8") as file:
        return file.read()


def agree(folder):
    subprocess.run([AVT, "report", folder], capture_output=True, timeout=120,
                   env=dict(os.environ, PATH="/nonexistent"), check=False)
    fine, wrong = recompute.check(folder)
    assert not wrong, wrong[:10]
    return fine


def made_up(rounds, seed):
    folder = f"{work}/{rounds}-{seed}"
    subprocess.run([sys.executable, f"{HERE}/make_results.py", folder, "160",
                    str(rounds), str(seed)], check=True)
    return folder


@tap.test("made-up results of several seeds agree")
def calm():
    for rounds, seed in ((5, 1), (6, 2), (10, 3), (20, 4)):
        assert agree(made_up(rounds, seed)) > 100


@tap.test("rough ones agree too, in every outcome")
def rough():
    seen = ""
    for rounds, seed in ((7, 11), (8, 12), (9, 13), (12, 14), (25, 15)):
        folder = made_up(rounds, seed)
        roughen(folder, seed)
        assert agree(folder) > 100
        seen += outcomes(folder)
    for outcome in ("better", "worse", "slightly ahead", "slightly behind",
                    "no practical difference", "inconclusive",
                    "inconclusive (noise)", "no verdict"):
        assert f",{outcome}," in seen, outcome


@tap.test("a verdict that was touched is found, and a missing one")
def touched():
    folder = made_up(8, 5)
    agree(folder)
    path = f"{folder}/verdicts.csv"
    text = outcomes(folder)
    rows = text.splitlines(keepends=True)
    digit = next(i for i, row in enumerate(rows) if ",better," in row)
    fields = rows[digit].split(",")
    at = fields.index("better") + 1
    fields[at] = fields[at][:-1] + str((int(fields[at][-1]) + 1) % 10)
    for wrong in (rows[:digit] + [",".join(fields)] + rows[digit + 1:],
                  rows[:digit] + rows[digit + 1:],
                  [*rows, rows[digit]],
                  [row.replace(",better,", ",slightly ahead,")
                   for row in rows]):
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(wrong)
        assert recompute.check(folder)[1]


@tap.test("a real bench agrees")
def real():
    with open(f"{work}/tiny.ini", "w", encoding="utf-8") as file:
        file.write(SUITE)
    done = subprocess.run([AVT, "bench", f"{work}/tiny.ini", "-o",
                           f"{work}/real"], capture_output=True, text=True,
                          timeout=120, cwd=work)
    assert os.path.exists(f"{work}/real/verdicts.csv"), done.stderr
    assert agree(f"{work}/real") >= 8


sys.exit(tap.main(work))
