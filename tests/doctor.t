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
import sys
import time

sys.dont_write_bytecode = True
import tap

AVT = os.path.abspath(os.environ.get("AVT", "build/avt"))
VERDICTS = {"good", "caution", "bad", "not exposed"}
NAMES = ["cpus", "smt", "governor", "turbo", "hypervisor", "mitigations",
         "numa nodes", "clock source", "clock cost", "clock resolution",
         "clock order", "timer slack", "timer wake-up", "wake same cpu",
         "wake other cpu", "steal now", "steal since boot", "pressure", "load",
         "busy now", "throttled", "descriptors", "processes", "threads-max",
         "pid_max", "max_map_count", "somaxconn", "ports", "memory",
         "overcommit", "aslr", "huge pages", "libev", "LIBEV_FLAGS", "gnuplot",
         "hyperfine", "results folder"]


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


@tap.test("all findings for programs, quickly")
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


@tap.test("all findings for people, in lines that can be read")
def for_people():
    status, out, err = doctor()
    assert (status, err) == (0, []), err
    for name in NAMES:
        assert f" {name} " in out, name
    wide = [line for line in out.splitlines()
            if len(line) > 100 and not line.lstrip().startswith("$")]
    assert not wide, wide
    assert "\033" not in out
    fixes = sum(line.lstrip().startswith("$ ") for line in out.splitlines())
    assert not fixes or f"Suggested fixes ({fixes}): " in out, out
    # No line begins with a unit whose number ends the line before.
    assert not [line for line in out.splitlines()
                if line.split()[:1] and line.split()[0].rstrip(".,;:") in
                ("%", "us", "ns", "ms", "s", "MiB", "GiB")], out


@tap.test("colour on a terminal only")
def colour_on_a_terminal_only():
    plain = dict(os.environ, TERM="xterm")
    plain.pop("NO_COLOR", None)
    assert "\033[" in seen_on_terminal(plain)
    assert "\033[" not in seen_on_terminal(dict(plain, NO_COLOR="1"))
    assert "\033[" not in seen_on_terminal(dict(plain, TERM="dumb"))


@tap.test("few descriptors are bad, and the fix is named")
def few_descriptors():
    def limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))

    finding = findings(preexec_fn=limit)["descriptors"]
    assert finding["verdict"] == "bad", finding
    assert finding["number"] == 64
    assert "ulimit -n" in finding["fix"] or "prlimit" in finding["fix"]


@tap.test("one CPU")
def one_cpu():
    cpu = min(os.sched_getaffinity(0))
    found = findings(preexec_fn=lambda: os.sched_setaffinity(0, {cpu}))
    assert found["cpus"]["verdict"] in ("caution", "bad"), found["cpus"]
    assert found["clock order"]["verdict"] == "not exposed"
    assert found["wake other cpu"]["verdict"] == "not exposed"
    assert found["wake same cpu"]["number"] > 0


@tap.test("nothing along PATH")
def nothing_in_path():
    for path in "", "/nowhere:/nowhere/else", "::":
        found = findings(env=dict(os.environ, PATH=path), cwd="/")
        for program in "gnuplot", "hyperfine":
            assert found[program]["verdict"] == "caution", found[program]
            assert found[program]["fix"].startswith("apt-get install")


@tap.test("an empty environment, and one that would steer a terminal")
def empty_environment():
    found = findings(env={"LIBEV_FLAGS": "1\033[31m"})
    assert found["LIBEV_FLAGS"]["verdict"] == "caution"
    assert found["LIBEV_FLAGS"]["value"] == "1?[31m"
    assert found["LIBEV_FLAGS"]["fix"] == "unset LIBEV_FLAGS"


@tap.test("results in memory")
def results_in_memory():
    if not os.path.ismount("/dev/shm") or not os.access("/dev/shm", os.W_OK):
        raise tap.Skip("no folder in memory")
    folder = findings(cwd="/dev/shm")["results folder"]
    assert "tmpfs" in folder["value"], folder
    assert folder["verdict"] in ("caution", "bad"), folder


@tap.test("help, and wrong words")
def help_and_wrong_words():
    status, out, err = doctor("--help")
    assert (status, err) == (0, []) and "--json" in out
    for words, hint in [(["--jsn"], "--json"), (["-x"], "-x"),
                        (["here"], "here"), (["--json=1"], "--json")]:
        status, out, err = doctor(*words)
        assert (status, out, len(err)) == (2, "", 1), (words, err)
        assert hint in err[0], err


@tap.test("an output that takes nothing")
def closed_output():
    done = subprocess.run([AVT, "doctor"], stdout=open("/dev/full", "w"),
                          stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1


sys.exit(tap.main())
