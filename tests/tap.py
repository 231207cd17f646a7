"""What the tests of the whole program share: named tests, run in order, one line
of TAP each. A test that raises has failed; one that raises Skip was left out.

	@tap.test("what holds")
	def any_name():
		assert ...

	sys.exit(tap.main())
"""
import shutil

tests = []


class Skip(Exception):
    """Why a test cannot be made here."""


def test(what):
    def keep(function):
        tests.append((what, function))
        return function
    return keep


def outcome(function):
    """Whether it holds, and what is to be said behind its name or below it."""
    try:
        function()
        return True, "", ""
    except Skip as why:
        return True, f" # SKIP {why}", ""
    except Exception as why:  # whatever it is, the next test goes on
        return False, "", f"{type(why).__name__}: {why}"[:2000]


def main(*folders):
    """Runs them all and removes folders: the exit status."""
    failed = 0
    print(f"1..{len(tests)}")
    for number, (what, function) in enumerate(tests, 1):
        holds, more, why = outcome(function)
        failed += not holds
        print(f"{'ok' if holds else 'not ok'} {number} - {what}{more}",
              flush=True)
        for row in why.splitlines():
            print(f"# {row}", flush=True)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0
