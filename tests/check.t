#!/bin/sh
# check.t - tools/check.sh looks at files that git does not track yet, and does
# not stumble over tracked files that are gone. In a tree of its own, of a few
# lines; tools that are not installed do not matter here.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=0

# ok DESCRIPTION COMMAND...: one test, passed if the command succeeds.
ok()
{
	count=$((count + 1))
	what=$1
	shift
	if "$@"; then
		echo "ok $count - $what"
	else
		echo "not ok $count - $what"
		sed 's/^/# /' "$work/said"
	fi
}

# check: runs it, and keeps what it says.
check()
{
	(cd "$work/tree" && tools/check.sh) >"$work/said" 2>&1
}

fails()
{
	! "$@"
}

if ! command -v git >/dev/null; then
	echo "1..0 # SKIP needs git"
	exit 0
fi

mkdir "$work/tree"
git init -q "$work/tree"
cp -r "$root/tools" "$root/.clang-format" "$root/.clang-tidy" "$work/tree"
cd "$work/tree" || exit 1
echo 'int tracked;' >tracked.c
echo 'int gone;' >gone.c
echo '/ignored.c' >.gitignore
printf '/* %0120d */\n' 0 >ignored.c
git add tracked.c gone.c tools .gitignore
rm gone.c
check
ok 'a tracked file that is gone is not looked for' fails grep -q 'gone\.c' "$work/said"
printf '/* %0120d */\n' 0 >untracked.c
ok 'a wrong file that is not tracked fails' fails check
ok 'and is named' grep -qx 'untracked.c:1' "$work/said"
ok 'an ignored one is not looked at' fails grep -q 'ignored\.c' "$work/said"
echo "1..$count"
