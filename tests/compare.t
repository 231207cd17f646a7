#!/usr/bin/env python3
"""avt compare on made-up results: the copy, the regression, the refusal, and
folders that something happened to.

AVT in the environment is the program. Only exact things are asserted: which
cells have which outcome, what is written, and the exit status.
"""
import functools
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import recompute  # noqa: E402  beside this file

AVT = os.path.abspath(os.environ.get("AVT", "build/avt"))
HERE = os.path.dirname(os.path.abspath(__file__))
work = tempfile.mkdtemp(prefix="avt-compare-")
tests = []

SLOWER = ("line if line['contestant'] != 'async' or 'throughput' not in line "
          "else dict(line, throughput=line['throughput'] * .9)")


def test(function):
    tests.append(function)
    return function


def make(name, cells=120, rounds=10, seed=1):
    path = f"{work}/{name}"
    subprocess.run([sys.executable, f"{HERE}/make_results.py", path,
                    str(cells), str(rounds), str(seed)], check=True)
    return path


def edited(name, expression, source=None):
    """A copy of the base with every line of runs.jsonl edited."""
    path = f"{work}/{name}"
    subprocess.run([sys.executable, f"{HERE}/edit_runs.py", source or base,
                    path, expression], check=True)
    return path


def compare(*words, status):
    done = subprocess.run([AVT, "compare", *words], capture_output=True,
                          text=True, timeout=60, cwd=work)
    assert done.returncode == status, (done.returncode, done.stdout,
                                       done.stderr)
    return done


def cells(*words, status):
    found = json.loads(compare("--json", *words, status=status).stdout)
    assert found["status"] == status
    return found["cells"]


def one_line(done, *parts):
    assert done.stdout == "" and done.stderr.count("\n") == 1, done
    for part in parts:
        assert part in done.stderr, (part, done.stderr)


def files():
    return sorted(os.path.join(folder, name) for folder, _, names
                  in os.walk(work) for name in names)


base = make("base")


@test
def itself():
    """A folder is no different from itself, and nothing is written"""
    before = files()
    found = cells(base, base, status=0)
    assert files() == before
    told = [c for c in found if c["before"]["rounds"]]
    assert len(told) >= len(found) // 2
    for c in told:
        assert c["outcome"] == "no practical difference", c
        assert c["same"] and c["ratio"] == c["low"] == c["high"] == 1, c


@test
def itself_with_few_rounds():
    """Not even when its rounds would be too few for a verdict"""
    few = make("few", 60, 3)
    assert "No regression" in compare(few, few, status=0).stdout


@test
def slower_copy():
    """A tenth less in async: regression in exactly those cells"""
    slow = edited("slow", SLOWER)
    found = cells(base, slow, status=1)
    for c in found:
        hit = c["contestant"] == "async" and c["metric"] == "throughput"
        want = "worse" if hit else "no practical difference"
        if c["before"]["rounds"]:
            assert c["outcome"] == want, c
        if hit:
            assert .8 < c["low"] <= c["ratio"] <= c["high"] < 1, c
            assert abs(c["ratio"] - .9) < .02, c
    assert {c["outcome"] for c in cells(slow, base, status=0)} >= {"better"}


@test
def table():
    """The table shows the cells that differ, and all of them with --all"""
    brief = compare(base, f"{work}/slow", status=1).stdout
    whole = compare("--all", base, f"{work}/slow", status=1).stdout
    rows = [line for line in brief.splitlines() if line.endswith(" worse")]
    assert rows and all(row.startswith("  async ") for row in rows)
    assert "  threads:64 " in whole and "  threads:64 " not in brief
    assert "Regression." in brief


@test
def other_seed():
    """Two sessions of the same thing: nothing is worse, nothing the same"""
    found = cells(base, make("again", seed=2), status=0)
    assert not any(c["same"] for c in found)
    assert not any(c["outcome"] in ("worse", "better") for c in found)


@test
def equal_values_few():
    """A metric that never varies is no verdict on three rounds"""
    flat = "dict(line, throughput=100.0) if 'throughput' in line else line"
    one = edited("flat", flat, f"{work}/few")
    two = edited("flat2", "dict(line, completed=5) if 'completed' in line "
                 "else line", one)
    assert all(c["outcome"] == "no verdict" for c in cells(one, two, status=2)
               if c["metric"] == "throughput")


@test
def constant_values():
    """No scatter at all: ratios are exact"""
    flat = edited("still", "dict(line, throughput=100.0, started='x') "
                  "if 'throughput' in line else line")
    less = edited("less", "dict(line, throughput=90.0) if 'throughput' in line"
                  " else line")
    for c in cells(flat, less, status=1):
        if c["metric"] == "throughput" and c["before"]["rounds"]:
            assert c["outcome"] == "worse", c
            assert c["low"] == c["high"] and abs(c["ratio"] - .9) < 1e-9, c


@test
def lower_is_better():
    """In a time, more is worse: the ratio stays below 1"""
    slow = edited("late", "dict(line, elapsed_ns=line['elapsed_ns'] * 2) "
                  "if 'elapsed_ns' in line else line")
    found = [c for c in cells(base, slow, status=1)
             if c["metric"] == "elapsed_ns" and c["before"]["rounds"]]
    assert found
    for c in found:
        assert c["outcome"] == "worse" and .4 < c["ratio"] < .6, c


@test
def too_few():
    """Fewer than six rounds on a side: no verdict, status 2"""
    five = edited("five", "line if line['round'] < 5 else None")
    assert all(c["outcome"] == "no verdict" and c["ratio"] is None
               for c in cells(base, five, status=2))
    assert "needs 6" in compare(base, five, status=2).stdout


@test
def noisy():
    """Rounds that were noisy do not count"""
    calm = edited("calm", "dict(line, noisy=[], noise={})")
    loud = edited("loud", "dict(line, noisy=['steal 9 %'], noise={}, "
                  "throughput=line.get('throughput', 1) / 9) "
                  "if line['round'] in (2, 5, 7) else line", calm)
    # Where a rival has invalid runs, a noisy round may be one of the six that
    # their verdict needs: then it stays, and nothing is made of the difference.
    runs = recompute.read_runs(f"{calm}/runs.jsonl")
    frail = {recompute.point(run) for run in runs if not run["valid"]}
    whole = {run["cell"] for run in runs if recompute.point(run) not in frail}
    seen = 0
    for c in cells(calm, loud, status=0):
        if c["metric"] == "throughput" and c["before"]["rounds"] == 10:
            assert 7 <= c["after"]["rounds"] <= 10, c
            assert c["after"]["rounds"] == 7 or c["cell"] not in whole, c
            assert c["outcome"] != "worse", c
            seen += c["cell"] in whole
    assert seen >= 10, seen


@test
def second_calculation():
    """Ratio and interval are those of a second, slower calculation"""
    slow = f"{work}/slow"
    sides = []
    for path in (base, slow):
        sides.append({})
        for line in recompute.read_runs(f"{path}/runs.jsonl"):
            if line["valid"]:
                sides[-1].setdefault(line["cell"], []).append(
                    line["throughput"])
    checked = 0
    for c in cells(base, slow, status=1):
        x, y = (side.get(c["cell"], []) for side in sides)
        if c["metric"] != "throughput" or c["same"] or len(x) < 6 or \
                [len(x), len(y)] != [c[s]["rounds"] for s in ("before",
                                                              "after")]:
            continue
        shifts = sorted(math.log(b / a) for a in x for b in y)
        k = rank_sum(len(x), len(y))
        for value, want in ((c["ratio"], statistics.median(shifts)),
                            (c["low"], shifts[k - 1]),
                            (c["high"], shifts[-k])):
            assert abs(math.log(value) - want) < 1e-9, c
        checked += 1
    assert checked > 10


@functools.cache
def ways(m, n, u):
    """In how many orders of m and n values u pairs stand the wrong way."""
    if m == 0 or n == 0 or u < 0:
        return int(u == 0)
    return ways(m - 1, n, u - n) + ways(m, n - 1, u)


def rank_sum(m, n):
    """The largest K with P(U < K) <= 2.5 %."""
    k, below = 0, 0
    while 40 * (below + ways(m, n, k)) <= math.comb(m + n, n):
        below += ways(m, n, k)
        k += 1
    return k


@test
def broken():
    """A cell that no longer has a valid run is not passed over"""
    bad = edited("bad", "line if line['contestant'] != 'async' else "
                 "dict(line, valid=False, reasons=[{'check': 'died', "
                 "'text': 'the peer died'}])")
    assert "have none after" in compare(base, bad, status=2).stdout


@test
def other_machine():
    """Another machine or suite is refused, and what differs is said"""
    for name, key, value in [("host", "host", "other"),
                             ("cpu", "cpu", "Another 9000"),
                             ("kernel", "kernel", "7.0"), ("cpus", "cpus", 4)]:
        path = edited(f"on-{name}", "line")
        with open(f"{path}/machine.json", encoding="utf-8") as file:
            machine = json.load(file)
        machine[key] = value
        with open(f"{path}/machine.json", "w", encoding="utf-8") as file:
            json.dump(machine, file)
        one_line(compare(base, path, status=2), name, str(value), "--across")
        out = compare("--across", base, path, status=0).stdout
        assert f"{name} differs" in out and str(value) in out


@test
def other_cpus():
    """Cells of a machine with other CPUs are known by their names"""
    path = edited("wide", "dict(line, cpus='0-7', cell='f' + line['cell'][1:])")
    with open(f"{path}/machine.json", encoding="utf-8") as file:
        machine = json.load(file)
    with open(f"{path}/machine.json", "w", encoding="utf-8") as file:
        json.dump(dict(machine, cpus=8, host="wide"), file)
    one_line(compare(base, path, status=2), "cpus", "host")
    found = cells("--across", base, path, status=0)
    assert len(found) == len(cells(base, base, status=0))


@test
def other_suite():
    """So is another suite; comments and blank lines do not count"""
    path = edited("suite", "line")
    with open(f"{path}/suite.ini", "a", encoding="utf-8") as file:
        file.write("\n\n; a remark\n")
    compare(base, path, status=0)
    with open(f"{path}/suite.ini", "a", encoding="utf-8") as file:
        file.write("tasks = 2001\n")
    one_line(compare(base, path, status=2), "suite", "tasks = 2001")


@test
def drift():
    """Another speed of the same machine is said"""
    path = edited("drift", "line")
    for folder, speed in ((base, 500000), (path, 440000)):
        with open(f"{folder}/machine.json", encoding="utf-8") as file:
            machine = json.load(file)
        with open(f"{folder}/machine.json", "w", encoding="utf-8") as file:
            json.dump(dict(machine, calibration=speed), file)
    assert "-12.0 %" in compare(base, path, status=0).stdout


@test
def nothing_in_common():
    """No common cell: one line, status 2"""
    path = edited("else", "dict(line, cell='x' + line['cell'])")
    one_line(compare(base, path, status=2), "no cell in common")


@test
def some_missing():
    """Cells of one side only are counted and left out"""
    path = edited("part", "None if line['contestant'] == 'procs:64' else line")
    assert "cells only before, 0 only after" in compare(
        base, path, status=0).stdout


@test
def damaged():
    """Truncated, edited and foreign lines are named, skipped and counted"""
    path = edited("damaged", "'{\"schema\":2,\"cell\":' + chr(10) if number == "
                  "3 else dict(line, schema=1) if number == 5 else "
                  "{'schema': 2} if number == 7 else line")
    with open(f"{path}/runs.jsonl", "r+", encoding="utf-8") as runs:
        runs.truncate(os.path.getsize(f"{path}/runs.jsonl") - 40)
    done = compare(base, path, status=0)
    last = sum(1 for _ in open(f"{path}/runs.jsonl", encoding="utf-8"))
    for number, why in ((3, ""), (5, "schema"), (7, "no cell"),
                        (last, "cut off")):
        assert f"damaged/runs.jsonl:{number}: skipped: " in done.stderr, why
        assert why in done.stderr, why
    assert done.stderr.count("\n") == 4, done.stderr
    assert "4 lines skipped" in done.stdout, done.stdout


@test
def other_schema():
    """A folder of another version is refused in one line, status 2"""
    for schema, age in ((1, "an earlier"), (7, "a later")):
        path = edited(f"schema{schema}", f"dict(line, schema={schema})")
        one_line(compare(base, path, status=2), f"schema{schema} was written "
                 f"by {age} version (schema {schema}); measure again")
        done = subprocess.run([AVT, "report", path], capture_output=True,
                              text=True, check=False)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done
        assert "measure again" in done.stderr, done.stderr


@test
def wrong_words():
    """Wrong words get one line and status 2"""
    one_line(compare(status=2), "BEFORE AFTER missing")
    one_line(compare(base, status=2), "BEFORE AFTER missing")
    one_line(compare(base, base, base, status=2), "unexpected argument")
    one_line(compare(base, f"{work}/absent", status=2), "absent/runs.jsonl")
    one_line(compare("--al", base, base, "--figur=3", status=2), "no value")
    one_line(compare("--everything", base, base, status=2), "--everything")


@test
def figure():
    """A figure only when asked for, where it was asked for"""
    if not shutil.which("gnuplot"):
        return
    slow = f"{work}/slow"
    assert not os.path.exists(f"{slow}/plots")
    compare("--figure", base, slow, status=1)
    with open(f"{slow}/plots/compare.svg", encoding="utf-8") as file:
        assert file.read().rstrip().endswith("</svg>")
    before = files()
    compare("-o", "mine.svg", base, slow, status=1)
    assert files() == sorted([*before, f"{work}/mine.svg"])


def main():
    print(f"1..{len(tests)}")
    for number, function in enumerate(tests, 1):
        try:
            function()
            print(f"ok {number} - {function.__doc__}", flush=True)
        except Exception as why:  # whatever it is, the next test goes on
            print(f"not ok {number} - {function.__doc__}")
            text = f"{type(why).__name__}: {why}"
            print("\n".join("# " + line for line in text[:2000].splitlines()),
                  flush=True)
    shutil.rmtree(work)


main()
