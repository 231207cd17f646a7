/*
 * surroundings.h - what is looked at right before and right after a run: is the
 * machine as it should be, and is it the same as before?
 */
#ifndef HARNESS_MACHINE_SURROUNDINGS_H
#define HARNESS_MACHINE_SURROUNDINGS_H

#include "harness/cell/cell.h"
#include "harness/record/hist.h"
#include "harness/machine/probe.h"
#include "harness/run.h"

/* What was read; too large for a stack that is short. */
struct surroundings {
	struct noise before, after;
	int64_t speed_before_ns, speed_after_ns;
	double clock_read_ns; /* what a read of the clock costs */
	bool peer_shares;     /* peer and generator use the contestant's CPUs */
	int64_t peer_cpu_ns;  /* the peer's CPU time so far, or -1 */
	double peer_capacity; /* requests a second that it could serve; NAN */
	struct hist hiccups;
};

/* Looks before the run; peer_cpus is where peer and generator went. Called
 * while the process has one thread. */
void surroundings_before(struct surroundings *surroundings,
			 const struct cell *cell, const struct run *run,
			 const char *peer_cpus);

/* Looks after it; also needed when the run was called off. */
void surroundings_after(struct surroundings *surroundings,
			const struct run *run);

#endif
