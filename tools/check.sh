#!/bin/sh
# check.sh: format, clang-tidy, cppcheck and shellcheck over the whole tree.
# Says what is wrong and how to mend it; exit status 1 if anything is.
set -u
status=0
code=$(git ls-files '*.c' '*.h')
scripts=$(git ls-files '*.sh' 'tests/*.t' .ci/run | xargs grep -lE '^#!.*\b(sh|bash)$')

say() { printf '\n== %s\n' "$*"; }

say "clang-format (mend: clang-format -i FILE)"
# shellcheck disable=SC2086
clang-format --dry-run -Werror $code || status=1

say "lines over 100 columns (a tab is 8)"
for file in $code; do
	expand "$file" | awk -v f="$file" 'length > 100 { print f ":" NR; bad = 1 } END { exit bad }' || status=1
done

say "clang-tidy"
# shellcheck disable=SC2086
printf '%s\n' $code | grep '\.c$' | grep -v '^tests/perf/' |
	xargs -P "$(nproc)" -n 8 sh -c 'clang-tidy --quiet "$@" -- -std=gnu11 -D_GNU_SOURCE -I. -DAVT_DATA="\"\"" 2>/dev/null' sh || status=1

say "cppcheck"
# shellcheck disable=SC2046,SC2086
cppcheck --quiet --error-exitcode=1 --std=c11 -D_GNU_SOURCE -DAVT_DATA='""' -I. --inline-suppr \
	--suppressions-list=tools/cppcheck.txt --enable=warning,performance,portability -j "$(nproc)" \
	$(printf '%s\n' $code | grep '\.c$' | grep -v '^tests/') || status=1

say "shellcheck"
# shellcheck disable=SC2086
shellcheck $scripts || status=1

if [ $status = 0 ]; then say "check: all clean"; else say "check: see above"; fi
exit $status
