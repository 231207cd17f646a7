/*
 * checks.h - when a run may be believed: a gate for each way in which a figure
 * can be wrong without looking so.
 *
 * A gate is a pure function: figures in, the reason why the run does not count
 * out, or NULL. Reasons begin with the name of their gate and a colon. A gate
 * that knows too little (NAN, false) says nothing: too little data is no fault.
 * The checks stand in an order, and the first that trips is the reason: what
 * comes after it would only describe the same thing again. An overloaded run,
 * for one, is never steady.
 */
#ifndef HARNESS_VALIDITY_CHECKS_H
#define HARNESS_VALIDITY_CHECKS_H

#include "harness/validity/steady.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	CHECK_REASON = 128,   /* longest reason, with its end */
	CHECK_ARRIVALS = 100, /* fewer say nothing of a rate */
};

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

/* Share of its CPU that the peer may use. */
#define CHECK_PEER_SHARE 0.8

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

/* Little's law may be off by this share: a closed load, and an open one from
 * empty to empty, where only rounding is left. */
#define CHECK_LITTLE_CLOSED 0.02
#define CHECK_LITTLE_OPEN   0.001

/* A physical bound may be exceeded by this share. */
#define CHECK_BOUND 0.01

/* What the checks look at. NAN: not known, or not borne by the data. */
struct evidence {
	uint64_t issued, completed, failed, in_flight, lost;

	uint64_t backwards;   /* tasks with instants out of order */
	double clock_read_ns; /* what a read of the clock costs */

	bool open; /* an open load, else the rest of this block is unused */
	uint64_t planned, posted;
	double planned_rate, posted_rate;
	double lag_p99_ns, lag_max_ns, response_p50_ns;

	double peer_share;               /* of one CPU */
	double peer_rate, peer_capacity; /* a second: asked of it, and could */

	bool drained_late;  /* tasks were in flight when the drain gave up */
	double quarters[4]; /* mean tasks in flight; open load */

	bool steady_known;
	struct steady steady;

	double little_in_flight, little_x_r;

	double cpu_ns, cpu_most_ns;         /* used, and there were */
	double in_service, in_service_most; /* mean tasks, and workers */
};

/* issued = completed + failed + in flight: none is missing. */
const char *check_accounting(const struct evidence *figures,
			     char reason[CHECK_REASON]);

/* Time never goes back, and reading it costs little. */
const char *check_clock(const struct evidence *figures,
			char reason[CHECK_REASON]);

/* Arrivals come when the schedule says. */
const char *check_generator(const struct evidence *figures,
			    char reason[CHECK_REASON]);

/* The peer is not what was measured. */
const char *check_peer(const struct evidence *figures,
		       char reason[CHECK_REASON]);

/* The tasks in flight end, and do not pile up. */
const char *check_overload(const struct evidence *figures,
			   char reason[CHECK_REASON]);

/* The warm-up was long enough, and there is a steady state. */
const char *check_steady(const struct evidence *figures,
			 char reason[CHECK_REASON]);

/* Tasks in flight = throughput x response. */
const char *check_little(const struct evidence *figures,
			 char reason[CHECK_REASON]);

/* Nobody used more CPU time, or more workers, than there are. */
const char *check_bounds(const struct evidence *figures,
			 char reason[CHECK_REASON]);

/* All of them, in that order: the first reason, or NULL. */
const char *checks_first(const struct evidence *figures,
			 char reason[CHECK_REASON]);

#endif
