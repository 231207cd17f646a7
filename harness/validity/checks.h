/*
 * checks.h - when a run may be believed: a check for each way in which a figure
 * can be wrong without looking so.
 *
 * A check is a pure function: evidence in, the sentence why the run does not
 * count out, or NULL. What a workload or a machine does not tell (NAN) fails
 * none; but a run that is too short to be judged fails `steady`. Checks are made
 * in order, and the first that fails is the reason: what comes after it would
 * only describe the same thing again. An overloaded run, for one, is never
 * steady.
 */
#ifndef HARNESS_VALIDITY_CHECKS_H
#define HARNESS_VALIDITY_CHECKS_H

#include "harness/validity/evidence.h"
#include "harness/validity/reason.h"

enum { CHECK_ARRIVALS = 100 }; /* fewer say nothing of a rate */

/* A read of the clock may cost this much. */
#define CHECK_CLOCK_NS 1000.0

/* The generator's rate may be off by this share of the schedule's. */
#define CHECK_RATE_OFF 0.01

/* The 99th percentile of its lag: this, or this share of the median response,
 * whichever is more. */
#define CHECK_LAG_NS    100e3
#define CHECK_LAG_SHARE 0.1

/* It never stands still for longer than this, or that share. */
#define CHECK_LAG_MOST_NS 20e6

/* It could serve this many times the rate that was asked of it. */
#define CHECK_PEER_SPARE 2.0

/* In an open load this share of the tasks has to be completed, and the rest may
 * not pile up: tasks in flight in the run's last quarter against its second, as
 * a factor, in shares of what arrived between, and in standard deviations of
 * that number. So many deviations that it cannot be chance need no factor: a
 * straight line from nothing is only 2.3 times higher there. */
#define CHECK_COMPLETED 0.99
#define CHECK_GROWTH    2.0
#define CHECK_PILE      0.01
#define CHECK_CHANCE    2.0
#define CHECK_CERTAIN   4.0

/* A task may cause this many page faults, and so many tasks must have ended for
 * that to be known. */
#define CHECK_FAULTS_EACH  0.1
#define CHECK_FAULTS_TASKS 100

/* Little's law may be off by this share: a closed load, and an open one from
 * empty to empty, where only rounding is left. */
#define CHECK_LITTLE_CLOSED 0.02
#define CHECK_LITTLE_OPEN   0.001

/* Tasks may have computed for less CPU time than they have to by this share, as
 * a processor is not always equally fast. */
#define CHECK_WORK_OFF 0.05

/* A physical bound may be exceeded by this share. */
#define CHECK_BOUND 0.01

/* issued = completed + failed + in flight: none is missing. */
const char *check_accounting(const struct evidence *seen,
			     char text[REASON_TEXT]);

/* Time never goes back, and reading it costs little. */
const char *check_clock(const struct evidence *seen, char text[REASON_TEXT]);

/* Tasks that compute have taken the CPU time for it. */
const char *check_compute(const struct evidence *seen, char text[REASON_TEXT]);

/* Arrivals come when the schedule says. */
const char *check_generator(const struct evidence *seen,
			    char text[REASON_TEXT]);

/* The peer is not what was measured. */
const char *check_peer(const struct evidence *seen, char text[REASON_TEXT]);

/* The tasks in flight end, and do not pile up. */
const char *check_overload(const struct evidence *seen, char text[REASON_TEXT]);

/* Memory is touched before time counts. */
const char *check_faults(const struct evidence *seen, char text[REASON_TEXT]);

/* The run was long enough for its tasks, and there is a steady state. */
const char *check_steady(const struct evidence *seen, char text[REASON_TEXT]);

/* Tasks in flight = throughput x response. */
const char *check_little(const struct evidence *seen, char text[REASON_TEXT]);

/* Nobody used more CPU time, or more workers, than there are, or did more tasks
 * than arithmetic allows. */
const char *check_bounds(const struct evidence *seen, char text[REASON_TEXT]);

/* All of them, in that order: the sentence of the first that fails, and which
 * it is; or NULL. */
const char *checks_first(const struct evidence *seen, enum check *check,
			 char text[REASON_TEXT]);

#endif
