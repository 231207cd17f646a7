/*
 * bottleneck.h - what a run came up against: the answer to "why not more?".
 */
#ifndef HARNESS_VALIDITY_BOTTLENECK_H
#define HARNESS_VALIDITY_BOTTLENECK_H

#include <stdbool.h>

/* The share of something from which on it counts as used up. */
#define BOTTLENECK_BUSY 0.95

/* The same of the peer's CPU: beyond it a run does not count either, as the
 * peer is not what was measured. */
#define BOTTLENECK_PEER 0.8

/* The share of a response that is waiting in line, from which on workers are
 * what lacks. */
#define BOTTLENECK_QUEUE 0.1

/* Service may be longer than the task's own wait by this factor, and the run
 * still came up against nothing but that. */
#define BOTTLENECK_WAITING 1.05

/* What decides, as shares of what there was; NAN: not known. */
struct bottleneck {
	bool open;        /* an open load */
	double generator; /* of its CPU */
	double peer;      /* of its CPU */
	double cpu;       /* of the CPUs that the contestant can use */
	double all;     /* of the cell's CPUs, by contestant, peer, generator */
	double workers; /* of the time of those who serve one task each, in
			 * service; 0 where a loop serves all it has */
	double queue;   /* of the mean response */
	double service; /* mean, as a multiple of the task's own wait */
};

/* "generator", "peer", "cpu", "workers", "waiting"; "unknown" where none of them
 * is shown; NULL of an open load that is not at its limit. */
const char *bottleneck_name(const struct bottleneck *seen);

#endif
