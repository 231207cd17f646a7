/*
 * standing.h - who leads at one point of the grid.
 *
 * Leaders are read off the verdicts: the best by median, and all whom nobody
 * beats. Only a winner of the analysis is called one.
 */
#ifndef ANALYSIS_VERDICT_STANDING_H
#define ANALYSIS_VERDICT_STANDING_H

#include "analysis/analysis.h"

/* The most leaders that are named, and the most contestants of a point. */
enum { MOST_LEADERS = 8, MOST_CELLS = 64 };

/* How a point of the grid ended, for one look. */
enum standing {
	STANDING_WINNER,       /* one is better than every rival */
	STANDING_LEADERS,      /* some are beaten, several are not */
	STANDING_TIED,         /* no practical difference between any two */
	STANDING_INCONCLUSIVE, /* more rounds are needed */
	STANDING_NO_VERDICT,   /* fewer than 6 common valid rounds */
	STANDING_ALONE,        /* fewer than two contestants have a valid run */
	STANDINGS
};

/* How this point ended, by the verdicts on its pairs. */
enum standing standing_of(const struct analysis *analysis,
			  const struct point *point);

/* The cells of a point that have a valid run, best first, at most `most`. */
size_t standing_valid(const struct point *point, const struct summary **cells,
		      size_t most);

/* The best cell of a point and those that it does not beat, in the suite's
 * order, at most `most`. */
size_t standing_leaders(const struct analysis *analysis,
			const struct point *point,
			const struct summary **leaders, size_t most);

/* Whether there is no practical difference between any two of some cells: two
 * that merely cannot be told apart are not tied. */
bool standing_tied(const struct analysis *analysis,
		   const struct summary *const *cells, size_t n);

#endif
