/*
 * hunt.h - one search for the highest rate that keeps a slo: runs, one
 * after the other, until bench/session/search.h is content.
 *
 * It begins at half of what the contestant does in a closed load. Every run has
 * a schedule of its own: a rate that holds only for one pattern of arrivals
 * does not hold.
 */
#ifndef CLI_HUNT_H
#define CLI_HUNT_H

#include "bench/session/progress.h"
#include "bench/session/search.h"
#include "cli/request.h"

#include <jansson.h>
#include <stdbool.h>

/* One search under way. */
struct hunt {
	const struct request *request;
	const struct cell *cell;
	double calibration;
	struct search search;
	struct progress_bar bar;
	unsigned runs, again; /* made; more of them at this rate at most */
	double alone_ns; /* the least that a task alone took; 0: not known */
	char why[CELL_ERROR]; /* of the last run that was not valid, if the
			       * lowest rate that did not hold was one */
	json_t *tried;
};

/* Whether a task alone takes longer than slo: then no rate is tried. */
bool hunt_is_hopeless(const struct hunt *hunt);

/* Searches, from a hunt whose request, cell, calibration, bar and `tried` (an
 * empty array) are set; false after a signal. */
bool hunt_rate(struct hunt *hunt);

#endif
