#!/usr/bin/env python3
"""A machine that lacks something: descriptors, memory, room on the disk.

Whatever is missing, a run ends by itself and says what: one line of result that
is not valid, with the reason in it, or one line on standard error. It never
hangs, and never counts what it did not do.
AVT in the environment is the program.
"""
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import tap

AVT = os.path.abspath(os.environ.get("AVT", "build/avt"))
SHORT = "-d 40ms --warmup 0s --unsteady"


def run(words, **limits):
    """A run under limits: its status, its line (or None), and what it said."""
    def limit():
        for name, most in limits.items():
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"),
                               (most, most))
    done = subprocess.run([AVT, "run", "--json", *words.split()], text=True,
                          capture_output=True, timeout=60, preexec_fn=limit)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) <= 1 and done.returncode in (0, 1, 2), done
    return done.returncode, lines[0] if lines else None, done.stderr


def sound(status, line, said):
    """The status, the line and the words are of one mind."""
    assert line, (status, said)
    assert line["valid"] == (not line["reasons"]) == (status == 0), line
    counts = [line.get(name, 0) for name in
              ("issued", "completed", "failed", "lost", "in_flight")]
    assert counts[0] == sum(counts[1:]), line
    assert line["valid"] or line["reasons"][0]["text"] in said, said
    return [reason["text"] for reason in line["reasons"]]


def enough(invalid):
    """Not for want of anything; a busy machine may have its own reasons."""
    return not any("files" in why or "failed" in why for why in invalid)


def with_descriptors(words):
    """From far too few to enough: how each of them went."""
    return {n: sound(*run(f"{words} {SHORT}", NOFILE=n))
            for n in (8, 10, 12, 16, 24, 64)}


@tap.test("too few descriptors for connections: the slot that lacks one")
def connections():
    went = with_descriptors("-w call -r async -c 16")
    assert went[12][0].startswith("cannot open slot "), went
    assert "Too many open files: ulimit -n is 12" in went[12][0], went
    assert enough(went[64]), went


@tap.test("too few descriptors for pipes between processes")
def pipes():
    went = with_descriptors("-w pipe -r procs:2 -c 2")
    assert went[8] and enough(went[64]), went


@tap.test("too few descriptors for a pool of threads")
def pool():
    went = with_descriptors("-w call -s transport=unix -r threads:16 -c 16")
    assert "slot" in went[12][0] and enough(went[64]), went


@tap.test("too few descriptors for a loop a worker")
def loops():
    went = with_descriptors("-w sleep -s delay=1ms -r async:8 -c 8")
    assert went[8] and enough(went[64]), went


@tap.test("no memory for ninety million arrivals")
def arrivals():
    if "AVT_UNDER" in os.environ:
        return  # a sanitizer takes more than that for itself
    invalid = sound(*run("-w sleep -s delay=1us -r async --rate 10m -d 9s",
                         AS=200 << 20))
    assert "arrivals: Cannot allocate memory" in invalid[0], invalid


@tap.test("no task arrives in so short a time")
def too_short():
    invalid = sound(*run(f"-w noop -r async --rate 1 --seed 1 {SHORT}"))
    assert "no task arrives in the time given" in invalid[0], invalid


@tap.test("more threads than anybody can have")
def threads():
    status, line, said = run(f"-w noop -r threads:200k -c 1 {SHORT}")
    assert status == 2 and not line, (status, line)
    assert said.count("\n") == 1 and "1 to 100000" in said, said


@tap.test("a log on a full disk: one line, no result lost")
def full():
    status, line, said = run(f"-w noop -r async {SHORT} --log /dev/full")
    assert status != 0 and "/dev/full" in said, (status, said)
    assert line is None or line["completed"], line


@tap.test("a log in a folder that is not there")
def nowhere():
    folder = tempfile.mkdtemp(prefix="avt-limits-")
    shutil.rmtree(folder)
    status, _, said = run(f"-w noop -r async {SHORT} --log {folder}/runs")
    assert status == 2 and said.count("\n") == 1, (status, said)
    assert "No such file" in said, said


sys.exit(tap.main())
