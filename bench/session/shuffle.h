/*
 * shuffle.h - random orders that only a seed decides.
 */
#ifndef BENCH_SESSION_SHUFFLE_H
#define BENCH_SESSION_SHUFFLE_H

#include <stdint.h>

/* Puts n items into a random order. The state is a splitmix64 generator's: any
 * number will do for a start, and it moves on. */
void shuffle(uint64_t *state, unsigned *items, unsigned n);

#endif
