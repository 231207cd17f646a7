/*
 * record.c - what it costs to record one latency: ns per hist_add() of random
 * values from 100 ns to 10 ms, total, sums, min and max included.
 *
 * The values are drawn beforehand and evenly in their logarithm, so that they
 * spread over the buckets as latencies do. The histogram is read at the end:
 * one that is only written may be left out by the compiler.
 */
#include "harness/record/clock.h"
#include "harness/record/hist.h"
#include "harness/load/schedule.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { VALUES = 1 << 16, PASSES = 64, SERIES = 9 };

static int64_t values[VALUES];
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
			hist_add(&hist, values[i]);
	return (double)(clock_now() - from) / PASSES / VALUES;
}

int main(void)
{
	double series[SERIES];
	uint64_t state = 1;

	hist_reset(&hist);
	for (int i = 0; i < VALUES; i++)
		values[i] = (int64_t)(100 * pow(1e5, schedule_uniform(&state)));
	ns_per_record();
	for (int i = 0; i < SERIES; i++)
		series[i] = ns_per_record();
	qsort(series, SERIES, sizeof *series, ascending);
	printf("%.2f\n", series[SERIES / 2]);
	return hist_quantile(&hist, 0.5) > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
