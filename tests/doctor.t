#!/usr/bin/env python3
"""avt doctor: what it says of this machine, whatever the machine is.

AVT in the environment is the program. What it finds depends on where the test
runs; asserted is that it finds it quickly, says it whole, and never fails for
something that is missing. Machines with this or that are in the unit tests.
"""
import json
import os
import pty
import resource
import subprocess
import time

AVT = os.path.abspath(os.environ.get("AVT", "build/avt"))
VERDICTS = {"good", "mind", "bad", "not exposed"}
NAMES = ["cpus", "smt", "governor", "turbo", "hypervisor", "mitigations",
         "numa nodes", "clock source", "clock cost", "clock resolution",
         "clock order", "timer slack", "sleep lateness", "wake same cpu",
         "wake other cpu", "steal now", "steal since boot", "pressure", "load",
         "busy now", "throttled", "descriptors", "processes", "threads-max",
         "pid_max", "max_map_count", "somaxconn", "ports", "memory",
         "overcommit", "aslr", "huge pages", "libev", "LIBEV_FLAGS", "gnuplot",
         "hyperfine", "results folder"]
tests = []


def test(function):
    tests.append(function)
    return function


def doctor(*words, **options):
    """Runs avt doctor to its end: status, output, lines of error."""
    done = subprocess.run([AVT, "doctor", *words], capture_output=True,
                          text=True, timeout=60, **options)
    return done.returncode, done.stdout, done.stderr.splitlines()


def findings(**options):
    status, out, err = doctor("--json", **options)
    assert (status, err) == (0, []), (status, err)
    return {f["name"]: f for f in json.loads(out)["findings"]}


def seen_on_terminal(environment):
    """The output where a person looks at it."""
    main, side = pty.openpty()
    child = subprocess.Popen([AVT, "doctor"], stdout=side, env=environment)
    os.close(side)
    out = b""
    try:
        while part := os.read(main, 65536):
            out += part
    except OSError:  # the other end is closed
        pass
    os.close(main)
    assert child.wait() == 0
    return out.decode()


@test
def for_programs():
    start = time.monotonic()
    status, out, err = doctor("--json")
    took = time.monotonic() - start
    assert (status, err) == (0, []), err
    told = json.loads(out)
    assert sorted(f["name"] for f in told["findings"]) == sorted(NAMES)
    for finding in told["findings"]:
        assert finding["verdict"] in VERDICTS, finding
        assert finding["value"] and finding["topic"], finding
        if finding["verdict"] != "not exposed":
            assert finding["consequence"], finding
        assert (finding["number"] is None) or finding["value"]
    for verdict in VERDICTS:
        count = sum(f["verdict"] == verdict for f in told["findings"])
        assert told["summary"][verdict] == count, verdict
    version = subprocess.run([AVT, "--version"], capture_output=True,
                             text=True).stdout
    assert version == f"avt {told['avt']}\n", version
    if "AVT_UNDER" not in os.environ:
        assert took < 3, took


@test
def for_people():
    status, out, err = doctor()
    assert (status, err) == (0, []), err
    for name in NAMES:
        assert f" {name} " in out, name
    wide = [line for line in out.splitlines()
            if len(line) > 100 and not line.lstrip().startswith("$")]
    assert not wide, wide
    assert "\033" not in out


@test
def colour_on_a_terminal_only():
    plain = dict(os.environ, TERM="xterm")
    plain.pop("NO_COLOR", None)
    assert "\033[" in seen_on_terminal(plain)
    assert "\033[" not in seen_on_terminal(dict(plain, NO_COLOR="1"))
    assert "\033[" not in seen_on_terminal(dict(plain, TERM="dumb"))


@test
def few_descriptors():
    def limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))

    finding = findings(preexec_fn=limit)["descriptors"]
    assert finding["verdict"] == "bad", finding
    assert finding["number"] == 64
    assert "ulimit -n" in finding["fix"] or "prlimit" in finding["mend"]


@test
def one_cpu():
    cpu = min(os.sched_getaffinity(0))
    found = findings(preexec_fn=lambda: os.sched_setaffinity(0, {cpu}))
    assert found["cpus"]["verdict"] in ("mind", "bad"), found["cpus"]
    assert found["clock order"]["verdict"] == "not exposed"
    assert found["wake other cpu"]["verdict"] == "not exposed"
    assert found["wake same cpu"]["number"] > 0


@test
def nothing_in_path():
    for path in "", "/nowhere:/nowhere/else", "::":
        found = findings(env=dict(os.environ, PATH=path), cwd="/")
        for program in "gnuplot", "hyperfine":
            assert found[program]["verdict"] == "mind", found[program]
            assert found[program]["fix"].startswith("apt-get install")


@test
def empty_environment():
    found = findings(env={"LIBEV_FLAGS": "1\033[31m"})
    assert found["LIBEV_FLAGS"]["verdict"] == "mind"
    assert found["LIBEV_FLAGS"]["value"] == "1?[31m"
    assert found["LIBEV_FLAGS"]["fix"] == "unset LIBEV_FLAGS"


@test
def results_in_memory():
    """Somewhere in memory, if there is such a point here."""
    if not os.path.ismount("/dev/shm") or not os.access("/dev/shm", os.W_OK):
        return
    folder = findings(cwd="/dev/shm")["results folder"]
    assert "tmpfs" in folder["value"], folder
    assert folder["verdict"] in ("mind", "bad"), folder


@test
def help_and_wrong_words():
    status, out, err = doctor("--help")
    assert (status, err) == (0, []) and "--json" in out
    for words, hint in [(["--jsn"], "--json"), (["-x"], "-x"),
                        (["here"], "here"), (["--json=1"], "--json")]:
        status, out, err = doctor(*words)
        assert (status, out, len(err)) == (2, "", 1), (words, err)
        assert hint in err[0], err


@test
def closed_output():
    done = subprocess.run([AVT, "doctor"], stdout=open("/dev/full", "w"),
                          stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1


print(f"1..{len(tests)}")
for number, function in enumerate(tests, 1):
    try:
        function()
        print(f"ok {number} - {function.__name__}")
    except Exception as error:  # each case must have its line
        print(f"not ok {number} - {function.__name__}")
        print("#", repr(error).replace("\n", "\n# "))
