#!/usr/bin/env python3
"""make_results.py FOLDER [CELLS [ROUNDS [SEED]]]: a results folder from nowhere.

Writes suite.ini, suite.json, machine.json, runs.jsonl and hyperfine/*.json as a
bench would (docs/results.md), so that analysis, figures and report can be tried
without measuring. A queueing model on the back of an envelope gives plausible
numbers; seeded noise, a little of it shared by all runs of a round, makes them
differ. Some runs are invalid, some cells never fit on the machine or are
overloaded, and one round of the fractions is noisy. The same arguments give
the same folder.
"""

import hashlib
import json
import math
import os
import random
import sys
import textwrap

sys.dont_write_bytecode = True  # the source tree stays as it is
from made_up import (COSTS, CPUS, MODELS, capacity, check, bottleneck, model, noise,
                     distribution, times)

POOL = ["async", "threads:64", "threads:match", "procs:64"]
MAPPED = ["async", "threads:64", "procs:cores"]
OFFERED = ["async", "threads:16", "threads:match"]
LOADS = [30, 50, 70, 80, 90, 105]
SORTED = ["async", "threads:64"]
SIZES = ["4k", "16k", "64k", "256k", "1m"]
DELAYS = ["0", "500us", "1ms", "1500us", "2ms"]
KINDS = {"delay": "duration", "transport": "choice", "work": "duration",
         "compute": "percent", "total": "duration", "size": "size",
         "concurrency": "count", "load": "percent", "workload": "choice"}
FACTORS = {"duration": {"us": 10**3, "ms": 10**6}, "size": {"k": 2**10, "m": 2**20},
           "count": {}, "percent": {"%": 1}}
# name: parameters, compute in ns, wait in ns
WORKLOADS = {
    "call": ({"delay": "5ms", "transport": "tcp"}, 12e3, 5e6),
    "sleep": ({"delay": "1ms"}, 2e3, 1e6),
    "hash": ({"work": "100us"}, 1e5, 0),
}


def workers_of(contestant, concurrency):
    """How many workers a contestant has."""
    runner, _, size = contestant.rstrip("*").partition(":")
    if not size:
        return runner, 1
    return runner, {"match": concurrency, "cores": CPUS}.get(size) or int(size)


def ladder(n, most):
    """About n whole numbers from 1 to most, evenly on a log scale."""
    steps = [most ** (i / max(1, n - 1)) for i in range(n)]
    return sorted({max(1, round(s)) for s in steps})


def cell(experiment, workload, contestant, concurrency, **more):
    """One cell of the grid, as the dictionary the rest works with."""
    params, compute, wait = more.get("model") or WORKLOADS[workload]
    runner, workers = workers_of(contestant, concurrency)
    key = [experiment, workload, contestant, concurrency, more.get("load"),
           sorted(params.items())]
    return {
        "cell": hashlib.sha256(json.dumps(key).encode()).hexdigest()[:16],
        "experiment": experiment, "workload": workload, "params": params,
        "param_kinds": {name: KINDS[name] for name in params},
        "contestant": contestant, "runner": runner, "model": MODELS[runner],
        "workers": workers,
        "concurrency": concurrency, "tasks": more.get("tasks"),
        "load": more.get("load"),
        "compute": compute, "wait": wait,
    }


def mixed(percent, total=5e6):
    """The mixed workload: percent of its total time is compute."""
    params = {"compute": f"{percent}%", "total": "5ms"}
    return params, total * percent / 100, total * (100 - percent) / 100


def sort(size):
    """The sort workload: its compute grows with its size in bytes."""
    in_bytes = int(size[:-1]) * {"k": 2**10, "m": 2**20}[size[-1]]
    return {"size": size}, in_bytes * 2, 0


def sleep(delay):
    """The sleep workload with another delay."""
    digits = delay.rstrip("mus")
    return {"delay": delay}, 2e3, \
        int(digits) * {"us": 1e3, "ms": 1e6}.get(delay[len(digits):], 0)


def grid(cells):
    """The cells, one in twenty fewer at most, and the axes they came from."""
    levels = ladder(max(3, cells * 4 // 10 // 12), 4096)
    fractions = [round(100 * i / 10) for i in range(11)]
    rest = max(0, cells - 92 - 12 * len(levels))  # the map has what is left
    side = max(2, math.isqrt(rest // len(MAPPED)))
    across = ladder(side, 1024)
    up = sorted({round(100 * i / (side - 1)) for i in range(side)})
    every = [cell("batch", w, r, 64, tasks=2000)
             for w in ("sleep", "hash") for r in POOL]
    every += [cell("fraction", "mixed", r, 64, model=mixed(s))
              for s in fractions for r in POOL]
    every += [cell("self", "call", r, 64) for r in ("async", "async*")]
    every += [cell("open", "call", r, 1000, load=at)
              for at in LOADS for r in OFFERED]
    every += [cell("concurrency", w, r, c)
              for w in WORKLOADS for c in levels for r in POOL]
    every += [cell("sizes", "sort", r, 8, model=sort(s))
              for s in SIZES for r in SORTED]
    every += [cell("delays", "sleep", r, 64, model=sleep(d))
              for d in DELAYS for r in SORTED]
    every += [cell("map", "mixed", r, c, model=mixed(s))
              for c in across for s in up for r in MAPPED]
    more = 2
    while len(every) < cells * 19 // 20:
        every += [cell(f"concurrency_{more}", w, r, c)
                  for w in WORKLOADS for c in levels for r in POOL]
        more += 1
    every = every[:cells]
    return every, {"levels": levels, "fractions": fractions, "across": across,
                   "up": up, "extra": more - 2}


def experiments(axes):
    """The experiments that would have planned these cells; lists are axes."""
    def percent(values):
        return [f"{v}%" for v in values]
    curves = {"figure": "curves", "workload": list(WORKLOADS), "contestants": POOL,
              "concurrency": axes["levels"]}
    every = {
        "concurrency": {
            "title": "Throughput against concurrency",
            "question": "How many tasks in flight does each model carry?",
            "claim": "One thread looks after many waiting tasks.",
            "holds_if": ["async", "no_worse", "threads:match",
                         ("concurrency", "4096"), ("workload", "call")], **curves},
        "fraction": {
            "title": "From waiting to computing",
            "question": "How much compute may a task have before the loop loses?",
            "claim": "Tasks that compute: async does not help.",
            "holds_if": ["async", "worse", "threads:match", ("compute", "100%")],
            "figure": "fraction", "workload": ["mixed"], "concurrency": [64],
            "total": ["5ms"], "contestants": POOL,
            "compute": percent(axes["fractions"])},
        "sizes": {
            "title": "Sorting more and more",
            "question": "Does the size of what a task works on matter?",
            "figure": "curves", "workload": ["sort"], "concurrency": [8],
            "contestants": SORTED, "size": SIZES,
            "claim": "A loop does not use more cores.",
            "holds_if": ["async", "worse", "threads:64", ("size", "64k")]},
        "delays": {
            "title": "Waiting longer and longer",
            "question": "Does it matter how long a task waits?",
            "figure": "curves", "workload": ["sleep"], "concurrency": [64],
            "contestants": SORTED, "delay": DELAYS},
        "map": {
            "title": "Where async pays",
            "question": "Which model wins at which concurrency and compute fraction?",
            "figure": "map", "metric": "throughput", "workload": ["mixed"],
            "total": ["5ms"], "contestants": MAPPED,
            "concurrency": axes["across"], "compute": percent(axes["up"])},
        "open": {
            "title": "Requests that arrive when they like",
            "question": "How late is an answer when the load comes from outside?",
            "figure": "open", "metric": "response_p99", "workload": ["call"],
            "concurrency": [1000], "contestants": OFFERED, "load": percent(LOADS),
            "arrivals": "poisson", "slo": ("p99", "10ms"),
            "claim": "Tasks that wait: async fits.",
            "holds_if": ["async", "better", "threads:16", ("load", "80%")]},
        "self": {
            "title": "One contestant against itself",
            "question": "How small a difference can be seen here?",
            "workload": ["call"], "concurrency": [64],
            "contestants": ["async", "async*"]},
        "batch": {
            "title": "The independent stopwatch",
            "question": "Does hyperfine see the same times?",
            "figure": "stopwatch", "metric": "elapsed", "workload": ["sleep", "hash"],
            "contestants": POOL, "concurrency": [64], "tasks": "2000"},
    }
    for i in range(axes["extra"]):
        every[f"concurrency_{i + 2}"] = {
            "title": f"Once more {i + 2}", "question": "Again?", **curves}
    return every


def suite_text(every, rounds):
    """The suite of these experiments as a person writes it."""
    def written(key, value):
        if key == "holds_if":
            where = " and ".join(f"{n}={v}" for n, v in value[3:])
            return " ".join([*value[:2], "than", value[2]] + ["at", where] * bool(where))
        if key == "slo":
            return "=".join(value)
        if isinstance(value, list):
            value = ", ".join(map(str, value))
        return "\n\t".join(textwrap.wrap(value, 100))
    lines = ["; made by tests/make_results.py\n\n[suite]\ntitle = Synthetic\n"
             f"rounds = {rounds}\nduration = 1s\nwarmup = 100ms\ncpus = 0-1\nseed = 1\n"]
    for name, keys in every.items():
        lines += [f"\n[{name}]\n"]
        lines += [f"{key} = {written(key, value)}\n" for key, value in keys.items()]
    return "".join(lines)


def typed(name, text):
    """A value as the bench writes it: its text, its kind and its number."""
    kind, text = KINDS[name], str(text)
    digits = text.rstrip("mus%k")
    number = None if kind == "choice" else \
        int(digits) * FACTORS[kind].get(text[len(digits):], 1)
    return {"text": text, "number": number}


def suite_json(every):
    """The same suite as the bench writes it for those who read results."""
    def experiment(name, keys):
        said = {"name": name, "figure": "curves", "metric": "throughput",
                "slo": None, "claim": None, "holds_if": None, "fault": None}
        said.update({key: keys[key] for key in
                     ("title", "question", "figure", "metric", "claim", "contestants")
                     if key in keys})
        if "slo" in keys:
            percentile, most = keys["slo"]
            said["slo"] = {"metric": f"response_{percentile}",
                           "ns": typed("delay", most)["number"]}
        if "holds_if" in keys:
            a, relation, b, *where = keys["holds_if"]
            said["holds_if"] = {
                "text": f"{a} {relation} than {b}", "a": a, "relation": relation, "b": b,
                "where": [{"name": n, "kind": KINDS[n], **typed(n, v)} for n, v in where]}
        said["axes"] = [{"name": n, "kind": KINDS[n], "values": [typed(n, v) for v in keys[n]]}
                        for n in KINDS if n in keys]
        return said
    return {"schema": 1, "title": "Synthetic",
            "experiments": [experiment(name, keys) for name, keys in every.items()]}


def head(c, number, position, rng):
    """The fields that every line has."""
    line = {"schema": 2}
    for name in ("cell", "experiment", "workload", "params", "param_kinds",
                 "contestant", "runner", "model", "workers"):
        line[name] = c[name]
    batch = c["tasks"] is not None
    line.update(
        helpers=0, concurrency=c["concurrency"], tasks=c["tasks"],
        load=None if c["load"] is None else f"{c['load']}%",
        arrivals="closed" if c["load"] is None else "poisson",
        rate=None if c["load"] is None else
        round(capacity(c) * c["load"] / 100, 3),
        duration_ns=0 if batch else 10**9, warmup_ns=0 if batch else 10**8,
        cpus="0-1", peer_cpus="", round=number, position=position,
        seed=rng.getrandbits(32), started="2025-11-22T12:00:00Z",
        valid=True, reasons=[])
    return line


def run(c, number, position, weather, rng):
    """One line of runs.jsonl."""
    line = head(c, number, position, rng)
    line["noise"] = noise(c, number, rng)
    line["noisy"] = [{"cause": "steal", "text": "steal 3.1 %"}] if line["noise"]["steal"] > .03 else []
    if check(c):
        line.update(valid=False, reasons=[check(c)])
        return line
    throughput, cpu, service = model(c)
    if c["load"] is not None:
        throughput = line["rate"]
        line["generator"] = {"planned": 1000, "posted": 1000, "rate": throughput}
    jitter = weather * rng.lognormvariate(0, .012)
    throughput *= jitter
    done = c["tasks"] or max(1, round(throughput))
    elapsed = round(done / throughput * 1e9)
    response = max(service, c["concurrency"] / throughput * 1e9)
    queue = max(0, response - service)
    if c["load"] is not None:
        busy = c["load"] / 100
        queue = service * busy ** 4 / (1 - busy) / \
            (1 if c["runner"] == "async" else 3) * jitter
        response = service + queue
    tail = 1 + .1 * rng.random()
    memory = COSTS[c["runner"]][2]
    line.update(
        elapsed_ns=elapsed, issued=done, completed=done, failed=0, lost=0,
        in_flight=0, measured=done, errors={},
        answers=hashlib.sha256(c["workload"].encode()).hexdigest()[:16],
        throughput=throughput,
        response_ns=times(response, service * .95, tail, done),
        queue_ns=times(queue + 500, 400, tail, done),
        service_ns=times(service * 1.01, service * .95, tail, done),
        distribution=distribution(response, service * .95, tail, done),
        cpu_ns={"user": round(done * cpu * .6), "system": round(done * cpu * .4)},
        peer_cpu_ns=round(done * 2000) if c["workload"] == "call" else None,
        switches={"voluntary": 0 if c["runner"] == "async" else done,
                  "involuntary": done // 100},
        page_faults=0,
        memory={"peak": 4 * 2**20 + memory * c["concurrency"],
                "per_task": memory * jitter},
        bottleneck=bottleneck(c), calibration=512345.0, histogram=None)
    if rng.random() < .01:
        line.update(valid=False, reasons=[{"check": "clock", "text":
                                           "the clock stepped back in 2 tasks"}])
    return line


def hyperfine(cells, rounds, rng):
    """What hyperfine --export-json would have written for the batch."""
    results = []
    for c in cells:
        throughput = model(c)[0]
        took = [c["tasks"] / throughput * rng.lognormvariate(.01, .01) + .004
                for _ in range(rounds)]
        mean = sum(took) / rounds
        results.append({
            "command": f"{c['workload']} {c['contestant']}", "mean": mean,
            "stddev": .01 * mean, "median": sorted(took)[rounds // 2],
            "user": .6 * mean, "system": .4 * mean, "min": min(took),
            "max": max(took), "times": took, "exit_codes": [0] * rounds})
    return {"results": results}


def write_runs(path, cells, rounds, rng):
    """All rounds, each in a random order of its own."""
    with open(path, "w", encoding="utf-8") as out:
        for number in range(rounds):
            weather = rng.lognormvariate(0, .03)
            order = list(cells)
            rng.shuffle(order)
            for position, c in enumerate(order):
                line = run(c, number, position, weather, rng)
                out.write(json.dumps(line, separators=(",", ":")) + "\n")


def main(folder, cells=240, rounds=10, seed=1):
    """Writes the folder."""
    rng = random.Random(seed)
    every, axes = grid(cells)
    os.makedirs(os.path.join(folder, "hyperfine"), exist_ok=True)
    batch = [c for c in every if c["tasks"]]
    machine = {
        "schema": 1, "host": "synthetic", "cpu": "Envelope 2000 @ 2.0 GHz",
        "kernel": "6.1.0-made-up", "started": "2025-11-22T12:00:00Z",
        "cpus": CPUS, "harness_ns": 84.2, "clock_ns": 25.1, "suite": "synthetic"}
    with open(os.path.join(folder, "suite.ini"), "w", encoding="utf-8") as out:
        out.write(suite_text(experiments(axes), rounds))
    with open(os.path.join(folder, "suite.json"), "w", encoding="utf-8") as out:
        json.dump(suite_json(experiments(axes)), out, indent=1)
    with open(os.path.join(folder, "machine.json"), "w", encoding="utf-8") as out:
        json.dump(machine, out, indent=1)
    with open(os.path.join(folder, "hyperfine", "batch.json"), "w",
              encoding="utf-8") as out:
        json.dump(hyperfine(batch, rounds, rng), out, indent=1)
    write_runs(os.path.join(folder, "runs.jsonl"), every, rounds, rng)


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 5:
        sys.exit(__doc__.strip())
    main(sys.argv[1], *map(int, sys.argv[2:]))
