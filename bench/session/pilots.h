/*
 * pilots.h - short runs before the first round, which no verdict ever sees:
 * how long the runs of each point have to be, and how many workers
 * threads:best has there.
 *
 * One closed run for each contestant of each point, in random order. What was
 * found is kept in pilots.json, so that a bench that was cut off goes on with
 * the same lengths and sizes, and another bench may take them over. A point of
 * a fixed batch has no length, and one with a fault keeps the suite's: what a
 * fault does happens at an instant of the run.
 */
#ifndef BENCH_SESSION_PILOTS_H
#define BENCH_SESSION_PILOTS_H

#include "bench/session/plan.h"
#include "bench/session/size.h"

/* How making pilot runs ended. */
enum pilots_end {
	PILOTS_KNOWN,
	PILOTS_INTERRUPTED, /* nothing is kept */
	PILOTS_UNWRITTEN,   /* see error */
};

/* What is known of one contestant at one point. */
struct pilot {
	struct cell cell; /* a closed load by duration, of no experiment */
	char id[CELL_ID];
	double response_ns, rate;  /* mean; tasks a second; 0: not known */
	unsigned workers;          /* of threads:best; 0: not known */
	struct size_search search; /* how it was found */
	bool known;
	char why[CELL_ERROR]; /* of the last run that gave no rate */
};

/* All of a plan; zeroed is empty. */
struct pilots {
	struct pilot *each;
	unsigned n;
	unsigned longer; /* every run so many times as long as needed; 1 */
};

/* Makes the pilot runs that FOLDER/pilots.json, or else FROM/pilots.json,
 * lacks, and sets the times and sizes of the plan's cells, `longer` times what
 * they need (0: as FOLDER has it, or once). Sizes, and lengths that did not fit,
 * are printed to standard output. FROM may be NULL. */
enum pilots_end pilots_run(struct plan *plan, const char *folder,
			   const char *from, unsigned longer,
			   double calibration, char error[COMPLAINT]);

/* Time that pilots_run() takes when nothing is known yet. */
int64_t pilots_guess_ns(const struct plan *plan);

/* The list of them, and its file. */

/* Collects what a plan has to know. */
void pilots_collect(const struct plan *plan, struct pilots *all);

/* The pilot of a cell, open or closed; NULL: it needs none. */
struct pilot *pilots_find(const struct pilots *all, const struct cell *cell);

/* Gives the plan's cells their times and sizes. */
void pilots_apply(const struct pilots *all, struct plan *plan);

/* Takes what FOLDER/pilots.json knows. Returns how many are known. */
unsigned pilots_read(struct pilots *all, const char *folder);

/* Writes FOLDER/pilots.json; false with a line in error. */
bool pilots_write(const struct pilots *all, const char *folder,
		  char error[COMPLAINT]);

/* Frees the list. */
void pilots_free(struct pilots *all);

#endif
