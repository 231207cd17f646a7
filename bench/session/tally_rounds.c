/*
 * tally_rounds.c - whole rounds in the books: which are complete, which were
 * noisy and are replaced.
 */
#include "bench/session/tally.h"

#include <stdlib.h>

/* What is noted of a run. */
static const struct run_note *note(const struct tally *tally, unsigned cell,
				   unsigned round)
{
	return &tally->notes[(size_t)cell * tally->plan->most_rounds + round];
}

unsigned tally_rounds(const struct tally *tally)
{
	unsigned complete = 0;

	for (unsigned round = 0; round < tally->plan->rounds; round++) {
		bool whole = true;

		for (unsigned i = 0; i < tally->plan->n_cells && whole; i++)
			whole = round >= plan_rounds(tally->plan, i) ||
				note(tally, i, round)->done;
		complete += whole;
	}
	return complete;
}

/* What stood beside all runs that were made, cell by cell, round by round; the
 * caller's to free. */
static struct beside *all_runs(const struct tally *tally, size_t *n)
{
	const struct plan *plan = tally->plan;
	struct beside *runs =
		calloc((size_t)plan->n_cells * plan->rounds + 1, sizeof *runs);

	if (!runs)
		abort();
	*n = 0;
	for (unsigned cell = 0; cell < plan->n_cells; cell++)
		for (unsigned r = 0; r < plan_rounds(plan, cell); r++)
			runs[(*n)++] = note(tally, cell, r)->beside;
	return runs;
}

/* How many rounds of a point are noisy; `runs` are its own. */
static unsigned count_noisy(const struct beside *runs, unsigned cells,
			    unsigned rounds)
{
	unsigned noisy = 0;

	for (unsigned round = 0; round < rounds; round++) {
		bool any = false;

		for (unsigned cell = 0; cell < cells; cell++)
			any |= runs[cell * rounds + round].noisy;
		noisy += any;
	}
	return noisy;
}

unsigned tally_replaced(const struct tally *tally)
{
	unsigned replaced = 0;

	for (unsigned point = 0; point < tally->plan->n_blocks; point++)
		replaced += tally->plan->blocks[point].extra;
	return replaced;
}

unsigned tally_replace(const struct tally *tally)
{
	struct plan *plan = tally->plan;
	unsigned before = tally_replaced(tally);
	size_t n, at = 0;
	struct beside *runs = all_runs(tally, &n);

	noisy_judge(runs, n);
	for (unsigned point = 0; point < plan->n_blocks; point++) {
		const struct block *block = &plan->blocks[point];
		unsigned planned = plan_planned(plan, point);
		unsigned rounds = planned + block->extra;
		unsigned noisy = count_noisy(runs + at, block->n, rounds);

		at += (size_t)block->n * rounds;
		/* What a fault does on purpose, it would do again. */
		if (*plan->suite->sections[block->section].fault)
			noisy = 0;
		plan_extend(plan, point, noisy_replaced(planned, noisy));
	}
	free(runs);
	return tally_replaced(tally) - before;
}
