/*
 * noise.h - what else the machine did: looked at right before and right after a
 * run. What a machine does not expose is NAN, never zero.
 */
#ifndef HARNESS_MACHINE_NOISE_H
#define HARNESS_MACHINE_NOISE_H

#include "base/ticks.h"
#include "harness/record/hist.h"

#include <stdint.h>

/* Counters as they stood. */
struct noise_counters {
	struct ticks ticks;
	int64_t own_ns;   /* CPU time of this process and its ended children */
	double throttled; /* times the control group was stopped at its quota */
	double pressure_us; /* some task waited for a CPU */
	int64_t at_ns;
};

/* What was seen of a run; too large for a stack that is short. */
struct noise {
	struct noise_counters before, after;
	int64_t speed_before_ns, speed_after_ns;
	double clock_read_ns; /* what a read of the clock costs */
	struct hist hiccups;
};

/* Reads the counters as they are now; root is "" but in tests. */
void noise_count(const char *root, struct noise_counters *counters);

/* Looks before a run of that length; `cpus` is where peer and generator are.
 * Called while the process has one thread. */
void noise_before(struct noise *noise, int64_t duration_ns, const char *cpus);

/* Looks after it; also needed when the run was called off. */
void noise_after(struct noise *noise, int64_t duration_ns);

#endif
