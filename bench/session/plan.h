/*
 * plan.h - what a suite makes on this machine: its cells, and the random order
 * in which each round measures them.
 *
 * Randomised complete blocks: a block is one point of a grid (workload,
 * parameters, concurrency, placement), its contestants are measured back to
 * back, in random order; the blocks of all experiments are shuffled too. The
 * order depends on the seed and the round alone, so a bench that was cut off
 * goes on in the same one.
 */
#ifndef BENCH_SESSION_PLAN_H
#define BENCH_SESSION_PLAN_H

#include "bench/suite/suite.h"

/* How many times longer than needed runs may be made. */
enum { PLAN_MOST_LONGER = 100 };

/* A cell and where it belongs. */
struct planned {
	struct cell cell;
	char id[CELL_ID];
	double load; /* what is offered, of its own capacity: 0.7; 0: no load */
	unsigned section, block;
};

/* The contestants of one point: cells first to first + n - 1. */
struct block {
	unsigned section, first, n;
	unsigned extra; /* rounds beyond the suite's, for noisy ones */
};

/* A whole bench, before it is run. */
struct plan {
	const struct suite *suite;
	uint64_t seed;
	unsigned rounds;      /* the most of any point, extra ones included */
	unsigned most_rounds; /* what that may grow to */
	unsigned n_cells, n_blocks;
	struct planned *cells;
	struct block *blocks;
};

/* Makes the plan of a suite, which must outlive it. Seed 0: the suite's, or
 * else one from the clock. */
void plan_make(struct plan *plan, const struct suite *suite, uint64_t seed);

/* Gives cells and blocks back; the suite stays. */
void plan_free(struct plan *plan);

/* The cells of a round in their order, as indices into plan->cells; `order` has
 * room for n_cells. Returns their number: experiments with fewer rounds are
 * left out. */
unsigned plan_order(const struct plan *plan, unsigned round, unsigned *order);

/* How many rounds a cell has, extra ones included. */
unsigned plan_rounds(const struct plan *plan, unsigned cell);

/* How many rounds the suite gives a point. */
unsigned plan_planned(const struct plan *plan, unsigned block);

/* Gives a point so many extra rounds, unless it has more; no more than
 * noisy.h allows. */
void plan_extend(struct plan *plan, unsigned block, unsigned extra);

/* All runs of the plan. */
unsigned plan_runs(const struct plan *plan);

/* Whether pilot runs decide how long a cell's runs are: not those of a fixed
 * batch, with a fault, or where the suite says lengths = fixed. */
bool plan_is_piloted(const struct plan *plan, unsigned cell);

/* What a single task of a cell takes at the least, by its parameters; 0: they
 * do not say. */
int64_t plan_task_ns(const struct cell *cell);

/* What a run of a cell takes, process and all, as far as can be known before
 * the first. */
int64_t plan_guess_ns(const struct plan *plan, unsigned cell);

#endif
