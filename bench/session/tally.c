/*
 * tally.c - keeps the books of a bench. A run is known by its cell's id,
 * experiment and round, whatever session made it.
 */
#include "bench/session/tally.h"

#include "bench/session/runline.h"

#include <stdlib.h>
#include <string.h>

/* Zeroed memory; there is no way on without it. */
static void *zeroed(size_t n, size_t size)
{
	void *made = calloc(n + 1, size);

	if (!made)
		abort();
	return made;
}

void tally_start(struct tally *tally, struct plan *plan)
{
	*tally = (struct tally){
		.plan = plan,
		.notes = zeroed((size_t)plan->n_cells * plan->most_rounds,
				sizeof *tally->notes),
		.cells = zeroed(plan->n_cells, sizeof *tally->cells),
		.answers = zeroed(plan->n_blocks, sizeof *tally->answers),
	};
}

void tally_free(struct tally *tally)
{
	free(tally->notes);
	free(tally->cells);
	free(tally->answers);
	*tally = (struct tally){0};
}

/* What is noted of a run. */
static struct run_note *note(const struct tally *tally, unsigned cell,
			     unsigned round)
{
	return &tally->notes[(size_t)cell * tally->plan->most_rounds + round];
}

bool tally_is_done(const struct tally *tally, unsigned cell, unsigned round)
{
	return note(tally, cell, round)->done;
}

bool tally_agrees(const struct tally *tally, unsigned cell, const json_t *line,
		  const struct answer **other)
{
	const char *digest = runline_digest(line);

	*other = &tally->answers[tally->plan->cells[cell].block];
	return !digest || !*(*other)->digest ||
	       strcmp((*other)->digest, digest) == 0;
}

/* The machine's speed beside a run, from before and after; NAN if it lacks. */
static double speed_of(const json_t *line)
{
	return (runline_number(line, "noise", "speed_before_ns") +
		runline_number(line, "noise", "speed_after_ns")) /
	       2;
}

/* Notes a run, of whatever session. */
static void take(struct tally *tally, unsigned cell, unsigned round,
		 const json_t *line)
{
	struct answer *answer = &tally->answers[tally->plan->cells[cell].block];
	const struct answer *other;
	const char *digest = runline_digest(line);

	if (digest && !*answer->digest && strlen(digest) < CELL_ID) {
		memcpy(answer->digest, digest, strlen(digest) + 1);
		answer->cell = cell;
	}
	tally->n_differing += !tally_agrees(tally, cell, line, &other);
	tally->n_invalid += !runline_valid(line);
	tally->n_done++;
	tally->cells[cell].done++;
	*note(tally, cell, round) = (struct run_note){
		.done = true,
		.beside = {.speed_ns = speed_of(line),
			   .told = runline_noisy(line)},
	};
}

void tally_run(struct tally *tally, unsigned cell, unsigned round,
	       const json_t *line, int64_t wall_ns)
{
	take(tally, cell, round, line);
	tally->cells[cell].timed++;
	tally->cells[cell].wall_ns += wall_ns;
}

/* The cell that a line is about; n_cells if none of this plan. */
static unsigned find_cell(const struct plan *plan, const json_t *line)
{
	const char *id = runline_text(line, "cell");
	const char *experiment = runline_text(line, "experiment");
	unsigned i = 0;

	if (!id || !experiment)
		return plan->n_cells;
	while (i < plan->n_cells &&
	       (strcmp(plan->cells[i].id, id) != 0 ||
		strcmp(plan->cells[i].cell.experiment, experiment) != 0))
		i++;
	return i;
}

/* Whether a point may have that round: planned, or extra and then more of it
 * may be missing. */
static bool expect_round(struct plan *plan, unsigned block, json_int_t round)
{
	unsigned planned = plan_planned(plan, block);

	if (round >= planned + noisy_most(planned))
		return false;
	if (round >= planned)
		plan_extend(plan, block, (unsigned)round - planned + 1);
	return true;
}

void tally_line(void *data, const json_t *line)
{
	struct tally *tally = data;
	unsigned cell = find_cell(tally->plan, line);
	json_int_t round = json_integer_value(json_object_get(line, "round"));

	if (cell == tally->plan->n_cells || round < 0 ||
	    !expect_round(tally->plan, tally->plan->cells[cell].block, round) ||
	    note(tally, cell, (unsigned)round)->done)
		return;
	take(tally, cell, (unsigned)round, line);
}

/* What a run of the cell takes, by those made or by the plan's guess. */
static int64_t run_ns(const struct tally *tally, unsigned cell)
{
	const struct cell_tally *known = &tally->cells[cell];

	return known->timed ? known->wall_ns / known->timed
			    : plan_guess_ns(tally->plan, cell);
}

int64_t tally_left_ns(const struct tally *tally)
{
	int64_t left = 0;

	for (unsigned i = 0; i < tally->plan->n_cells; i++)
		left += run_ns(tally, i) *
			(plan_rounds(tally->plan, i) - tally->cells[i].done);
	return left;
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
		zeroed((size_t)plan->n_cells * plan->rounds, sizeof *runs);

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
