/*
 * stuck.h - whether a run still moves, and if not, what its tasks wait for.
 *
 * A run is stuck when for long no task has ended though some are in flight, no
 * worker computes, and nobody waits for a timer, which will fire. How long is
 * long: 5 s, 100 mean responses, and twice what the workload's parameters let
 * one task take. Without this a deadlock hangs a batch for ever.
 */
#ifndef HARNESS_STUCK_H
#define HARNESS_STUCK_H

#include "harness/run.h"

/* What the supervisor has seen of a run so far; begins as all zeroes. */
struct stuck {
	uint64_t ended;   /* tasks, when last looked at */
	int64_t since;    /* when it last moved, as far as is known */
	int64_t look;     /* when to look again */
	int64_t cpu_from; /* CPU time of all workers when first found still */
	int64_t cpu_at;   /* when that was; 0: it moves */
};

/* Looks: whether nothing has moved since the look before. Sets `look`. */
bool stuck_is_still(struct stuck *seen, const struct run *run);

/* Looks if it is time to: whether the run is stuck. */
bool stuck_now(struct stuck *seen, const struct run *run);

/* The time, in ns, that the durations among a workload's parameters let one
 * task take. */
int64_t stuck_likely_ns(const struct workload *workload);

/* Tasks that have arrived and not ended. */
uint64_t stuck_in_flight(const struct run *run);

/* Writes ", waiting for lock (2), a free worker (14)": what is known of it. Of
 * loops that is nothing until they have been told to give up. */
void stuck_say_waits(const struct run *run, char *to, size_t size);

#endif
