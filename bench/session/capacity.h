/*
 * capacity.h - how much each contestant can do: tasks per second in a closed
 * loop, which an open loop's rate is then a share of.
 *
 * A bench with `load = 70%` measures this before its rounds, once for each
 * contestant in each point, and keeps it in capacity.json, so that a bench that
 * was cut off goes on with the same rates.
 */
#ifndef BENCH_SESSION_CAPACITY_H
#define BENCH_SESSION_CAPACITY_H

#include "bench/session/plan.h"

/* How often a capacity is measured; the median counts. */
enum { CAPACITY_RUNS = 3 };

/* How measuring ended. */
enum capacity_end {
	CAPACITY_KNOWN,
	CAPACITY_INTERRUPTED, /* nothing is kept */
	CAPACITY_UNWRITTEN,   /* see error */
};

/* Measures what an open cell's load is a share of, as far as FOLDER, or else
 * FROM, has it not, and sets the rates of the plan's cells. FROM, the folder of
 * another bench, may be NULL. Those of a contestant that could not
 * be measured stay 0. */
enum capacity_end capacity_run(struct plan *plan, const char *folder,
			       const char *from, double calibration,
			       char error[COMPLAINT]);

/* Why an open cell cannot be run: it has no rate, or one beyond all limits.
 * False if it can. */
bool capacity_refuses(const struct cell *cell, char why[CELL_ERROR]);

/* Time that capacity_run() takes when nothing is known yet. */
int64_t capacity_guess_ns(const struct plan *plan);

/* The closed loop that shows what the contestant of an open cell can do. A copy
 * is measured as what it is a copy of, and a fault is not made. */
void capacity_closed(const struct cell *open, struct cell *closed);

/* One closed run in a process of its own: tasks per second; NAN, with a line in
 * why, if it is invalid. */
double capacity_measure(const struct cell *closed, const char *scratch,
			double calibration, char why[CELL_ERROR]);

/* A rate with three digits, as people write rates. */
double capacity_round(double rate);

/* The list of them, and its file. */

/* What one contestant can do in one point. */
struct capacity {
	struct cell closed;
	char id[CELL_ID];
	double rates[CAPACITY_RUNS + 1]; /* of the valid runs */
	unsigned n_rates;
	double rate; /* their median; 0 without any */
	bool known;
	char why[CELL_ERROR]; /* of the last invalid run */
};

/* All of a plan; zeroed is empty. */
struct capacities {
	struct capacity *each;
	unsigned n;
};

/* Adds a closed cell, unless it is there. */
void capacities_add(struct capacities *all, const struct cell *closed);

/* The capacity of a closed cell, or NULL. */
struct capacity *capacities_find(const struct capacities *all,
				 const struct cell *closed);

/* Takes the median of the runs. */
void capacity_settle(struct capacity *one);

/* Takes what FOLDER/capacity.json knows. Returns how many are known. */
unsigned capacities_read(struct capacities *all, const char *folder);

/* Writes FOLDER/capacity.json; false with a line in error. */
bool capacities_write(const struct capacities *all, const char *folder,
		      char error[COMPLAINT]);

/* Time that one run of each takes. */
int64_t capacities_guess_ns(const struct capacities *all);

/* Frees the list. */
void capacities_free(struct capacities *all);

#endif
