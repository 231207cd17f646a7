/*
 * gates.h - when a run may be believed: a gate for each way in which a figure
 * can be wrong without looking so.
 *
 * A gate is a pure function: figures in, the reason why the run does not count
 * out, or NULL. Reasons begin with the name of their gate and a colon. A gate
 * that knows too little (NAN, false) says nothing: too little data is no fault.
 * The gates stand in an order, and the first that trips is the reason: what
 * comes after it would only describe the same thing again. An overloaded run,
 * for one, is never steady.
 */
#ifndef HARNESS_GATES_H
#define HARNESS_GATES_H

#include "harness/steady.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	GATE_REASON = 128,   /* longest reason, with its end */
	GATE_ARRIVALS = 100, /* fewer say nothing of a rate */
};

/* A read of the clock may cost this much. */
#define GATE_CLOCK_NS 1000.0

/* The generator's rate may be off by this share of the schedule's. */
#define GATE_RATE_OFF 0.01

/* The 99th percentile of its lag: this, or this share of the median response,
 * whichever is more. */
#define GATE_LAG_NS    100e3
#define GATE_LAG_SHARE 0.1

/* It never stands still for longer than this, or that share. */
#define GATE_LAG_MOST_NS 20e6

/* Share of its CPU that the peer may use. */
#define GATE_PEER_SHARE 0.8

/* It could serve this many times the rate that was asked of it. */
#define GATE_PEER_SPARE 2.0

/* In an open load this share of the tasks has to be completed, and the rest may
 * not pile up: tasks in flight in the run's last quarter against its second, as
 * a factor, in shares of what arrived between, and in standard deviations of
 * that number. So many deviations that it cannot be chance need no factor: a
 * straight line from nothing is only 2.3 times higher there. */
#define GATE_COMPLETED 0.99
#define GATE_GROWTH    2.0
#define GATE_PILE      0.01
#define GATE_CHANCE    2.0
#define GATE_CERTAIN   4.0

/* Little's law may be off by this share: a closed load, and an open one from
 * empty to empty, where only rounding is left. */
#define GATE_LITTLE_CLOSED 0.02
#define GATE_LITTLE_OPEN   0.001

/* A physical bound may be exceeded by this share. */
#define GATE_BOUND 0.01

/* What the gates look at. NAN: not known, or not borne by the data. */
struct gate_figures {
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
const char *gate_accounting(const struct gate_figures *figures,
			    char reason[GATE_REASON]);

/* Time never goes back, and reading it costs little. */
const char *gate_clock(const struct gate_figures *figures,
		       char reason[GATE_REASON]);

/* Arrivals come when the schedule says. */
const char *gate_generator(const struct gate_figures *figures,
			   char reason[GATE_REASON]);

/* The peer is not what was measured. */
const char *gate_peer(const struct gate_figures *figures,
		      char reason[GATE_REASON]);

/* The tasks in flight end, and do not pile up. */
const char *gate_overload(const struct gate_figures *figures,
			  char reason[GATE_REASON]);

/* The warm-up was long enough, and there is a steady state. */
const char *gate_steady(const struct gate_figures *figures,
			char reason[GATE_REASON]);

/* Tasks in flight = throughput x response. */
const char *gate_little(const struct gate_figures *figures,
			char reason[GATE_REASON]);

/* Nobody used more CPU time, or more workers, than there are. */
const char *gate_bounds(const struct gate_figures *figures,
			char reason[GATE_REASON]);

/* All of them, in that order: the first reason, or NULL. */
const char *gates_first(const struct gate_figures *figures,
			char reason[GATE_REASON]);

#endif
