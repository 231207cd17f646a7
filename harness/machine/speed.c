/*
 * speed.c - see speed.h.
 */
#include "harness/machine/speed.h"

#include "harness/record/clock.h"
#include "harness/contract/workload.h"

#include <stdlib.h>

/* Steps of compute() in a fifth: 0.4 ms at 1.6 ns a step. */
enum { PARTS = 5, STEPS = 250000 };

static int ascending(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

int64_t speed_index(void)
{
	volatile uint64_t sink = 0;
	int64_t parts[PARTS];

	for (int i = 0; i < PARTS; i++) {
		int64_t from = clock_now();

		sink += compute((uint64_t)i, STEPS);
		parts[i] = clock_now() - from;
	}
	qsort(parts, PARTS, sizeof *parts, ascending);
	return PARTS * parts[PARTS / 2];
}
