/*
 * schedule.c - see schedule.h.
 */
#include "harness/load/schedule.h"

#include "harness/contract/workload.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

const char *const arrivals_words[] = {"closed", "poisson", "constant", NULL};

double schedule_uniform(uint64_t *state)
{
	uint64_t bits = mix64((*state)++) >> 11; /* 53 bits */

	return ((double)bits + 1) * 0x1p-53;
}

static bool grow(struct schedule *schedule, uint64_t *room)
{
	uint64_t more = *room ? *room * 2 : 1024;
	int64_t *at = realloc(schedule->at, more * sizeof *at);

	if (!at)
		return false;
	schedule->at = at;
	*room = more;
	return true;
}

static void add_to_hash(struct schedule *schedule, int64_t at)
{
	schedule->hash = mix64(schedule->hash ^ (uint64_t)at);
}

/* A constant gap is multiplied out before it is divided: i gaps, each rounded,
 * would let the one that is due at the very end slip in. */
int schedule_make(struct schedule *schedule, enum arrivals arrivals,
		  double rate, int64_t length_ns, uint64_t seed)
{
	double gap = (double)S / rate, at = 0;
	uint64_t room = 0, state = mix64(seed);

	*schedule = (struct schedule){0};
	for (uint64_t i = 0;; i++) {
		at = arrivals == ARRIVALS_POISSON
			     ? at - gap * log(schedule_uniform(&state))
			     : (double)i * (double)S / rate;
		if (at >= (double)length_ns)
			return 0;
		if (i == room && !grow(schedule, &room)) {
			schedule_free(schedule);
			errno = ENOMEM;
			return -1;
		}
		schedule->at[i] = (int64_t)at;
		add_to_hash(schedule, (int64_t)at);
		schedule->n = i + 1;
	}
}

void schedule_free(struct schedule *schedule)
{
	free(schedule->at);
	schedule->at = NULL;
}
