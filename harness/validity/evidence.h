/*
 * evidence.h - all that is known of a finished run when it is judged.
 *
 * Numbers only, so that tests can make up any run. harness/gather.c fills it.
 */
#ifndef HARNESS_VALIDITY_EVIDENCE_H
#define HARNESS_VALIDITY_EVIDENCE_H

#include "harness/validity/bottleneck.h"
#include "harness/validity/reason.h"
#include "harness/validity/steady.h"

#include <stdbool.h>
#include <stdint.h>

/* What the checks look at. NAN: not known, or not borne by the data. */
struct evidence {
	bool open; /* an open load: arrivals by a schedule */

	/* what went wrong as a whole */
	bool interrupted, peer_died, generator_died;
	bool drained_late;      /* in flight when the drain gave up */
	bool empty;             /* no task ended in the measured time */
	bool steady_asked;      /* of a batch, or where not: nothing is said */
	bool steady_known;      /* `steady` below says something */
	enum check error_check; /* what kind of error ... */
	const char *error;      /* a worker had, or NULL */
	const json_t *errors;   /* of failed tasks: name to count */
	const char *wrong_answer; /* which one, or NULL */
	unsigned replaced;        /* workers that died */

	uint64_t issued, completed, failed, in_flight, lost;

	uint64_t backwards;   /* tasks with instants out of order */
	double clock_read_ns; /* what a read of the clock costs */

	uint64_t planned, posted; /* arrivals; open load */
	double planned_rate, posted_rate;
	double lag_p99_ns, lag_max_ns, response_p50_ns;

	double peer_share;               /* of one CPU */
	double peer_rate, peer_capacity; /* a second: asked of it, and could */

	double faults; /* page faults; NAN: they are the workload's work */

	double quarters[4]; /* mean tasks in flight; open load */

	double warmup_ns, window_ns; /* how long the run was */
	double measured;             /* tasks in that window */
	double response_mean_ns;     /* of them */
	struct steady steady;

	double little_in_flight, little_x_r;

	double work_ns; /* CPU time that the tasks which ended had to take */
	double cpu_ns, cpu_most_ns;         /* used, and there were */
	double in_service, in_service_most; /* mean tasks, and workers */

	double throughput, ceiling; /* tasks a second */

	struct bottleneck bottleneck;

	double steal;     /* shares of all CPU time */
	double others;    /* by other programs */
	double throttled; /* times */
};

#endif
