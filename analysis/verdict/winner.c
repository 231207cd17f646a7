/*
 * winner.c - verdicts of whole points: every pair once, then who beat all.
 *
 * Cells stand in order and pairs are made in that order, so the verdicts are
 * sorted by the addresses of their cells, and a pair is found by bisection.
 */
#include "analysis/verdict/winner.h"

#include "analysis/read/arena.h"
#include "analysis/verdict/summary.h"
#include "analysis/verdict/verdict.h"
#include "base/cpulist.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Below this many tasks in flight, a wake-up on another idle CPU decides. */
enum { PLACEMENT_MATTERS_BELOW = 4 };

/* The order of the suite: cells of an array that is sorted so. */
static int by_address(const void *left, const void *right)
{
	const struct summary *a = *(const struct summary *const *)left;
	const struct summary *b = *(const struct summary *const *)right;

	return (a > b) - (a < b);
}

/* For qsort() and bsearch(): by addresses, which are in one array. */
static int by_cells(const void *left, const void *right)
{
	const struct verdict *a = left, *b = right;
	int order = (a->a > b->a) - (a->a < b->a);

	return order ? order : (a->b > b->b) - (a->b < b->b);
}

const struct verdict *analysis_verdict(const struct analysis *analysis,
				       const struct summary *a,
				       const struct summary *b)
{
	struct verdict key = {.a = a < b ? a : b, .b = a < b ? b : a};

	if (analysis->n_verdicts == 0)
		return NULL;
	return bsearch(&key, analysis->verdicts, analysis->n_verdicts,
		       sizeof key, by_cells);
}

struct verdict verdict_between(const struct analysis *analysis,
			       const struct summary *a, const struct summary *b)
{
	const struct verdict *verdict = analysis_verdict(analysis, a, b);

	if (!verdict)
		return (struct verdict){.a = a,
					.b = b,
					.outcome = NO_VERDICT,
					.ratio = NAN,
					.low = NAN,
					.high = NAN};
	return verdict->a == a ? *verdict : verdict_flip(verdict);
}

/* A contestant that never had a valid run is no rival; one with too few rounds
 * is, and so there is no winner. */
static bool beats_all(const struct analysis *analysis,
		      const struct point *point, const struct summary *cell)
{
	size_t beaten = 0;

	for (size_t i = 0; i < point->n_cells; i++) {
		const struct summary *rival = point->cells[i];

		if (rival == cell || rival->n_valid == 0)
			continue;
		if (verdict_between(analysis, cell, rival).outcome != BETTER)
			return false;
		beaten++;
	}
	return beaten > 0;
}

/* Whether each wake-up goes where the suite says: the contestant has one CPU,
 * and the peer that one or others, but not the choice between the two. All
 * contestants of a point have the same CPUs. */
static bool is_placed(const struct summary *cell)
{
	cpu_set_t own, peer, both;

	if (!cpulist_parse(cell->cpus, &own) || CPU_COUNT(&own) != 1)
		return false;
	if (!cpulist_parse(cell->peer_cpus, &peer))
		return false;
	CPU_AND(&both, &own, &peer);
	return CPU_COUNT(&both) == 0 || CPU_COUNT(&peer) == 1;
}

/* Where the scheduler chose the CPUs and few tasks are in flight, its choice
 * decides, not the model. */
static bool may_be_won(const struct point *point)
{
	const struct summary *cell = point->cells[0];

	return cell->concurrency >= PLACEMENT_MATTERS_BELOW || is_placed(cell);
}

/* Against the best of the others: cells stand best first. */
static const struct verdict *margin(const struct analysis *analysis,
				    const struct point *point)
{
	const struct summary *next =
		point->cells[point->cells[0] == point->winner];
	struct verdict *verdict =
		arena_array(analysis->memory, 1, sizeof *verdict);

	*verdict = verdict_between(analysis, point->winner, next);
	return verdict;
}

/* At most one can beat all the others. */
static void find_winner(struct analysis *analysis, struct point *point)
{
	for (size_t i = 0; i < point->n_cells && may_be_won(point); i++)
		if (beats_all(analysis, point, point->cells[i]))
			point->winner = point->cells[i];
	if (point->winner)
		point->margin = margin(analysis, point);
}

/* Whether a cell is the copy of another: "async*" of "async". */
static bool twins(const struct summary *copy, const struct summary *cell)
{
	size_t length = strlen(cell->contestant);

	return copy->copy && !cell->copy &&
	       strlen(copy->contestant) == length + 1 &&
	       !strncmp(copy->contestant, cell->contestant, length);
}

/* Whether two cells of a point are compared at all. */
static bool comparable(const struct summary *a, const struct summary *b)
{
	return (!a->copy && !b->copy) || twins(a, b) || twins(b, a);
}

/* Adds one pair to the verdicts. What a contestant shows against itself decides
 * nothing about its point. */
static void judge_pair(struct analysis *analysis, struct point *point,
		       const struct summary *a, const struct summary *b,
		       double *scratch)
{
	enum metric metric = point->experiment->primary;
	struct verdict verdict = verdict_pair(a, b, metric, scratch);

	analysis->verdicts[analysis->n_verdicts++] = verdict;
	if (!a->copy && !b->copy)
		point->decided |=
			verdict.outcome == BETTER || verdict.outcome == WORSE;
}

/* Adds all pairs of a point to the verdicts, for which there is room. */
static void judge(struct analysis *analysis, struct point *point,
		  double *scratch)
{
	size_t n = point->n_cells + point->n_copies;
	const struct summary **cells =
		arena_array(analysis->memory, n, sizeof *cells);

	for (size_t i = 0; i < n; i++)
		cells[i] = i < point->n_cells
				   ? point->cells[i]
				   : point->copies[i - point->n_cells];
	qsort(cells, n, sizeof *cells, by_address);
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			if (comparable(cells[i], cells[j]))
				judge_pair(analysis, point, cells[i], cells[j],
					   scratch);
}

/* How many verdicts there will be at most: a copy has one original. */
static size_t count_pairs(const struct analysis *analysis)
{
	size_t pairs = 0;

	for (size_t i = 0; i < analysis->n_experiments; i++) {
		const struct experiment *experiment = &analysis->experiments[i];

		for (size_t j = 0; j < experiment->n_points; j++) {
			const struct point *point = &experiment->points[j];
			size_t n = point->n_cells;

			pairs += n * (n - 1) / 2 + point->n_copies;
		}
	}
	return pairs;
}

void winners_find(struct analysis *analysis)
{
	struct arena *arena = analysis->memory;
	double *scratch = arena_array(
		arena, verdict_scratch(summaries_most_runs(analysis)),
		sizeof *scratch);

	analysis->verdicts = arena_array(arena, count_pairs(analysis),
					 sizeof *analysis->verdicts);
	for (size_t i = 0; i < analysis->n_experiments; i++)
		for (size_t j = 0; j < analysis->experiments[i].n_points; j++)
			judge(analysis, &analysis->experiments[i].points[j],
			      scratch);
	for (size_t i = 0; i < analysis->n_experiments; i++)
		for (size_t j = 0; j < analysis->experiments[i].n_points; j++)
			find_winner(analysis,
				    &analysis->experiments[i].points[j]);
}
