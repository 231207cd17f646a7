/*
 * size.h - which sizes of a pool are tried, to find the best: a search that
 * knows nothing of runs, so that tests can drive it.
 *
 * Geometric steps from one worker a task downwards by halves, then a bisection
 * on either side of the best. Downwards, since large pools are quick to
 * measure: a pool too small makes every response long, and a run has to be as
 * long. The steps end at 1, or where two sizes in a row did less than 0.8 of
 * the best: a throughput that has one top does not come back.
 */
#ifndef BENCH_SESSION_SIZE_H
#define BENCH_SESSION_SIZE_H

#include <stdbool.h>

/* More sizes than a search tries: steps of two up to a million, and bisection.
 */
enum { SIZE_TRIES = 40 };

/* A size that was tried. */
struct size_try {
	unsigned workers;
	double rate; /* tasks a second; 0: the run failed */
};

/* A search; set up with size_start(). */
struct size_search {
	struct size_try tries[SIZE_TRIES];
	unsigned n;
	unsigned most;
};

/* Begins a search from 1 to `most` workers. */
void size_start(struct size_search *search, unsigned most);

/* The size to try next; 0: the search is over. */
unsigned size_next(const struct size_search *search);

/* Notes what the size that size_next() named has done. */
void size_note(struct size_search *search, unsigned workers, double rate);

/* The size with the highest rate, of equal ones the smallest; 0 if none ran. */
unsigned size_best(const struct size_search *search);

/* The highest rate; 0 if none ran. */
double size_rate(const struct size_search *search);

#endif
