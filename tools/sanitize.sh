#!/bin/sh
# sanitize.sh asan|tsan|valgrind: builds the tests for it, and runs them under it.
#
# asan is AddressSanitizer with leaks and UndefinedBehaviorSanitizer. Every unit
# test runs under all three; the tests of the whole program under asan and tsan.
set -eu
kind=$1
build=build/$kind
export CFLAGS="-O1 -g -fno-omit-frame-pointer"

case $kind in
asan)
	sanitize="-fsanitize=address,undefined -fno-sanitize-recover=all"
	export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0
	;;
tsan)
	sanitize="-fsanitize=thread"
	export TSAN_OPTIONS="halt_on_error=0 exitcode=66"
	;;
valgrind) sanitize= ;;
*) echo "sanitize.sh: '$kind' is not one of asan, tsan, valgrind" >&2; exit 2 ;;
esac

units=$(printf '%s\n' tests/unit/*.c | sed "s|tests/unit/\(.*\)\.c|$build/tests/\1.t|")
# shellcheck disable=SC2086
make -j"$(nproc)" BUILD="$build" SANITIZE="$sanitize" "$build/avt" $units

export AVT="$PWD/$build/avt" BUILD="$PWD/$build" AVT_UNDER="$kind"
if [ "$kind" = valgrind ]; then
	# shellcheck disable=SC2086
	exec prove --exec "valgrind --quiet --error-exitcode=9 --leak-check=full --trace-children=no \
		--suppressions=tools/valgrind.supp --fair-sched=yes" $units
fi
# shellcheck disable=SC2086
exec prove $units tests/*.t
