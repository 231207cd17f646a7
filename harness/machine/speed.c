/*
 * speed.c - see speed.h.
 */
#include "harness/machine/speed.h"

#include "base/sorted.h"
#include "harness/record/clock.h"
#include "harness/contract/workload.h"

/* Steps of compute() in a fifth: 0.4 ms at 1.6 ns a step. */
enum { PARTS = 5, STEPS = SPEED_STEPS / PARTS };

int64_t speed_index(void)
{
	volatile uint64_t sink = 0;
	double parts[PARTS];

	for (int i = 0; i < PARTS; i++) {
		int64_t from = clock_now();

		sink += compute((uint64_t)i, STEPS);
		parts[i] = (double)(clock_now() - from);
	}
	return PARTS * (int64_t)sorted_median_of(parts, PARTS);
}
