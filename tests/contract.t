#!/usr/bin/env python3
"""The contract from outside: what workloads report, and what a run that waits costs.

AVT in the environment is the program.
"""
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
import tap  # noqa: E402

AVT = os.path.abspath(os.environ.get("AVT", "build/avt"))
ALL = "-r serial,async,async:2,async+2,threads:4,procs:4 -c 8"


def run(words):
    done = subprocess.run([AVT, "run", *words.split()], capture_output=True,
                          text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def lines(words, valid=True):
    status, text = run(f"--json {words}")
    found = [json.loads(line) for line in text.splitlines() if line[0] == "{"]
    assert found and (status == 0 or not valid), text
    return found


def same_answers(found):
    assert len({line["answers"] for line in found}) == 1, found


@tap.test("a loop sleeps after the last arrival, while tasks are in flight")
def sleeps():
    for words in ("--rate 50", "--rate 50 --arrivals constant"):
        line, = lines(f"-w sleep -s delay=900ms -r async {words} -d 300ms", False)
        used = sum(line["cpu_ns"].values())
        assert line["completed"] > 0 and used < 200e6, (used, line)


@tap.test("a counter without a lock reports what it loses, and still counts")
def loses():
    found = lines(f"-w counter -s lock=none -s updates=2k {ALL} -n 2000")
    same_answers(found)
    for line in found:
        lost = line["figures"]["lost_updates"]
        share = line["figures"]["lost_per_million"]
        assert abs(share - lost / 4) <= share / 100, line  # of 4 million
        if line["contestant"] in ("serial", "async", "async+2"):
            assert lost == 0, line
    status, text = run("-w counter -s lock=none -r async -n 10")
    assert "counter on async: lost_updates 0, lost_per_million 0" in text, text


for lock in ("mutex", "atomic", "copies"):
    @tap.test(f"a counter with {lock} loses nothing")
    def keeps(lock=lock):
        found = lines(f"-w counter -s lock={lock} {ALL} -n 500")
        same_answers(found)
        for line in found:
            assert line["figures"]["lost_updates"] == 0, line


@tap.test("a connection for each task, over TCP and a unix socket")
def connects():
    for transport in ("tcp", "unix"):
        found = lines(f"-w connect -s delay=100us -s transport={transport} "
                      f"-s requests=3 {ALL} -n 400")
        same_answers(found)


@tap.test("a reply is the same however it is read")
def replies():
    same_answers([line for via in ("await", "ready") for line in
                  lines(f"-w call -s delay=100us -s via={via} {ALL} -n 200")])


@tap.test("a call that blocks is offloaded where there are helpers")
def offloads():
    found = lines("-w blocking -s delay=2ms -s call=offload -c 8 -n 80 "
                  "-r async,async+8,threads:8")
    same_answers(found)
    rate = {line["contestant"]: line["throughput"] for line in found}
    assert rate["async+8"] > 2 * rate["async"], rate


sys.exit(tap.main())
