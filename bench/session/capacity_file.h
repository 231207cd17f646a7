/*
 * capacity_file.h - the capacities that a plan needs, as a list and as
 * capacity.json.
 */
#ifndef BENCH_SESSION_CAPACITY_FILE_H
#define BENCH_SESSION_CAPACITY_FILE_H

#include "bench/session/capacity.h"

/* What one contestant can do in one point. */
struct capacity {
	struct cell closed;
	char id[CELL_ID];
	double rates[CAPACITY_RUNS + 1]; /* of the valid runs */
	unsigned n_rates;
	double rate; /* their median; 0 without any */
	bool known;
	char why[CELL_ERROR]; /* the last run that was not valid */
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
