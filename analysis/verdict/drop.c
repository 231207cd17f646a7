/*
 * drop.c - drops noisy rounds, point by point, the worst first. Which are noisy
 * and how many may go is the rule of base/noisy_rounds.h.
 *
 * The runs of all cells of a point are put in one list, sorted by round, and
 * cut into rounds; those that are noisy are sorted by how badly, and the
 * first of them are dropped, in all cells at once. One that two contestants need
 * for their verdict stays, and the next in line may go instead.
 */
#include "analysis/verdict/drop.h"

#include "analysis/read/arena.h"
#include "analysis/verdict/experiment.h"
#include "base/noisy_rounds.h"

#include <math.h>
#include <stdlib.h>

/* A round of a point: a stretch of its runs. */
struct round {
	unsigned number;
	size_t n_runs, n_noisy;
	struct measured **runs;
	double badness;
};

/* Room for the largest point there could be. */
struct room {
	struct measured **runs;
	struct round *rounds;
};

/* Judges all runs of the folder together. Returns the session's speed. */
static double judge(const struct analysis *analysis, struct beside *scratch)
{
	const struct summary *cells = analysis->summaries;
	double session_ns;
	size_t n = 0;

	for (size_t i = 0; i < analysis->n_summaries; i++)
		for (size_t j = 0; j < cells[i].n_runs; j++)
			scratch[n++] = (struct beside){
				.speed_ns = cells[i].runs[j].speed_ns,
				.told = cells[i].runs[j].noisy};
	session_ns = noisy_judge(scratch, n);
	n = 0;
	for (size_t i = 0; i < analysis->n_summaries; i++)
		for (size_t j = 0; j < cells[i].n_runs; j++)
			cells[i].runs[j].noisy = scratch[n++].noisy;
	return session_ns;
}

/* For qsort(): the order in which they were made. */
static int by_round(const void *left, const void *right)
{
	const struct measured *a = *(struct measured *const *)left;
	const struct measured *b = *(struct measured *const *)right;

	return (a->round > b->round) - (a->round < b->round);
}

/* Worst first; of equal ones the one with more noisy runs, then the earlier
 * one: never by chance. */
static int by_badness(const void *left, const void *right)
{
	const struct round *a = left, *b = right;

	if (a->badness != b->badness)
		return a->badness > b->badness ? -1 : 1;
	if (a->n_noisy != b->n_noisy)
		return a->n_noisy > b->n_noisy ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

/* Adds a run to its round: steal and slowness are both shares of the CPU time
 * that the run did not get, so they are on one scale. Whose generator came late
 * got nothing that counts. */
static void add_run(const struct analysis *analysis, struct round *round,
		    const struct measured *run)
{
	double off = noisy_speed_off(run->speed_ns, analysis->speed_ns);

	round->n_runs++;
	round->n_noisy += run->noisy;
	round->badness = fmax(round->badness, off);
	if (run->late)
		round->badness = fmax(round->badness, 1);
	if (isfinite(run->steal))
		round->badness = fmax(round->badness, run->steal);
}

/* Cuts the runs of a point into rounds. Returns how many. */
static size_t cut(const struct analysis *analysis, const struct room *room,
		  size_t n_runs)
{
	size_t n = 0;

	qsort(room->runs, n_runs, sizeof *room->runs, by_round);
	for (size_t i = 0; i < n_runs; i++) {
		struct measured **run = &room->runs[i];

		if (!n || room->rounds[n - 1].number != run[0]->round)
			room->rounds[n++] = (struct round){
				.number = run[0]->round, .runs = run};
		add_run(analysis, &room->rounds[n - 1], *run);
	}
	return n;
}

/* Moves the noisy rounds to the front, worst first. Returns how many. */
static size_t find_noisy(struct round *rounds, size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		if (rounds[i].n_noisy)
			rounds[found++] = rounds[i];
	qsort(rounds, found, sizeof *rounds, by_badness);
	return found;
}

/* Whether a cell has a run of that round which may count. */
static bool has_valid(const struct summary *cell, unsigned number)
{
	for (size_t i = 0; i < cell->n_runs; i++)
		if (cell->runs[i].round == number)
			return cell->runs[i].valid && !cell->runs[i].dropped;
	return false;
}

/* How many rounds two cells have in common, of those that may count. */
static size_t count_common(const struct summary *a, const struct summary *b)
{
	size_t common = 0;

	for (size_t i = 0; i < a->n_runs; i++)
		if (a->runs[i].valid && !a->runs[i].dropped)
			common += has_valid(b, a->runs[i].round);
	return common;
}

/* Whether any two of n cells would lose their verdict with a round. */
static bool is_needed(const struct summary *cells, size_t n, unsigned number)
{
	for (size_t a = 0; a < n; a++)
		for (size_t b = a + 1; b < n; b++)
			if (has_valid(&cells[a], number) &&
			    has_valid(&cells[b], number) &&
			    noisy_needed(count_common(&cells[a], &cells[b])))
				return true;
	return false;
}

/* Drops the worst of the noisy rounds, but none that is needed. Returns how
 * many. */
static size_t drop_rounds(const struct summary *cells, size_t n,
			  const struct round *noisy, size_t n_noisy,
			  size_t most)
{
	size_t dropped = 0;

	for (size_t i = 0; i < n_noisy && dropped < most; i++) {
		if (is_needed(cells, n, noisy[i].number))
			continue;
		for (size_t j = 0; j < noisy[i].n_runs; j++)
			noisy[i].runs[j]->dropped = true;
		dropped++;
	}
	return dropped;
}

/* Drops what is to be dropped at a point of n cells. */
static void drop_point(struct analysis *analysis, struct summary *cells,
		       size_t n, const struct room *room)
{
	size_t n_runs = 0, n_rounds, noisy, dropped;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < cells[i].n_runs; j++)
			room->runs[n_runs++] = &cells[i].runs[j];
	n_rounds = cut(analysis, room, n_runs);
	noisy = find_noisy(room->rounds, n_rounds);
	dropped = drop_rounds(cells, n, room->rounds, noisy,
			      noisy_dropped(n_rounds, noisy));
	for (size_t i = 0; i < n; i++) {
		cells[i].n_rounds = n_rounds;
		cells[i].n_dropped = dropped;
	}
	analysis->n_rounds += n_rounds;
	analysis->n_noisy += noisy;
	analysis->n_dropped += dropped;
}

/* The session first, then each point by itself: a point that was measured in a
 * calm hour loses nothing for one that was not. */
void drop_noisy(struct analysis *analysis, const struct design *design)
{
	struct summary *cell = analysis->summaries;
	struct summary *end = cell + analysis->n_summaries;
	struct arena *arena = arena_new();
	size_t n = analysis->n_runs;
	struct room room = {
		.runs = arena_array(arena, n, sizeof *room.runs),
		.rounds = arena_array(arena, n, sizeof *room.rounds),
	};

	analysis->speed_ns =
		judge(analysis, arena_array(arena, n, sizeof(struct beside)));
	for (; cell < end; cell += n) {
		n = experiments_point(design, cell, end);
		drop_point(analysis, cell, n, &room);
	}
	arena_free(arena);
}
