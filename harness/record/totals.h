/*
 * totals.h - all recorders of a finished run added up.
 */
#ifndef HARNESS_RECORD_TOTALS_H
#define HARNESS_RECORD_TOTALS_H

#include "harness/record/recorder.h"

#include <jansson.h>
#include <stdbool.h>

/* What the recorders do not know of their run. */
struct course {
	bool queued; /* tasks went through queues, `posted` of them */
	uint64_t posted;
	uint64_t left; /* never started */
	bool stuck;    /* some workers did not come back */
	bool open;     /* an open load */
	bool batch;    /* measured from the gate to the last end */
	int64_t opened_ns, from_ns, until_ns;
};

/* issued = completed + failed + in_flight + lost, by construction of lost. */
struct totals {
	uint64_t issued, completed, failed, in_flight, lost, answers, whole,
		ended;
	uint64_t backwards, ends;
	double part;
	int64_t outside;
	int64_t last_end, elapsed_ns;
	struct usage usage;
	uint64_t calls, wakeups, events; /* see recorder.h */
	bool unseen;
	double throughput; /* tasks per second: in a closed load by shares of
			      service (see recorder.c), in an open one by ends
			      inside the window, since there waiting is not
			      part of a cycle */
	json_t *errors;    /* error name to count */
	double share[RECORDER_WINDOWS]; /* tasks served in each window */
	double life
		[RECORDER_WINDOWS]; /* ns that tasks were in flight in each */
	double life_after;          /* the same after the last window */
	struct hist queue, service, response;
};

/* Reads the responses of n recorders that share their sets into an empty
 * histogram; workers may still be at it. */
void totals_response(const struct recorder *recorders, unsigned n,
		     struct hist *to);

/* Adds n recorders of a run up, and completes the accounting with what they do not know;
 * the caller frees it. NULL without memory. */
struct totals *totals_new(const struct recorder *recorders, unsigned n,
			  const struct course *course);

/* Frees what totals_new() made. */
void totals_free(struct totals *totals);

#endif
