/*
 * virtual.h - a point with servers, in virtual time: arrivals of the real
 * schedule.c go through the real queue.c to servers whose ends are timers of
 * the real wheel.c, and are recorded in the real hist.c.
 *
 * Only the clock is made up, so an hour takes milliseconds and nothing makes noisy
 * it: a deviation from the formula is a mistake or chance, and chance is known.
 */
#ifndef TESTS_ORACLE_VIRTUAL_H
#define TESTS_ORACLE_VIRTUAL_H

#include "harness/record/hist.h"
#include "harness/load/schedule.h"

#include "harness/contract/workload.h"

#include <stdint.h>

/* A point: the first block is given, the rest is what happened. */
struct virtual_point {
	unsigned servers;
	double service_ns; /* mean */
	enum times times;  /* of services, and of what follows */
	double wait_ns; /* mean; of a closed load: between an end and the next
			 * arrival, with no server */
	int64_t freeze_at, freeze_ns; /* when nothing moves; 0, 0: never */
	int64_t skip_ns; /* tasks that arrive before are not recorded */
	uint64_t seed;   /* of times that are drawn */

	struct hist wait, response;
	uint64_t ended;   /* all tasks */
	int64_t last_end; /* virtual ns from the start */
};

/* An empty point with some servers and a mean service. The caller frees it. */
struct virtual_point *virtual_new(unsigned servers, double service_ns);

/* Lets all arrivals of a schedule pass through. */
void virtual_open(struct virtual_point *point, const struct schedule *schedule);

/* Lets `tasks` be in flight: each end, and the wait after it, is the next
 * arrival, until an instant. */
void virtual_closed(struct virtual_point *point, unsigned tasks, int64_t until);

#endif
