/*
 * tally.c - keeps the books of a bench. A run is known by its cell's id,
 * experiment and round, whatever session made it.
 */
#include "bench/session/tally.h"

#include <math.h>
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

/* The digest of a whole, valid batch; NULL if the line is none. */
static const char *digest_of(const json_t *line)
{
	const json_t *tasks = json_object_get(line, "tasks");
	const json_t *completed = json_object_get(line, "completed");

	if (!json_is_true(json_object_get(line, "valid")) ||
	    !json_is_integer(tasks) ||
	    json_integer_value(tasks) != json_integer_value(completed))
		return NULL;
	return json_string_value(json_object_get(line, "answers"));
}

bool tally_agrees(const struct tally *tally, unsigned cell, const json_t *line,
		  const struct answer **other)
{
	const char *digest = digest_of(line);

	*other = &tally->answers[tally->plan->cells[cell].block];
	return !digest || !*(*other)->digest ||
	       strcmp((*other)->digest, digest) == 0;
}

/* The machine's speed beside a run, from before and after; NAN if it lacks. */
static double speed_of(const json_t *line)
{
	const json_t *noise = json_object_get(line, "noise");
	const json_t *before = json_object_get(noise, "speed_before_ns");
	const json_t *after = json_object_get(noise, "speed_after_ns");

	if (!json_is_number(before) || !json_is_number(after))
		return NAN;
	return (json_number_value(before) + json_number_value(after)) / 2;
}

/* Whether the run itself says that it was noisy. */
static bool told(const json_t *line)
{
	return json_array_size(json_object_get(line, "noisy")) > 0;
}

/* Notes a run, of whatever session. */
static void take(struct tally *tally, unsigned cell, unsigned round,
		 const json_t *line)
{
	struct answer *answer = &tally->answers[tally->plan->cells[cell].block];
	const struct answer *other;
	const char *digest = digest_of(line);

	if (digest && !*answer->digest && strlen(digest) < CELL_ID) {
		memcpy(answer->digest, digest, strlen(digest) + 1);
		answer->cell = cell;
	}
	tally->n_differing += !tally_agrees(tally, cell, line, &other);
	tally->n_invalid += !json_is_true(json_object_get(line, "valid"));
	tally->n_done++;
	tally->cells[cell].done++;
	*note(tally, cell, round) = (struct run_note){
		.done = true,
		.beside = {.speed_ns = speed_of(line), .told = told(line)},
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
	const char *id = json_string_value(json_object_get(line, "cell"));
	const char *experiment =
		json_string_value(json_object_get(line, "experiment"));
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
