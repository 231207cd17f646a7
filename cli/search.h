/*
 * search.h - finds the highest rate that holds, by runs that hold or do not.
 *
 * Doubles or halves until one rate holds and a higher one does not, halves the
 * ratio between the two until it is below 5 %, then confirms: three more runs
 * must hold, or it steps down and begins to confirm again. Knows nothing of
 * runs: a test can play them.
 */
#ifndef CLI_SEARCH_H
#define CLI_SEARCH_H

#include <stdbool.h>

/* How many runs confirm a rate. */
enum { SEARCH_CONFIRMS = 3 };

/* A search under way. */
struct search {
	double least, most; /* rates worth trying */
	double good, bad;   /* the highest that held, the lowest that did not;
			     * 0 and INFINITY: none yet */
	double rate;        /* to try next; 0: the search is over */
	bool confirming;
	unsigned confirmed; /* runs that held at `good` since */
};

/* Begins at a guess. */
void search_start(struct search *search, double guess, double least,
		  double most);

/* Says whether the run at search->rate held, and moves on. */
void search_tell(struct search *search, bool holds);

/* The rate that was found, when it is over; 0 if none holds. */
double search_found(const struct search *search);

#endif
