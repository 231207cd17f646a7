#!/usr/bin/env python3
"""make lengths: are the runs of a suite long enough?

A window that is too short gives a narrow interval around a wrong value, which no
number of rounds shows. So the suite is measured twice: at the lengths that its
pilot runs chose, and at five times those, all else equal (the same lengths,
sizes of pools and capacities to start from). Then each pair of contestants has
two 95 % intervals of its ratio, and they should overlap. Printed are the pairs
whose intervals do not, and the points with another winner.

	AVT=build/avt tests/lengths.py [--times N] [--keep DIR] SUITE

Exit status 1 if more than 5 % of the pairs disagree, or if any point has another
winner. Takes N + 1 times as long as the suite.
"""
import argparse
import csv
import os
import subprocess
import sys
import tempfile

AVT = os.environ.get("AVT", "build/avt")
MOST = 0.05  # of the pairs
POINT = ("experiment", "workload", "params", "concurrency", "tasks", "cpus",
         "peer_cpus", "arrivals", "load")


def measure(suite, folder, *words):
    done = subprocess.run([AVT, "bench", suite, "-o", folder, *words],
                          stdout=subprocess.DEVNULL, check=False)
    path = os.path.join(folder, "verdicts.csv")
    if done.returncode not in (0, 1) or not os.path.exists(path):
        sys.exit(f"lengths.py: {suite} could not be measured")


def point_of(row):
    """What tells points apart; the rate of a load is what a machine makes of it,
    and differs between two benches."""
    return tuple(row[name] for name in POINT) + (
        "" if row["load"] else row["rate"],)


def read(folder):
    """Each point's rows, by pair. Copies tell of chance, not of length."""
    points = {}
    with open(os.path.join(folder, "verdicts.csv"), encoding="utf-8",
              newline="") as file:
        for row in csv.DictReader(file):
            if not (row["a"] + row["b"]).count("*"):
                points.setdefault(point_of(row), {})[row["a"], row["b"]] = row
    return points


def winner(pairs):
    """Who is better than every rival, or None."""
    better = {}
    for (a, b), row in pairs.items():
        better.setdefault(a, []).append(row["outcome"] == "better")
        better.setdefault(b, []).append(row["outcome"] == "worse")
    first = [name for name, all_of in better.items() if all(all_of)]
    return first[0] if len(first) == 1 else None


def apart(row, other):
    """Whether two intervals of one ratio do not touch."""
    return (float(row["high"]) < float(other["low"]) or
            float(other["high"]) < float(row["low"]))


def interval(row):
    return f"{float(row['ratio']):.3f} ({float(row['low']):.3f} to " \
           f"{float(row['high']):.3f})"


def name_of(point):
    names = (*POINT, "rate")
    return " ".join([point[0]] + [f"{name}={value}" for name, value in
                                  zip(names[2:], point[2:]) if value])


def compare(short, long):
    """Pairs in all, pairs that disagree, points with another winner."""
    pairs, off, turned = 0, [], []
    for point in sorted(short.keys() & long.keys()):
        for pair in sorted(short[point].keys() & long[point].keys()):
            row, other = short[point][pair], long[point][pair]
            if not (row["low"] and other["low"]):
                continue  # no verdict, in one of them
            pairs += 1
            if apart(row, other):
                off.append((point, pair, row, other))
        first, second = winner(short[point]), winner(long[point])
        if first and second and first != second:
            turned.append((point, first, second))
    return pairs, off, turned


def report(short, long, times):
    pairs, off, turned = compare(short, long)
    for point, (a, b), row, other in off:
        print(f"  {name_of(point)}: {a} against {b}: {interval(row)}, "
              f"{times} times as long {interval(other)}")
    for point, first, second in turned:
        print(f"  {name_of(point)}: {first} wins, {times} times as long "
              f"{second}")
    print(f"{len(off)} of {pairs} pairs disagree (at most {MOST:.0%}); "
          f"{len(turned)} points have another winner (none may)")
    if not pairs:
        print("nothing to compare: no pair has a verdict in both")
    return not pairs or turned or len(off) > MOST * pairs


def main():
    parser = argparse.ArgumentParser(description="Are runs long enough?")
    parser.add_argument("suite")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--keep", metavar="DIR",
                        help="put both results folders there")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="avt-lengths-") as scratch:
        work = wish.keep or scratch
        os.makedirs(work, exist_ok=True)
        once, longer = os.path.join(work, "once"), os.path.join(work, "longer")
        measure(wish.suite, once)
        measure(wish.suite, longer, "--pilots", once, "--longer",
                str(wish.times))
        return 1 if report(read(once), read(longer), wish.times) else 0


if __name__ == "__main__":
    sys.exit(main())
