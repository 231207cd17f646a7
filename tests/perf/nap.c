/*
 * nap.c - what it costs to sleep for a while, again and again, and do nothing
 * else: what a generator of arrivals would cost at least that calls
 * clock_nanosleep() before each batch.
 *
 *	nap CYCLE_US RATE
 *
 * Sleeps for a second at the instants of a grid, CYCLE_US apart, with the
 * least timer slack, and prints its CPU time in ns for each arrival that would
 * have fallen due at RATE a second.
 */
#include "harness/record/clock.h"
#include "perf.h"

#include <sys/prctl.h>

#define USAGE "nap CYCLE_US RATE"

int main(int argc, char **argv)
{
	int64_t cycle, wake = clock_now(), end = wake + NS_PER_S, cpu;
	double rate;

	if (argc != 3)
		perf_usage(USAGE);
	cycle = (int64_t)perf_count(argv[1], USAGE) * 1000;
	rate = (double)perf_count(argv[2], USAGE);
	if (prctl(PR_SET_TIMERSLACK, 1UL) < 0)
		perf_die("PR_SET_TIMERSLACK");
	cpu = clock_cpu(CLOCK_PROCESS_CPUTIME_ID);
	while (wake < end) {
		int64_t now = clock_now();

		wake += cycle;
		if (wake <
		    now) /* late by more than a cycle: goes on from here */
			wake = now;
		clock_sleep_until(wake);
	}
	printf("%.1f\n",
	       (double)(clock_cpu(CLOCK_PROCESS_CPUTIME_ID) - cpu) / rate);
	return 0;
}
