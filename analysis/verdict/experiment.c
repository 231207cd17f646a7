/*
 * experiment.c - one sort does it: by experiment, point and contestant. Then
 * experiments are stretches of cells, and points are stretches of those.
 *
 * The order is the suite's wherever the suite says one, since that is how its
 * author thinks of it; the rest follows in the order of the runs. Only within a
 * point cells are put by merit, for the tables.
 */
#include "analysis/verdict/experiment.h"

#include "analysis/verdict/axes.h"
#include "analysis/verdict/metrics.h"
#include "analysis/read/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What the sort knows: names of experiments, the suite's first. */
struct sorting {
	const struct design *design;
	struct words names;
};

/* All of the order of analysis.summaries; the cell's id is the last resort. */
static int compare_cells(const void *left, const void *right, void *user)
{
	const struct summary *a = left, *b = right;
	struct sorting *sorting = user;
	const struct design_experiment *designed;
	int order;

	if (a->experiment != b->experiment)
		return words_number(&sorting->names, a->experiment) <
				       words_number(&sorting->names,
						    b->experiment)
			       ? -1
			       : 1;
	designed = design_experiment(sorting->design, a->experiment);
	order = order_points(designed, a, b);
	if (!order)
		order = order_words(designed, "contestants", a->contestant,
				    b->contestant);
	return order ? order : strcmp(a->cell, b->cell);
}

/* Names get their numbers in the order of the suite; what it does not name gets
 * the next ones, in the order of the runs. */
void experiments_sort(struct analysis *analysis, const struct design *design)
{
	struct sorting sorting = {.design = design};

	words_init(&sorting.names, analysis->memory);
	for (size_t i = 0; i < design->n_experiments; i++)
		words_number(&sorting.names, design->experiments[i].name);
	for (size_t i = 0; i < analysis->n_summaries; i++)
		words_number(&sorting.names, analysis->summaries[i].experiment);
	qsort_r(analysis->summaries, analysis->n_summaries,
		sizeof *analysis->summaries, compare_cells, &sorting);
}

/* Best first, cells without a figure last; equal ones as the suite has them. */
static int compare_merit(const void *left, const void *right, void *user)
{
	const struct summary *a = *(const struct summary *const *)left;
	const struct summary *b = *(const struct summary *const *)right;
	const enum metric *primary = user;
	double of_a = a->value[*primary].median;
	double of_b = b->value[*primary].median;

	if (isnan(of_a) != isnan(of_b))
		return isnan(of_a) ? 1 : -1;
	if (isnan(of_a) || of_a == of_b)
		return a < b ? -1 : 1;
	return (of_a > of_b) == metric_info[*primary].more_is_better ? -1 : 1;
}

size_t experiments_point(const struct design *design,
			 const struct summary *first, const struct summary *end)
{
	const struct design_experiment *designed =
		design_experiment(design, first->experiment);
	const struct summary *cell = first;

	while (cell < end && cell->experiment == first->experiment &&
	       !order_points(designed, first, cell))
		cell++;
	return (size_t)(cell - first);
}

/* Adds the point of n cells from the first on; none if all are copies. */
static void take_point(struct arena *arena, struct experiment *experiment,
		       const struct summary *first, size_t n)
{
	struct point point = {.experiment = experiment};

	point.cells = arena_array(arena, n, sizeof *point.cells);
	point.copies = arena_array(arena, n, sizeof *point.copies);
	for (size_t i = 0; i < n; i++)
		if (first[i].copy)
			point.copies[point.n_copies++] = &first[i];
		else
			point.cells[point.n_cells++] = &first[i];
	if (!point.n_cells)
		return;
	qsort_r(point.cells, point.n_cells, sizeof *point.cells, compare_merit,
		&experiment->primary);
	experiment->points =
		arena_more(arena, experiment->points, experiment->n_points,
			   sizeof *experiment->points);
	experiment->points[experiment->n_points++] = point;
}

static const char *or_else(const char *text, const char *other)
{
	return text ? text : other;
}

/* The bench checked the suite; a word from a newer avt is named, and the default
 * stands in. */
static enum metric primary_of(const struct design_experiment *designed)
{
	enum metric metric = THROUGHPUT;

	if (designed && designed->metric &&
	    !metric_find(designed->metric, &metric))
		fprintf(stderr, "suite.json: [%s]: no metric '%s'; taking %s\n",
			designed->name, designed->metric,
			metric_info[metric].name);
	return metric;
}

/* What response times must keep, if the suite says. */
static void set_slo(struct experiment *experiment,
		    const struct design_experiment *designed)
{
	experiment->slo_ns = NAN;
	if (!designed || !designed->slo_metric || !(designed->slo_ns > 0))
		return;
	if (metric_find(designed->slo_metric, &experiment->slo_metric))
		experiment->slo_ns = designed->slo_ns;
	else
		fprintf(stderr, "suite.json: [%s]: no metric '%s' for an SLO\n",
			designed->name, designed->slo_metric);
}

/* What the suite says of an experiment, or what stands in for it. */
static void set_texts(struct experiment *experiment,
		      const struct design_experiment *designed)
{
	static const struct design_experiment nothing = {.figure = ""};

	if (!designed)
		designed = &nothing;
	experiment->title = or_else(designed->title, experiment->name);
	experiment->question = or_else(designed->question, "");
	experiment->figure = or_else(designed->figure, "curves");
}

/* The experiment of n cells from a cell on. */
static void fill(struct arena *arena, struct experiment *experiment,
		 const struct design *design, const struct summary *cells,
		 size_t n)
{
	const char *name = cells->experiment;
	const struct design_experiment *designed =
		design_experiment(design, name);
	size_t taken;

	experiment->name = name;
	set_texts(experiment, designed);
	experiment->workload = cells->workload;
	experiment->primary = primary_of(designed);
	set_slo(experiment, designed);
	experiment->cells = arena_array(arena, n, sizeof *experiment->cells);
	for (size_t i = 0; i < n; i++)
		if (!cells[i].copy)
			experiment->cells[experiment->n_cells++] = &cells[i];
	for (size_t at = 0; at < n; at += taken) {
		taken = experiments_point(design, &cells[at], &cells[n]);
		take_point(arena, experiment, &cells[at], taken);
	}
	axes_find(arena, experiment, designed);
}

/* How many cells from the first on are of its experiment. */
static size_t stretch(const struct summary *first, const struct summary *end)
{
	const struct summary *cell = first;

	while (cell < end && cell->experiment == first->experiment)
		cell++;
	return (size_t)(cell - first);
}

void experiments_make(struct analysis *analysis, const struct design *design,
		      struct words *words)
{
	const struct summary *cell = analysis->summaries;
	const struct summary *end = cell + analysis->n_summaries;
	size_t n = 0;

	for (; cell < end; cell += stretch(cell, end))
		n++;
	analysis->experiments =
		arena_array(words->arena, n, sizeof *analysis->experiments);
	for (cell = analysis->summaries; cell < end;) {
		struct experiment *experiment =
			&analysis->experiments[analysis->n_experiments++];

		n = stretch(cell, end);
		fill(words->arena, experiment, design, cell, n);
		cell += n;
	}
}

bool experiment_is_self(const struct experiment *experiment)
{
	for (size_t i = 0; i < experiment->n_points; i++)
		if (experiment->points[i].n_cells != 1 ||
		    !experiment->points[i].n_copies)
			return false;
	return experiment->n_points > 0;
}
