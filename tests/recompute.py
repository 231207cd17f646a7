#!/usr/bin/env python3
"""recompute.py FOLDER: are the verdicts what the runs say?

Derives every verdict of verdicts.csv from runs.jsonl alone, by docs/method.md
and not by the program's code: the statistics are written a second time here,
with whole numbers and fractions where the program uses floating point. Every
field must agree to the last printed digit, and no pair may be missing. Prints
what does not agree; exit status 1 if anything does not.
"""
import csv
import functools
import itertools
import json
import math
import statistics
import sys
from fractions import Fraction

FEWEST = 6
MARGIN = 1.05
SPEED_LIMIT = .03
TEXTS = ("cell", "experiment", "workload", "contestant", "runner")
NAN = float("nan")


# ---- runs.jsonl ----

def no_constant(word):
    raise ValueError(f"{word} is no JSON")


def is_int(value):
    return isinstance(value, int) and not isinstance(value, bool)


def is_run(line):
    """Whether a parsed line is a run of this schema."""
    return (isinstance(line, dict) and is_int(line.get("schema")) and
            line["schema"] == 2 and
            all(isinstance(line.get(name), str) for name in TEXTS) and
            is_int(line.get("concurrency")) and is_int(line.get("round")) and
            isinstance(line.get("valid"), bool))


def read_runs(path):
    """All runs by (cell, round); one measured twice counts as the last time."""
    runs = {}
    with open(path, "rb") as file:
        for text in file:
            try:
                line = json.loads(text, parse_constant=no_constant)
            except ValueError:
                continue
            if is_run(line):
                runs[line["cell"], line["round"]] = line
    return list(runs.values())


def get(line, *path):
    """A number inside a line, or NaN."""
    for step in path:
        line = line.get(step) if isinstance(line, dict) else None
    known = isinstance(line, (int, float)) and not isinstance(line, bool)
    return float(line) if known else NAN


def divide(a, b):
    return a / b if b > 0 else NAN


def figure(line, metric):
    """The figure of a run that a metric means, NaN if it has none."""
    cpu = get(line, "cpu_ns", "user") + get(line, "cpu_ns", "system")
    done = get(line, "completed")
    done = done if done > 0 else NAN
    switches = (get(line, "switches", "voluntary") +
                get(line, "switches", "involuntary"))
    special = {
        "throughput": lambda: get(line, "throughput"),
        "throughput_per_cpu": lambda: divide(done, cpu) * 1e9,
        "cpu_per_task_ns": lambda: cpu / done,
        "switches_per_task": lambda: switches / done,
        "memory_per_task_bytes": lambda: get(line, "memory", "per_task"),
        "memory_peak_bytes": lambda: get(line, "memory", "peak"),
        "elapsed_ns": lambda: get(line, "elapsed_ns"),
        "achieved_rate": lambda: get(line, "generator", "rate"),
    }
    if metric in special:
        return special[metric]()
    kind, level, unit = metric.split("_")  # response_p99_ns
    return get(line, f"{kind}_{unit}", level)


def more_is_better(metric):
    return metric in ("throughput", "throughput_per_cpu", "achieved_rate")


def duration(ns):
    """As a suite writes it: in the largest unit that leaves a whole number."""
    for unit, factor in ("s", 10**9), ("ms", 10**6), ("us", 10**3):
        if ns % factor == 0:
            return f"{ns // factor}{unit}"
    return f"{ns}ns"


def point(line):
    """What the cells that are compared with each other share."""
    params = {name: text for name, text in (line.get("params") or {}).items()
              if isinstance(text, str)}
    if line.get("slack_ns"):
        params["slack"] = duration(line["slack_ns"])
    if line.get("fault"):
        params["fault"] = line["fault"]
    rate, load = get(line, "rate"), line.get("load")
    is_open = rate > 0
    tasks = line.get("tasks")
    return (
        line["experiment"], line["workload"],
        " ".join(f"{name}={params[name]}" for name in sorted(
            params, key=lambda name: name.encode())),
        str(line["concurrency"]),
        str(tasks) if is_int(tasks) and tasks > 0 else "",
        line.get("cpus") or "", line.get("peer_cpus") or "",
        line.get("arrivals") or "" if is_open else "",
        (load or "") if is_open else "",
        f"{rate:.10g}" if is_open and not load else "",
    )


# ---- noisy rounds ----

def speed(line):
    both = [get(line, "noise", name) for name in ("speed_before_ns",
                                                  "speed_after_ns")]
    known = [ns for ns in both if ns == ns]
    return sum(known) / len(known) if known else NAN


def off(line, session):
    """How far a run's speed is off the session's, as a share."""
    away = abs(speed(line) / session - 1) if session else NAN
    return away if math.isfinite(away) else 0


def came_late(line):
    """Whether its generator came late, whatever else noisy it."""
    return any(why["cause"] == "generator" for why in line.get("noisy") or [])


def tolerance(lines, session):
    """How far off a speed may be before its run is noisy."""
    away = [off(line, session) for line in lines
            if 0 < speed(line) < math.inf]
    return max(SPEED_LIMIT, 3 * 1.4826 * statistics.median(away)) if away \
        else SPEED_LIMIT


def needed(lines, number, dropped):
    """Whether two cells would lose their verdict with a round: it is among
    exactly six valid ones that they have in common."""
    valid = {}
    for line in lines:
        if line["valid"] and line["round"] not in dropped:
            valid.setdefault(line["cell"], set()).add(line["round"])
    return any(number in a & b and len(a & b) == FEWEST
               for a, b in itertools.combinations(valid.values(), 2))


def dropped_rounds(lines, session, limit):
    """The rounds of a point that do not count."""
    rounds = {}
    for line in lines:
        rounds.setdefault(line["round"], []).append(line)
    bad = []
    for number, runs in rounds.items():
        count = sum(1 for run in runs if run.get("noisy") or
                    off(run, session) > limit)
        steal = [get(run, "noise", "steal") for run in runs]
        badness = max([off(run, session) for run in runs] +
                      [1 for run in runs if came_late(run)] +
                      [share for share in steal if math.isfinite(share)])
        if count:
            bad.append((-max(badness, 0), -count, number))
    most = max(0, min(3 * len(rounds) // 10, len(rounds) - 6))
    dropped = set()
    for _, _, number in sorted(bad):
        if len(dropped) < most and not needed(lines, number, dropped):
            dropped.add(number)
    return dropped


# ---- Wilcoxon and Hodges-Lehmann ----

@functools.cache
def rank(n, alpha):
    """The largest K with P(W < K) <= alpha / 2, by counting sets of ranks."""
    sums = [1]
    for i in range(1, n + 1):
        longer = sums + [0] * i
        for s, count in enumerate(sums):
            longer[s + i] += count
        sums = longer
    below = list(itertools.accumulate(sums))
    return sum(1 for s in below if Fraction(s, 2 ** n) <= alpha / 2)


def contrast(d):
    """Ratio, its 95 % interval and its 90 % interval."""
    walsh = sorted((a + b) / 2 for a, b in
                   itertools.combinations_with_replacement(d, 2))

    def interval(alpha):
        k = rank(len(d), alpha)
        return math.exp(walsh[k - 1]), math.exp(walsh[-k])
    return (math.exp(statistics.median(walsh)), interval(Fraction(1, 20)),
            interval(Fraction(1, 10)))


def outcome_of(d):
    """What n log ratios say: outcome, ratio, low, high, rounds needed."""
    if len(d) < FEWEST:
        return "no verdict", NAN, NAN, NAN, NAN
    ratio, (low, high), (low90, high90) = contrast(d)
    needed = NAN
    if low > 1 and ratio >= MARGIN:
        outcome = "better"
    elif high < 1 and ratio <= 1 / MARGIN:
        outcome = "worse"
    elif 1 / MARGIN < low90 and high90 < MARGIN:
        outcome = "no practical difference"
    elif low > 1:
        outcome = "slightly ahead"
    elif high < 1:
        outcome = "slightly behind"
    else:
        outcome = "inconclusive"
        half = math.log(high / low) / 2
        needed = max(len(d) + 1,
                     math.ceil(len(d) * (half / math.log(MARGIN)) ** 2))
    return outcome, ratio, low, high, needed


def log_ratios(a, b, metric, rounds):
    found = []
    for number in sorted(rounds):
        one, two = (figure(side[number], metric) for side in (a, b))
        if one > 0 and two > 0 and math.isfinite(one) and math.isfinite(two):
            found.append(math.log(one / two if more_is_better(metric)
                                  else two / one))
    return found


def verdict(a, b, metric, dropped):
    """The row of two cells: their valid runs by round."""
    common = set(a) & set(b)
    d = log_ratios(a, b, metric, common - dropped)
    every = log_ratios(a, b, metric, common)
    outcome, ratio, low, high, needed = outcome_of(d)
    with_dropped = outcome
    if len(every) > len(d) and len(every) >= FEWEST:
        with_dropped = outcome_of(every)[0]
    if with_dropped != outcome:
        outcome, needed = "inconclusive (noise)", NAN
    return {"outcome": outcome, "ratio": ratio, "low": low, "high": high,
            "rounds": len(d), "ahead": sum(x > 0 for x in d),
            "rounds_needed": needed, "rounds_dropped": len(dropped),
            "outcome_with_dropped": with_dropped}


def samples(lines, who, dropped):
    """A contestant's valid runs by round; none if of those in rounds that are
    not dropped fewer than half are."""
    own = [line for line in lines if line["contestant"] == who]
    kept = [line["valid"] for line in own if line["round"] not in dropped]
    if 2 * sum(kept) < len(kept):
        return {}
    return {line["round"]: line for line in own if line["valid"]}


# ---- against verdicts.csv ----

def printed(value):
    """As the program prints it: twelve digits, nothing for no number."""
    if isinstance(value, str):
        return value
    return f"{value:.12g}" if math.isfinite(value) else ""


def pairs_of(contestants):
    """Who is compared with whom: a copy with its original only."""
    return {frozenset(pair) for pair in itertools.combinations(contestants, 2)
            if not any(name.endswith("*") and len(name) > 1 for name in pair)
            or pair[0] + "*" == pair[1] or pair[1] + "*" == pair[0]}


def check(folder):
    """How many verdicts agree, and what does not."""
    runs = read_runs(f"{folder}/runs.jsonl")
    speeds = [speed(run) for run in runs]
    known = [ns for ns in speeds if 0 < ns < math.inf]
    session = statistics.median(known) if known else NAN
    limit = tolerance(runs, session)
    points = {}
    for run in runs:
        points.setdefault(point(run), []).append(run)
    wrong, seen, fine = [], {}, 0
    with open(f"{folder}/verdicts.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        where = tuple(itertools.islice(row.values(), 10))
        a, b = row["a"], row["b"]
        name = f"{' '.join(where)}: {a}, {b}"
        lines = points.get(where, [])
        pair = frozenset((a, b))
        if pair in seen.setdefault(where, set()):
            wrong.append(f"{name}: twice")
        seen[where].add(pair)
        dropped = dropped_rounds(lines, session, limit)
        valid = [samples(lines, who, dropped) for who in (a, b)]
        want = verdict(*valid, row["metric"], dropped)
        off_by = [f"{name}: {column} is {row[column]!r}, not "
                  f"{printed(value)!r}" for column, value in want.items()
                  if row[column] != printed(value)]
        wrong += off_by
        fine += not off_by
    for where, lines in points.items():
        missing = (pairs_of(sorted({line["contestant"] for line in lines})) -
                   seen.get(where, set()))
        wrong += [f"{' '.join(where)}: no verdict on {', '.join(sorted(pair))}"
                  for pair in missing]
    return fine, wrong


def main(folder):
    fine, wrong = check(folder)
    for what in wrong[:20]:
        print(what)
    print(f"{fine} verdicts agree, {len(wrong)} fields or pairs do not")
    return 1 if wrong or not fine else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    sys.exit(main(sys.argv[1]))
