#!/usr/bin/env python3
"""Lines of results against docs/results.schema.json: what avt writes fits, what
was tampered with does not, and docs/results.md names the same fields.

AVT in the environment is the program.
"""
import copy
import json
import os
import re
import resource
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import tap  # noqa: E402
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from schema import Schema  # noqa: E402  beside this file

AVT = os.path.abspath(os.environ.get("AVT", "build/avt"))
DOCS = os.path.join(HERE, "..", "docs")
with open(f"{DOCS}/results.schema.json", encoding="utf-8") as file:
    schema = Schema(json.load(file))

RUNS = {
    "every runner, closed": "-w sleep -s delay=1ms -c 4 -d 60ms "
                            "-r async,async+2,threads:2,threads:match,procs:2,"
                            "serial",
    "every workload": "-w blocking,call,connect,counter,hash,map_memory,mixed,"
                      "noop,pipe,read_file,sleep,sort -r async,threads:2 -c 2 -d 40ms",
    "a fixed batch": "-w noop -r async,threads:2,procs:2 -c 8 -n 500",
    "an open load": "-w sleep -s delay=1ms -r async,threads:8,procs:4 "
                    "--rate 500 -d 90ms",
    "constant arrivals": "-w noop -r async,threads:2 --rate 2k "
                         "--arrivals constant -d 80ms",
    "several rounds on one CPU": "-w hash -r async,serial --rounds 2 --cpus 0 "
                                 "-d 40ms",
}


def run(words, descriptors=None):
    def limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
    # Most are too short for a steady state, which is not what they are about.
    short = ["--unsteady"] if "-d" in words and "00ms" not in words else []
    done = subprocess.run([AVT, "run", "--json", *words.split(), *short],
                          capture_output=True, text=True, timeout=60,
                          preexec_fn=limit if descriptors else None)
    assert done.stdout, done
    return [json.loads(line) for line in done.stdout.splitlines()]


def fits(lines):
    for line in lines:
        wrong = schema.wrong(line)
        assert not wrong, (wrong, line)


def add_run(what, words):
    @tap.test(f"{what} fits")
    def _():
        lines = run(words)
        fits(lines)
        assert any(line["valid"] for line in lines), lines


for name, text in RUNS.items():
    add_run(name, text)


@tap.test("each parameter has its kind, and no other has one")
def kinds():
    lines = run("-w call,mixed,noop,read_file,sort -r serial -c 1 -d 20ms")
    for line in lines:
        assert set(line["param_kinds"]) == set(line["params"]), line
    said = {line["workload"]: line["param_kinds"] for line in lines}
    assert said["read_file"] == {"block": "size", "cache": "choice",
                                 "file": "size"}, said
    assert said["call"]["delay"] == "duration", said
    assert said["mixed"]["compute"] == "percent", said
    assert said["noop"] == {}, said


@tap.test("a line of before they were written fits")
def older():
    line = run("-w sleep -s delay=1ms -r async -d 20ms")[0]
    del line["param_kinds"], line["model"]
    fits([line])


@tap.test("a run that could not be measured fits")
def unmeasured():
    lines = run("-w call -r async -c 300 -d 20ms", descriptors=64)
    assert not any(line["valid"] for line in lines)
    fits(lines)
    head = {key: lines[0][key] for key in schema.root["required"]}
    fits([dict(head, valid=False, reasons=[{"check": "limit",
                                            "text": "no such thing"}])])


@tap.test("a run under a fault fits")
def faulty():
    line = run("-w noop -r async -d 40ms")[0]
    fits([dict(line, fault="stall:5s,100ms"),
          dict(line, valid=False, reasons=[
              {"check": "accounting", "text": "3 tasks unaccounted for"}])])


@tap.test("made-up results fit")
def synthetic():
    with tempfile.TemporaryDirectory() as work:
        subprocess.run([sys.executable, f"{HERE}/make_results.py", work, "60",
                        "2"], check=True)
        with open(f"{work}/runs.jsonl", encoding="utf-8") as runs:
            lines = [json.loads(text) for text in runs]
    # The little model leaves out what no analysis reads.
    defaults = {"arrivals": "closed", "rate": None, "load": None,
                "fault": None, "schedule": None, "generator": None,
                "steady": None, "little": None, "ceiling": None,
                "ceiling_share": None,
                "bottleneck": None, "noisy": []}
    for line in lines:
        if line.get("generator"):
            line["generator"] = {"cpu_ns": 0, "lag_ns": {}, **line["generator"]}
    fits([{**defaults, **line} for line in lines])


def mutations(line):
    """Lines that differ from a right one in one wrong field each."""
    for name, value in line.items():
        missing = copy.deepcopy(line)
        del missing[name]
        if name in REQUIRED:
            yield f"no {name}", missing
        for wrong in (not isinstance(value, bool), [None], {"odd": True}, "?",
                      -1.5):
            if name in ("seed",) and wrong is True:
                continue
            changed = dict(line, **{name: wrong})
            if wrong != value and not (name in FREE and wrong in FREE[name]):
                yield f"{name} {wrong!r}", changed


# What a field may well be, though it is not what it was.
FREE = {name: ["?"] for name in ("experiment", "workload", "contestant",
                                 "runner", "fault", "load")}
REQUIRED = set(schema.root["required"]) | set(
    schema.root["allOf"][0]["then"]["required"])


@tap.test("a line that was tampered with does not fit")
def tampered():
    for words in ("-w sleep -s delay=1ms -r async -c 4 -d 300ms",
                  "-w noop -r threads:2 --rate 2k -d 300ms"):
        line = run(words)[0]
        fits([line])
        count = 0
        for what, wrong in mutations(line):
            count += 1
            assert schema.wrong(wrong), what
        assert count > 150, count


@tap.test("nor one that is tampered with further inside")
def inside():
    line = run("-w noop -r async --rate 2k -d 300ms")[0]
    for path, value in {
            "response_ns.p50": "fast", "response_ns.p99": -1,
            "queue_ns.odd": 3, "service_ns.mean": None, "cpu_ns.user": 1.5,
            "memory.peak": True, "noise.steal": "", "distribution": [[0.5]],
            "generator.lag_ns": None, "generator.planned": -1,
            "params.odd": 1, "param_kinds.odd": "length", "errors.EIO": 0, "arrivals": "sometimes",
            "rate": None, "started": "yesterday", "cell": "0123",
            "reasons": ["accounting"], "noisy": [{"cause": "moon", "text": "x"}],
            "schema": 1, "extra": 1}.items():
        wrong = copy.deepcopy(line)
        at = wrong
        *outer, last = path.split(".")
        for step in outer:
            at = at[step]
        at[last] = value
        assert schema.wrong(wrong), path


@tap.test("docs/results.md has the same fields as the schema")
def documented():
    with open(f"{DOCS}/results.md", encoding="utf-8") as text:
        part = text.read().split("## A line of runs.jsonl")[1]
    part = part.split("\n## ")[0]
    rows = [line.split("|")[1] for line in part.splitlines()
            if line.startswith("| `")]
    said = {name.split(".")[0] for row in rows
            for name in re.findall(r"`([^`]+)`", row)}
    known = set(schema.root["properties"])
    assert said == known, (f"only in results.md: {said - known}",
                           f"only in the schema: {known - said}")


sys.exit(tap.main())
