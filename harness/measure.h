/*
 * measure.h - one run of one cell, in this process, from set-up to result.
 *
 * The process must be fresh: its limits, CPU set, memory and children become
 * the run's. bench/session/child.h gives every run such a process.
 */
#ifndef HARNESS_MEASURE_H
#define HARNESS_MEASURE_H

#include "harness/cell/cell.h"
#include "harness/contract/workload.h"

#include <jansson.h>
#include <limits.h>

/* What a process is asked to measure. */
struct job {
	struct cell cell;
	unsigned round, position;
	uint64_t seed;            /* of the round's order, recorded only */
	double calibration;       /* iterations per ms; 0: calibrate now */
	char scratch[PATH_MAX];   /* folder of scratch files, or "" */
	char histogram[PATH_MAX]; /* .hgrm file to write; "" : none */
	char histogram_name[CELL_NAME * 4]; /* how the result names that file */
};

/* Measures and returns a new line for runs.jsonl, as docs/results.md describes
 * it. Always a line: a run that could not be made is not valid and says why. */
json_t *measure(const struct job *job);

/* An order as JSON: how it travels to the child. */
json_t *job_to_json(const struct job *job);

/* The way back; false with a line in error if a field is missing or wrong. */
bool job_from_json(const json_t *json, struct job *job, char error[CELL_ERROR]);

/* Tears a workload down after its run, and adds what it says to the line: its
 * figures, and an invariant that did not hold. */
void measure_tear_down(const struct workload *workload, json_t *line);

/* A line for a run that ended before it could measure, with its reason. */
json_t *measure_failed(const struct job *job, const char *reason);

#endif
