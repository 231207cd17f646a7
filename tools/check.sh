#!/bin/sh
# check.sh: format, clang-tidy, cppcheck and shellcheck over the whole tree,
# files that git does not track yet included. Says what is wrong and how to fix
# it; exit status 1 if anything is.
set -u
status=0

# files PATTERN...: those of the tree that match, without what git ignores.
files() {
	git ls-files -co --exclude-standard "$@" | while read -r file; do
		[ -e "$file" ] && echo "$file"
	done
}

say() { printf '\n== %s\n' "$*"; }

code=$(files '*.c' '*.h')
sources=$(printf '%s\n' "$code" | grep '\.c$')
scripts=$(files '*.sh' 'tests/*.t' .ci/run | xargs grep -lE '^#!.*\b(sh|bash)$')
# Where the libraries of single files have their headers.
modules=$(awk '/^[a-z]/ { print $2 }' tools/libraries)
# shellcheck disable=SC2086 # one word a module
headers=$(pkg-config --cflags $modules 2>/dev/null)
flags="-std=gnu11 -D_GNU_SOURCE -I. -DAVT_DATA=\"\\\"\\\"\" $headers"

say "clang-format (fix: clang-format -i FILE)"
# shellcheck disable=SC2086
clang-format --dry-run -Werror $code || status=1

say "lines over 100 columns (a tab is 8)"
for file in $code; do
	expand "$file" | awk -v f="$file" 'length > 100 { print f ":" NR; bad = 1 } END { exit bad }' || status=1
done

say "clang-tidy"
printf '%s\n' "$sources" | grep -v '^tests/perf/' |
	xargs -P "$(nproc)" -n 8 sh -c "clang-tidy --quiet \"\$@\" -- $flags 2>/dev/null" sh || status=1

say "cppcheck"
# shellcheck disable=SC2046
cppcheck --quiet --error-exitcode=1 --std=c11 -D_GNU_SOURCE -DAVT_DATA='""' -I. --inline-suppr \
	--suppressions-list=tools/cppcheck.txt --enable=warning,performance,portability -j "$(nproc)" \
	$(printf '%s\n' "$sources" | grep -v '^tests/') || status=1

say "shellcheck (fix: what it says, or disable=SCnnnn with a reason)"
# shellcheck disable=SC2086
shellcheck $scripts || status=1

if [ $status = 0 ]; then say "check: all clean"; else say "check: problems found, see above"; fi
exit $status
