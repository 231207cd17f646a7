/*
 * tally_rounds.c - whole rounds in the books: which are complete, which were
 * disturbed and are replaced.
 */
#include "bench/tally.h"

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

/* How many rounds of a place are disturbed; `runs` are its own. */
static unsigned count_disturbed(const struct beside *runs, unsigned cells,
				unsigned rounds)
{
	unsigned disturbed = 0;

	for (unsigned round = 0; round < rounds; round++) {
		bool any = false;

		for (unsigned cell = 0; cell < cells; cell++)
			any |= runs[cell * rounds + round].disturbed;
		disturbed += any;
	}
	return disturbed;
}

unsigned tally_replaced(const struct tally *tally)
{
	unsigned replaced = 0;

	for (unsigned place = 0; place < tally->plan->n_blocks; place++)
		replaced += tally->plan->blocks[place].extra;
	return replaced;
}

unsigned tally_replace(const struct tally *tally)
{
	struct plan *plan = tally->plan;
	unsigned before = tally_replaced(tally);
	size_t n, at = 0;
	struct beside *runs = all_runs(tally, &n);

	disturbed_judge(runs, n);
	for (unsigned place = 0; place < plan->n_blocks; place++) {
		const struct block *block = &plan->blocks[place];
		unsigned planned = plan_planned(plan, place);
		unsigned rounds = planned + block->extra;
		unsigned disturbed =
			count_disturbed(runs + at, block->n, rounds);

		at += (size_t)block->n * rounds;
		/* What a fault does on purpose, it would do again. */
		if (*plan->suite->sections[block->section].fault)
			disturbed = 0;
		plan_extend(plan, place,
			    disturbed_replaced(planned, disturbed));
	}
	free(runs);
	return tally_replaced(tally) - before;
}
