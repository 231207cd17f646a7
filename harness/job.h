/*
 * job.h - what a process is asked to measure: one run of one cell.
 *
 * The bench writes it as JSON to the standard input of `avt measure`.
 */
#ifndef HARNESS_JOB_H
#define HARNESS_JOB_H

#include "harness/cell/cell.h"

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

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

/* A job as JSON: how it travels to the child. */
json_t *job_to_json(const struct job *job);

/* The way back; false with a line in error if a field is missing or wrong. */
bool job_from_json(const json_t *json, struct job *job, char error[CELL_ERROR]);

#endif
