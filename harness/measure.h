/*
 * measure.h - one run of one cell, in this process, from set-up to result: the
 * first station of its life.
 *
 *	measure    sets up: limits, peer, schedule, CPUs, workload, generator
 *	run        what all of them share
 *	supervise  gate, window, drain
 *	worker     the same time, seen from a worker
 *	gather     what was seen of it, for the checks
 *	result     the line that comes of it
 *
 * The process must be fresh: its limits, CPU set, memory and children become
 * the run's. bench/session/child.h gives every run such a process.
 */
#ifndef HARNESS_MEASURE_H
#define HARNESS_MEASURE_H

#include "harness/contract/workload.h"
#include "harness/job.h"

/* Measures and returns the line for runs.jsonl, as docs/results.md describes
 * it, with its newline; the caller frees it. Always a line: a run that could
 * not be made is not valid and says why. */
char *measure(const struct job *job);

/* Tears a workload down after its run, and adds what it says to the line: its
 * figures, and an invariant that did not hold. */
void measure_tear_down(const struct workload *workload, json_t *line);

#endif
