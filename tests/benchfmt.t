#!/usr/bin/env python3
"""bench.txt read strictly, as the specification of the format has it
(golang.org/design/14313-benchmark-format): lenient readers hide what a strict
one trips over, and none of Go's own is needed here.

The strict reader is shown first to refuse what is wrong. The folder that is
then exported holds names that nobody should give anything, since whatever a
results file holds must come out as one benchmark a run.
AVT in the environment is the program.
"""
import json
import math
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import tap

AVT = os.path.abspath(os.environ.get("AVT", "build/avt"))
work = tempfile.mkdtemp(prefix="avt-benchfmt-")
# As strconv.ParseFloat reads a decimal number.
FLOAT = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
# workload, contestant, parameters: what breaks names in other formats.
CELLS = [
    ("sleep", "async", {"delay": "5ms"}),
    ("call", "threads:64", {"delay": "5ms", "transport": "tcp"}),
    ("hash", "procs:cores", {}),
    ("two words", "a b\tc", {"a key": "a value"}),
    ("lines\nfeed", "carriage\rreturn", {"k\n": "v\n"}),
    ("-8", "threads-8", {"mode": "x-16"}),
    ("a/b", "c/d=e", {"p/q": "r=s/t"}),
    ("größe", "naïve\u00a0space", {"µ": "\u2028"}),
    ("Benchmark", "key: value", {"": ""}),
    ("éclair", "async", {}),
    (" leading", "async", {}),
    ("/root", "async", {}),
    ("", "", {}),
]


def read_config(line):
    """key: value, where the key is one word without capitals."""
    key, colon, value = line.partition(":")
    assert colon and key[0].islower(), line
    assert not any(c.isspace() or c.isupper() for c in key), line
    assert not value or value[0] in " \t", line
    return key, value.strip(" \t")


def read_name(name):
    """Benchmark, no small letter, parts /key=value; no -N at the end. The
    specification asks for a capital, Go's reader for anything but a small
    letter; a workload may be called 2d."""
    assert name.startswith("Benchmark") and name.isprintable(), name
    base, *parts = name[len("Benchmark"):].split("/")
    assert not base or not base[0].islower(), name
    assert not re.search(r"-[0-9]+$", name), f"GOMAXPROCS in {name}"
    pairs = [part.partition("=") for part in parts]
    assert all(equals for _, equals, _ in pairs), name
    return base, [(key, value) for key, _, value in pairs]


def read_result(line):
    """Name, iterations, and at least one pair of value and unit."""
    fields = line.split()
    assert len(fields) >= 4 and len(fields) % 2 == 0, line
    base, parts = read_name(fields[0])
    assert re.fullmatch("[1-9][0-9]*", fields[1]), line
    values, units = fields[2::2], fields[3::2]
    assert all(FLOAT.fullmatch(value) for value in values), line
    assert len(set(units)) == len(units), f"a unit twice: {line}"
    assert not any(FLOAT.fullmatch(unit) for unit in units), line
    return base, parts, int(fields[1]), dict(zip(units, map(float, values)))


def read(text):
    """Configuration and results; every line has to be one of both."""
    assert text.endswith("\n") and "\r" not in text
    config, results = {}, []
    for line in text[:-1].split("\n"):
        if line.startswith("Benchmark"):
            results.append(read_result(line))
        else:
            key, value = read_config(line)
            assert key not in config, key
            config[key] = value
    return config, results


def refused(text):
    try:
        read(text)
    except (AssertionError, IndexError):
        return True
    return False


def write_folder():
    with open(f"{work}/suite.json", "w", encoding="utf-8") as file:
        json.dump({"title": "Two Words: and more",
                   "experiments": [{"name": "e", "figure": ""}]}, file)
    with open(f"{work}/machine.json", "w", encoding="utf-8") as file:
        json.dump({"host": "h", "cpu": "Some CPU @ 3 GHz\nBenchmarkX 1 1 ns/op",
                   "cpus": 2, "suite": "my suite/Ünï"}, file)
    with open(f"{work}/runs.jsonl", "w", encoding="utf-8") as file:
        for number, (workload, contestant, params) in enumerate(CELLS):
            for number_of in range(2):
                file.write(json.dumps(run(number, workload, contestant,
                                          params, number_of)) + "\n")
    subprocess.run([AVT, "report", work], check=False, capture_output=True,
                   timeout=120)
    with open(f"{work}/bench.txt", encoding="utf-8") as file:
        return file.read()


def run(number, workload, contestant, params, number_of):
    """A run of cell `number`, whose throughput tells which it is."""
    return {"schema": 2, "cell": f"{number:016x}", "experiment": "e",
            "workload": workload, "params": params, "contestant": contestant,
            "runner": "r", "workers": 1, "concurrency": 8, "tasks": None,
            "cpus": "", "peer_cpus": "", "round": number_of, "valid": True,
            "reasons": [], "completed": 1000, "failed": 0,
            "elapsed_ns": 1000000000, "throughput": 1000 + number,
            "cpu_ns": {"user": 3000, "system": 2000},
            "response_ns": {"p50": 1500000, "p99": 2e6, "p999": None}}


@tap.test("the strict reader reads what go test -bench prints")
def go():
    config, results = read(
        "goos: linux\npkg: compress/flate\nempty:\n"
        "BenchmarkDecode/size=1e4/level=9   \t 100\t 154125 ns/op\t "
        "64.88 MB/s\n"
        "Benchmark 1 1e3 ns/op\n")
    assert config == {"goos": "linux", "pkg": "compress/flate", "empty": ""}
    assert results[0] == ("Decode", [("size", "1e4"), ("level", "9")], 100,
                          {"ns/op": 154125, "MB/s": 64.88})


@tap.test("the strict reader refuses what is not the format")
def strict():
    for wrong in ("Goos: linux\n", "go os: linux\n", "goos linux\n",
                  "goos:linux\n", "\n", "goos: linux",
                  "Benchmarklower 1 1 ns/op\n", "BenchmarkA 1 1\n",
                  "BenchmarkA 1 1 ns/op 2\n", "BenchmarkA 1.5 1 ns/op\n",
                  "BenchmarkA 0 1 ns/op\n", "BenchmarkA 1 x ns/op\n",
                  "BenchmarkA 1 nan ns/op\n", "BenchmarkA/b 1 1 ns/op\n",
                  "BenchmarkA-8 1 1 ns/op\n",
                  "BenchmarkA 1 1 ns/op 2 ns/op\n",
                  "a: 1\na: 2\n", "BenchmarkA 1 1 ns/op\r\n"):
        assert refused(wrong), repr(wrong)


@tap.test("whatever things are called, a run is one line")
def hostile():
    config, results = read(text)
    assert len(results) == 2 * len(CELLS)
    assert config["goos"] == "linux" and config["pkg"].startswith("avt/")
    assert " " not in config["pkg"] and "\n" not in config["cpu"]


@tap.test("every run comes out once, with its own numbers")
def numbers():
    found = sorted(round(1e9 / values["ns/op"]) for *_, values in read(text)[1])
    assert found == sorted([1000 + i for i in range(len(CELLS))] * 2)
    for _, _, iterations, values in read(text)[1]:
        assert math.isclose(iterations, 1e9 / values["ns/op"], rel_tol=1e-6)
        assert values["p50-ns"] == 1500000 and values["cpu-ns/op"] == 5
        assert "p99.9-ns" not in values, "null is no value"


@tap.test("parts say contestant, experiment, parameters, and concurrency last")
def parts():
    by_base = {base: pairs for base, pairs, _, _ in read(text)[1]}
    assert by_base["Call"] == [
        ("contestant", "threads:64"), ("experiment", "e"), ("delay", "5ms"),
        ("transport", "tcp"), ("concurrency", "8")]
    assert all(pairs[-1] == ("concurrency", "8") for pairs in by_base.values())


try:
    text = write_folder()
except (OSError, UnicodeDecodeError, subprocess.TimeoutExpired) as problem:
    text = ""
    print(f"# {problem}")
sys.exit(tap.main(work))
