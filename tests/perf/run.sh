#!/bin/sh
# run.sh: how fast avt is beside libuv, GLib, libev and code written by hand.
#
# Times of one machine say little, so everything is a ratio: ours and the rival
# take turns (A B A B ..., PAIRS times), and a row shows the median of the pairs'
# ratios with the lowest and the highest. Nothing fails by being slow; the exit
# status is 1 only where something could not be measured.
#
#	AVT=build/avt PERF=build/perf tests/perf/run.sh [SECTION...]
#
# Sections: pool queue timers call twins harness open report. All take under 5 minutes.
# shellcheck disable=SC2317 # take calls functions by name
set -u

PAIRS=${PAIRS:-7}
: "${AVT:?the avt to measure}" "${PERF:?the folder of the programs of tests/perf}"
here=$(dirname "$0")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM
broken=0

# --- samples -------------------------------------------------------------

# take KEY COMMAND...: runs it and adds the number it prints to the samples KEY.
take() {
	key=$1
	shift
	value=$("$@" 2>"$dir/stderr" </dev/null)
	if [ -z "$value" ]; then
		echo "$*: $(tail -n 1 "$dir/stderr")" >>"$dir/broken"
		value=-
	fi
	echo "$value" >>"$dir/$key"
}

# One avt run; a second or third one where a check threw the one before away.
a_run() {
	"$AVT" run "$@" --json 2>/dev/null || "$AVT" run "$@" --json 2>/dev/null ||
		"$AVT" run "$@" --json
}

# Nanoseconds per task of one avt run.
task_ns() {
	a_run "$@" | tail -n 1 | "$PERF/field" throughput |
		awk '{ printf "%.2f\n", 1e9 / $1 }'
}

# --- the table -----------------------------------------------------------

section() {
	printf '\n%s\n' "$1"
}

# compare WHAT OURS RIVAL UNIT WANTED: a row of ratios; OURS and RIVAL name
# samples.
compare() {
	awk -v what="$1" -v unit="$4" -v wanted="$5" -f "$here/row.awk" \
		"$dir/$2" "$dir/$3" || broken=1
}

# alone WHAT OURS UNIT WANTED: a row without a rival, the bound in UNIT.
alone() {
	awk -v what="$1" -v unit="$3" -v wanted="$4" -f "$here/row.awk" \
		"$dir/$2" || broken=1
}

# --- sections ------------------------------------------------------------

pool() {
	section "Pools: noop, 64 in flight, three instants recorded, against pools that record nothing"
	for w in 1 2 4; do
		for _ in $(seq "$PAIRS"); do
			for r in threads procs; do
				take "$r$w" task_ns -w noop -r "$r:$w" -c 64 \
					--warmup 50ms -d 200ms
			done
			take "libuv$w" "$PERF/pool_libuv" "$w" 1000000 0
			take "libuv64-$w" "$PERF/pool_libuv" "$w" 100000 64
			take "glib$w" "$PERF/pool_glib" "$w" 400000
		done
		compare "threads:$w / libuv, 1 M queued at once" "threads$w" "libuv$w" ns "<= 1"
		compare "threads:$w / libuv, 64 in flight" "threads$w" "libuv64-$w" ns -
		compare "threads:$w / GLib, 400 k queued at once" "threads$w" "glib$w" ns -
		compare "procs:$w / threads:$w (0.8 of its rate)" "procs$w" "threads$w" ns "<= 1.25"
	done
}

queue() {
	section "The queue alone: 1 M tasks, against libuv's pool with as many workers"
	for _ in $(seq "$PAIRS"); do
		for w in 1 2 4; do
			for model in threads procs; do
				for shape in posted fed; do
					take "$model-$shape$w" "$PERF/queue" \
						"$model" "$shape" "$w" 1000000
				done
			done
			take "uv$w" "$PERF/pool_libuv" "$w" 1000000 0
		done
	done
	for model in threads procs; do
		for w in 1 2 4; do
			compare "posted by one, taken by $w $model / libuv" \
				"$model-posted$w" "uv$w" ns "<= 0.5"
			compare "fed by $w $model themselves / libuv" \
				"$model-fed$w" "uv$w" ns "<= 0.5"
		done
		for shape in posted fed; do
			for w in 2 4; do
				compare "$shape: $w $model / 1" "$model-$shape$w" \
					"$model-${shape}1" ns "<= 1"
			done
		done
	done
}

# Lateness of a 50 ms sleep, 10,000 in flight: p50 and p99 in us, two samples.
take_lateness() {
	take late-both late_ours
	take libev-both late_libev
	for who in late libev; do
		tail -n 1 "$dir/$who-both" | awk '{ print $1 }' >>"$dir/$who-p50"
		tail -n 1 "$dir/$who-both" | awk '{ print $NF }' >>"$dir/$who-p99"
	done
}

# A percentile is the top of its bucket, 32.8 us wide at 50 ms: its middle stands
# beside libev's, whose times are kept exactly.
late_ours() {
	"$AVT" run -w sleep -s delay=50ms -r async -c 10000 --warmup 250ms \
		-d 1s --json | "$PERF/field" service_ns.p50 service_ns.p99 |
		awk '{ printf "%.1f %.1f\n", $1 / 1e3 - 50016.4, $2 / 1e3 - 50016.4 }'
}

late_libev() {
	"$PERF/timers_libev" 10000 50 250 1000 |
		awk '{ printf "%.1f %.1f\n", $1 / 1e3, $2 / 1e3 }'
}

# Bytes per sleeping task, a million of them: the process at its largest.
bytes_ours() {
	"$PERF/peak" "$dir/peak" "$AVT" run -w sleep -s delay=1s -r async \
		-c 1000000 -n 1000000 --json | "$PERF/field" memory.per_task \
		>"$dir/own" || return
	awk '{ printf "%.1f\n", $1 / 1e6 }' "$dir/peak"
}

bytes_libev() {
	"$PERF/timers_libev" 1000000 1000 0 0 | awk '{ print $3 }'
}

timers() {
	section "Waiting on one loop, against plain libev timers"
	for _ in 1 2 3; do
		take bytes bytes_ours
		take bytes-own cat "$dir/own"
		take bytes-libev bytes_libev
	done
	alone "1 M sleeping tasks: memory of each, all in" bytes B "<= 200"
	alone "  the same as the result line counts it" bytes-own B "<= 200"
	compare "  beside bare ev_timers with a time stamp" bytes bytes-libev B -
	for _ in $(seq "$PAIRS"); do
		take_lateness
	done
	alone "10 k sleeps of 50 ms: p50 late" late-p50 us "<= 100"
	alone "10 k sleeps of 50 ms: p99 late" late-p99 us "<= 1000"
	compare "  p50 / plain libev" late-p50 libev-p50 us -
	compare "  p99 / plain libev" late-p99 libev-p99 us -
}

# The CPUs that this process may use, one a line.
cpus() {
	awk '/^Cpus_allowed_list/ {
		n = split($2, spans, ",")
		for (i = 1; i <= n; i++) {
			m = split(spans[i], ends, "-")
			for (c = ends[1]; c <= ends[m]; c++) print c
		}
	}' /proc/self/status
}

# calls WHERE CPU PEER_CPU CALLS: ours and by hand, on a loop and blocking.
calls() {
	for _ in $(seq "$PAIRS"); do
		for pair in async:loop threads:1:blocking; do
			contestant=${pair%:*} by_hand=${pair##*:}
			take "$by_hand$1" task_ns -w call -s delay=0 -r "$contestant" \
				--cpus "$2" --peer-cpus "$3" --warmup 30ms -d 300ms
			take "hand-$by_hand$1" "$PERF/echo" "$by_hand" tcp "$4" "$2" "$3"
		done
	done
	compare "loop / libev by hand, $1" "loop$1" "hand-loop$1" ns "<= 1.1"
	compare "threads:1 / write and read, $1" "blocking$1" "hand-blocking$1" ns "<= 1.05"
}

# traced COMMAND...: how many system calls it makes, and its children.
traced() {
	strace -f -c -o "$dir/strace" "$@" >/dev/null || return
	awk '$NF == "total" { print $4 }' "$dir/strace"
}

# What 8000 more calls cost in system calls, each; both ends together. So many,
# because the client that drives the peer after a run takes a few more or less.
ours_traced() {
	few=$(traced "$AVT" run -w call -s delay=0 -r "$1" -n 1000 --json) &&
		many=$(traced "$AVT" run -w call -s delay=0 -r "$1" -n 9000 --json) &&
		awk -v n=$((many - few)) 'BEGIN { printf "%.2f\n", n / 8000 }'
}

hand_traced() {
	few=$(traced "$PERF/echo" "$1" tcp 1000 "" "") &&
		many=$(traced "$PERF/echo" "$1" tcp 3000 "" "") &&
		awk -v n=$((many - few)) 'BEGIN { printf "%.2f\n", n / 2200 }'
}

call() {
	section "A call without delay on one connection, against code written by hand, same peer"
	first=$(cpus | sed -n 1p) second=$(cpus | sed -n 2p)
	calls "one CPU" "$first" "$first" 20000
	[ -z "$second" ] || calls "two CPUs" "$first" "$second" 5000
	if ! strace -c -o "$dir/strace" true 2>/dev/null; then
		echo "(system calls are not counted: strace is not permitted here)"
		return
	fi
	# A loop polls for the reply, as the client written by hand does, but looks
	# around once more where a turn has left something ready.
	for pair in async:loop:- "threads:1:blocking:<= 1.01"; do
		wanted=${pair##*:} pair=${pair%:*}
		take "traced-${pair##*:}" ours_traced "${pair%:*}"
		take "hand-traced-${pair##*:}" hand_traced "${pair##*:}"
		compare "${pair%:*}: system calls a call, both ends" \
			"traced-${pair##*:}" "hand-traced-${pair##*:}" "" "$wanted"
	done
}

# Tasks per second and CPU ns a task of one avt run.
ours_both() {
	a_run "$@" | tail -n 1 | "$PERF/field" throughput cpu_ns.user \
		cpu_ns.system completed | awk '{ printf "%.1f %.1f\n", $1, ($2 + $3) / $4 }'
}

# twin KEY ARGUMENTS_OF_TWIN... -- ARGUMENTS_OF_AVT...: both, PAIRS times, into
# samples of rate and of CPU time each.
twin() {
	twin=$1 by_hand=
	shift
	while [ "$1" != -- ]; do
		by_hand="$by_hand $1"
		shift
	done
	shift
	for _ in $(seq "$PAIRS"); do
		take "ours-$twin" ours_both "$@"
		# shellcheck disable=SC2086
		take "hand-$twin" "$PERF/twin" $by_hand
		for who in ours hand; do
			tail -n 1 "$dir/$who-$twin" | awk '{ print $1 }' >>"$dir/$who-$twin-rate"
			tail -n 1 "$dir/$who-$twin" | awk '{ print $NF }' >>"$dir/$who-$twin-cpu"
		done
	done
}

# twin_rows KEY WHAT RATE CPU: the two rows, with what is wanted of each.
twin_rows() {
	compare "$2: rate" "ours-$1-rate" "hand-$1-rate" "/s" "$3"
	compare "  CPU a task" "ours-$1-cpu" "hand-$1-cpu" ns "$4"
}

# Runs of 250 ms: what starting up leaves behind would be seen. `work` has the
# same number of iterations on both sides.
twins() {
	section "The same written by hand on each model, nothing recorded"
	for pair in threads:100 threads:1000 procs:100 procs:1000 loop:1000; do
		model=${pair%:*} n=${pair#*:} contestant=$model:match
		[ "$model" = loop ] && contestant=async
		twin "sleep-$pair" sleep "$model" "$n" 2000 250 -- -w sleep -s delay=2ms \
			-r "$contestant" -c "$n" --warmup 100ms -d 250ms
		if [ "$model" = loop ]; then
			twin_rows "sleep-$pair" "sleep 2 ms, $n on a loop" - "<= 1.1"
		else
			twin_rows "sleep-$pair" "sleep 2 ms, $n $model" ">= 0.97" "<= 1.03"
		fi
	done
	export CALIBRATION=500000
	for model in threads procs; do
		twin "hash-$model" hash "$model" 2 200 250 -- -w hash -s work=200us \
			-r "$model:2" -c 2 --warmup 100ms -d 250ms \
			--calibration "$CALIBRATION"
		twin_rows "hash-$model" "hash 200 us, 2 $model" ">= 0.99" "<= 1.01"
	done
	first=$(cpus | sed -n 1p) second=$(cpus | sed -n 2p)
	[ -n "$second" ] || return
	for model in loop threads procs; do
		contestant=$model:match
		[ "$model" = loop ] && contestant=async
		twin "call-$model" call "$model" 400 5000 500 "$first" "$second" -- \
			-w call -s delay=5ms -r "$contestant" -c 400 --cpus "$first" \
			--peer-cpus "$second" --warmup 100ms -d 500ms
		twin_rows "call-$model" "call 5 ms, 400 in flight, $model" ">= 0.97" "<= 1.05"
	done
}

harness() {
	section "The suite's own cost of a task: noop, one in flight"
	for _ in $(seq "$PAIRS"); do
		for contestant in serial threads:1; do
			take "own-$contestant" task_ns -w noop -r "$contestant" \
				-c 1 --warmup 50ms -d 200ms
		done
	done
	alone "serial" own-serial ns "<= 100"
	alone "threads:1" own-threads:1 ns "<= 100"
	for _ in $(seq "$PAIRS"); do
		take record "$PERF/record"
	done
	alone "recording a task's three times" record ns "<= 30"
}

# A field of an open load of 200,000 empty tasks a second, on $1.
open_field() {
	a_run -w noop -r "$1" --rate 200k -d 1s --warmup 50ms \
		>"$dir/open" || return
	tail -n 1 "$dir/open" | "$PERF/field" generator.cpu_ns generator.posted \
		generator.lag_ns.p99 >"$dir/open-fields"
	awk '{ printf "%.1f\n", $1 / $2 }' "$dir/open-fields"
}

open_lag() {
	awk '{ printf "%.1f\n", $3 / 1e3 }' "$dir/open-fields"
}

# The generator wakes every 80 us at this rate (harness/load/generator.c).
open() {
	section "Open load: noop, 200 k arrivals a second, against as many clock_nanosleep()"
	for _ in $(seq "$PAIRS"); do
		take nap "$PERF/nap" 80 200000
		for contestant in async threads:2 procs:2; do
			take "cpu-$contestant" open_field "$contestant"
			take "lag-$contestant" open_lag
		done
	done
	alone "such sleeps and nothing else: CPU an arrival" nap ns -
	for contestant in async threads:2 procs:2; do
		alone "$contestant: generator, CPU an arrival" \
			"cpu-$contestant" ns "<= 1000"
		compare "  beside such sleeps" "cpu-$contestant" nap ns -
		alone "  p99 of its lag" "lag-$contestant" us "<= 100"
	done
}

# Seconds that a report takes.
report_s() {
	start=$(date +%s%N)
	"$AVT" report "$dir/results" >/dev/null || return
	awk -v ns=$(($(date +%s%N) - start)) 'BEGIN { printf "%.2f\n", ns / 1e9 }'
}

report() {
	section "A report on 1,000 cells of 10 rounds"
	if ! python3 "$here/../make_results.py" "$dir/results" 1000 10 >/dev/null; then
		echo "(left out: python3 makes the results folder)"
		return
	fi
	take report report_s
	alone "avt report" report s "<= 10"
}

printf '%-46s %9s %9s  %-21s %s\n' what ours rival "ratio (min-max)" wanted
[ $# -gt 0 ] || set -- pool queue timers call twins harness open report
for name; do
	case $name in
	pool) pool ;;
	queue) queue ;;
	timers) timers ;;
	call) call ;;
	twins) twins ;;
	harness) harness ;;
	open) open ;;
	report) report ;;
	*)
		echo "run.sh: '$name' is not one of pool, queue, timers, call," \
			"twins, harness, open, report" >&2
		exit 2
		;;
	esac
done
if [ -s "$dir/broken" ]; then
	printf '\nNot measured:\n'
	sort -u "$dir/broken"
fi
exit "$broken"
