#!/usr/bin/env python3
"""What make lengths says of verdicts that are known: which intervals count as
apart, which winners as another, and when it fails. Nothing is measured.
"""
import contextlib
import csv
import io
import os
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import lengths  # noqa: E402  beside this file
import tap  # noqa: E402

work = tempfile.mkdtemp(prefix="avt-lengths-t-")
COLUMNS = (*lengths.POINT, "rate", "metric", "a", "b", "outcome", "ratio",
           "low", "high")


def row(a, b, outcome, low, high, **more):
    """A row of verdicts.csv."""
    ratio = (low + high) / 2 if low else ""
    return {**dict.fromkeys(COLUMNS, ""), "experiment": "e", "a": a, "b": b,
            "concurrency": "8", "outcome": outcome, "ratio": ratio,
            "low": low, "high": high, **more}


def folder(name, rows):
    os.makedirs(f"{work}/{name}", exist_ok=True)
    with open(f"{work}/{name}/verdicts.csv", "w", encoding="utf-8",
              newline="") as file:
        out = csv.DictWriter(file, COLUMNS)
        out.writeheader()
        out.writerows(rows)
    return lengths.read(f"{work}/{name}")


def judge(short, long):
    """Whether it fails, and what it prints."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        fails = lengths.report(folder("short", short), folder("long", long), 5)
    return bool(fails), said.getvalue()


@tap.test("intervals that overlap agree, even if the outcome has changed")
def agree():
    fails, said = judge([row("x", "y", "better", 1.1, 1.3)],
                        [row("x", "y", "slightly ahead", 1.01, 1.12)])
    assert not fails and "0 of 1 pairs" in said, said


@tap.test("intervals apart are printed, and fail above 5 %")
def apart():
    many = [row("x", "y", "better", 1.1, 1.3, concurrency=str(i))
            for i in range(40)]
    off = [dict(one, low=1.5, high=1.6) for one in many]
    fails, said = judge(many, off[:2] + many[2:])
    assert not fails and "2 of 40 pairs" in said, said
    assert "concurrency=1: x against y: 1.200 (1.100 to 1.300), 5 times as " \
        "long 1.200 (1.500 to 1.600)" in said, said
    fails, said = judge(many, off[:3] + many[3:])
    assert fails and "3 of 40 pairs" in said, said


@tap.test("another winner fails alone; no winner is not another")
def winners():
    many = [row("x", "y", "better", 1.1, 1.3, concurrency=str(i))
            for i in range(40)]
    turned = [row("x", "y", "worse", .7, .8, concurrency="0")] + many[1:]
    fails, said = judge(many, turned)
    assert fails and "concurrency=0: x wins, 5 times as long y" in said, said
    none = [row("x", "y", "inconclusive", .9, 1.2, concurrency="0")] + many[1:]
    fails, said = judge(many, none)
    assert not fails and "0 points" in said, said


@tap.test("a winner is better than every rival")
def every_rival():
    three = [row("x", "y", "better", 1.1, 1.2), row("x", "z", "better", 2, 3),
             row("y", "z", "inconclusive", .9, 1.1)]
    assert lengths.winner(next(iter(folder("w", three).values()))) == "x"
    three[1] = row("x", "z", "slightly ahead", 1.01, 1.02)
    assert lengths.winner(next(iter(folder("w", three).values()))) is None


@tap.test("copies, pairs without a verdict and rates of loads do not count")
def left_out():
    rows = [row("x", "x*", "better", 1.1, 1.2),
            row("x", "y", "no verdict", "", ""),
            row("x", "z", "better", 1.1, 1.2, load="70%", rate="100")]
    other = [row("x", "x*", "worse", .8, .9), row("x", "y", "better", 2, 3),
             row("x", "z", "better", 1.1, 1.2, load="70%", rate="110")]
    fails, said = judge(rows, other)
    assert not fails and "0 of 1 pairs" in said, said


@tap.test("nothing to compare is a failure, not agreement")
def nothing():
    fails, said = judge([row("x", "y", "no verdict", "", "")], [])
    assert fails and "nothing to compare" in said, said


sys.exit(tap.main(work))
