/*
 * totals.h - all lanes of a finished run added up.
 */
#ifndef HARNESS_TOTALS_H
#define HARNESS_TOTALS_H

#include "harness/lane.h"
#include "harness/run.h"

#include <jansson.h>

/* issued = completed + failed + in_flight + lost, by construction of lost. */
struct totals {
	uint64_t issued, completed, failed, in_flight, lost, answers, whole,
		ended;
	double part;
	int64_t last_end, elapsed_ns;
	struct usage usage;
	json_t *errors; /* error name to count */
	struct hist queue, service, response;
};

/* Adds the lanes of a run up; the caller frees it. NULL without memory. */
struct totals *totals_new(const struct run *run);

/* Frees what totals_new() made. */
void totals_free(struct totals *totals);

#endif
