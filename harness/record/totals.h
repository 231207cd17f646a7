/*
 * totals.h - all recorders of a finished run added up.
 */
#ifndef HARNESS_RECORD_TOTALS_H
#define HARNESS_RECORD_TOTALS_H

#include "harness/record/recorder.h"
#include "harness/run.h"

#include <jansson.h>

/* issued = completed + failed + in_flight + lost, by construction of lost. */
struct totals {
	uint64_t issued, completed, failed, in_flight, lost, answers, whole,
		ended;
	uint64_t backwards, ends;
	double part;
	int64_t outside;
	int64_t last_end, elapsed_ns;
	struct usage usage;
	json_t *errors;                 /* error name to count */
	double share[RECORDER_WINDOWS]; /* tasks served in each window */
	double life
		[RECORDER_WINDOWS]; /* ns that tasks were in flight in each */
	double life_after;          /* the same after the last window */
	struct hist queue, service, response;
};

/* Adds the recorders of a run up; the caller frees it. NULL without memory. */
struct totals *totals_new(const struct run *run);

/* Tasks per second: in a closed load by shares of life (see recorder.c), in an open
 * one by ends inside the window, since there waiting is not part of a cycle. */
double totals_throughput(const struct run *run, const struct totals *totals);

/* Frees what totals_new() made. */
void totals_free(struct totals *totals);

#endif
