/*
 * shuffle.c - the shuffle of Fisher and Yates.
 */
#include "bench/session/shuffle.h"

#include "harness/contract/workload.h"

/* A random number below n. */
static unsigned draw(uint64_t *state, unsigned n)
{
	*state += UINT64_C(0x9e3779b97f4a7c15);
	return (unsigned)((mix64(*state) >> 32) * n >> 32);
}

void shuffle(uint64_t *state, unsigned *items, unsigned n)
{
	for (unsigned i = n; i > 1; i--) {
		unsigned j = draw(state, i);
		unsigned kept = items[i - 1];

		items[i - 1] = items[j];
		items[j] = kept;
	}
}
