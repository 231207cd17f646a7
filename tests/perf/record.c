/*
 * record.c - what it costs to record a task's three times, from 100 ns to 10 ms:
 * ns per recorder_times(), with the counts of this CPU and all that is exact.
 *
 * The values are drawn beforehand and evenly in their logarithm, so that they
 * spread over the buckets as latencies do. The counts are read at the end:
 * those that are only written may be left out by the compiler.
 */
#include "harness/record/clock.h"
#include "harness/record/totals.h"
#include "harness/load/schedule.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { VALUES = 1 << 16, PASSES = 64, SERIES = 9 };

static int64_t values[VALUES];
static struct bucket_set of_cpu[CPU_SETSIZE];
static struct recorder recorder;
static struct hist hist;

static int ascending(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static double ns_per_record(void)
{
	int64_t from = clock_now();

	for (int pass = 0; pass < PASSES; pass++)
		for (int i = 0; i < VALUES; i++)
			recorder_times(&recorder, 0, values[i] / 4, values[i]);
	return (double)(clock_now() - from) / PASSES / VALUES;
}

int main(void)
{
	double series[SERIES];
	uint64_t state = 1;

	const struct bucket_sets sets = {.of_cpu = of_cpu, .n = CPU_SETSIZE};

	recorder_init(&recorder, 0, &sets);
	for (int i = 0; i < VALUES; i++)
		values[i] = (int64_t)(100 * pow(1e5, schedule_uniform(&state)));
	ns_per_record();
	for (int i = 0; i < SERIES; i++)
		series[i] = ns_per_record();
	qsort(series, SERIES, sizeof *series, ascending);
	printf("%.2f\n", series[SERIES / 2]);
	totals_response(&recorder, 1, &hist);
	return hist_quantile(&hist, 0.5) > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
