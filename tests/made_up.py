"""made_up.py: the machine behind make_results.py, on the back of an envelope.

What a cell would measure without noise, what limits it, which cells can never
be valid and why, and how calm the machine was beside a run.
"""

import math

CPUS = 2
SPEED = 1e6  # ns of the fixed piece of work beside a run
NOISY = 2  # the round of the fractions that is
# runner: cost of a task, cost of a CPU switch, bytes of a task
COSTS = {
    "async": (1500, 300, 170),
    "threads": (3500, 2200, 12500),
    "procs": (4000, 2600, 96000),
}
# What each runner says about itself in its runs.
MODELS = {
    "async": {"kind": "loop", "label": "async loop", "colour": "#0072b2"},
    "threads": {"kind": "pool", "label": "thread pool", "colour": "#d55e00"},
    "procs": {"kind": "pool", "label": "process pool", "colour": "#009e73"},
}


def model(c):
    """Throughput per second and CPU time of a task of a cell, without noise."""
    cost, switch, _ = COSTS[c["runner"]]
    loops = c["runner"] == "async"
    held = c["concurrency"] if loops else min(c["concurrency"], c["workers"])
    crowd = 0 if loops else switch * math.log2(1 + held) / 4
    cpu = c["compute"] + cost + (switch + crowd if c["wait"] else 0)
    service = c["compute"] + c["wait"] + cost
    cores = 1 if loops else min(CPUS, held)
    return 1e9 * min(held / service, cores / cpu), cpu, service


def bottleneck(c):
    """What limits a cell, or None."""
    loops = c["runner"] == "async"
    if not c["wait"]:
        return "cpu"
    if not loops and c["workers"] < c["concurrency"]:
        return "workers"
    return "waiting" if c["concurrency"] < 256 else "cpu"


def capacity(c):
    """The most that the contestant of an open load can do per second."""
    return model(c)[0]


def check(c):
    """Why no run of a cell can be valid, or None."""
    why = failed(c)
    return why and dict(zip(("check", "text"), why))


def failed(c):
    """Which check its runs fail, with the sentence; or None."""
    if c["runner"] == "threads" and c["workers"] > 4000:
        return "limit", "4096 threads do not fit"
    if c["load"] == 105 or c["load"] == 90 and c["contestant"] == "threads:16":
        return "overload", "94.1 % of the arrivals were completed"
    if c["experiment"] == "fraction" and c["contestant"] == "procs:64" and \
            c["params"]["compute"] in ("40%", "50%"):
        return "steady", "no steady state in 100 windows"
    if c["experiment"] == "map" and c["contestant"] == "threads:64" and \
            c["concurrency"] == 1024 and c["params"]["compute"] == "0%":
        return "little", "in flight and throughput x response differ by 7 %"
    if c["experiment"] == "batch" and c["contestant"] == "procs:64" and \
            c["workload"] == "hash":
        return "died", "the peer died"
    return None


def noise(c, number, rng):
    """How calm the machine was: one round of the fractions was not."""
    off = .065 if c["experiment"] == "fraction" and number == NOISY else 0
    speed = SPEED * (1 + off + rng.gauss(0, .004))
    steal = .031 if off and c["contestant"] == "async" else .001
    return {"steal": steal, "pressure": None, "throttled": None,
            "speed_before_ns": round(speed), "speed_after_ns": round(speed * 1.001),
            "hiccup_p99_ns": round(120e3 * rng.lognormvariate(0, .3)),
            "hiccup_max_ns": round(900e3 * rng.lognormvariate(0, .5))}


def times(mean, low, tail, completed):
    """A response object of a run: a shifted exponential above low."""
    spread = max(mean - low, low * 0.02)

    def at(p):
        if completed * (1 - p) < 10:
            return None
        return round(low + spread * -math.log(1 - p) * tail)
    return {"min": round(low), "p50": at(.5), "p90": at(.9), "p99": at(.99),
            "p999": at(.999), "max": round(low + spread * tail * 9),
            "mean": round(mean)}


def distribution(response, low, tail, completed):
    """Pairs [p, ns] at 1/(1-p) = 1, 2, 4 … as far as the data bear."""
    spread = max(response - low, low * 0.02)
    points, left = [], 1.0
    while completed * left >= 10 and len(points) < 40:
        points.append([1 - left, round(low + spread * -math.log(left) * tail)])
        left /= 2
    return points
