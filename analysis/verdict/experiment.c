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
	const struct outline *outline;
	struct words names;
};

/* All of the order of analysis.summaries; the cell's id is the last resort. */
static int compare_cells(const void *left, const void *right, void *user)
{
	const struct summary *a = left, *b = right;
	struct sorting *sorting = user;
	const struct outline_section *section;
	int order;

	if (a->experiment != b->experiment)
		return words_number(&sorting->names, a->experiment) <
				       words_number(&sorting->names,
						    b->experiment)
			       ? -1
			       : 1;
	section = outline_section(sorting->outline, a->experiment);
	order = order_points(section, a, b);
	if (!order)
		order = order_words(section, "contestants", a->contestant,
				    b->contestant);
	return order ? order : strcmp(a->cell, b->cell);
}

/* Names get their numbers in the order of the suite; what it does not name gets
 * the next ones, in the order of the runs. */
void experiments_sort(struct analysis *analysis, const struct outline *outline)
{
	struct sorting sorting = {.outline = outline};

	words_init(&sorting.names, analysis->memory);
	for (size_t i = 0; i < outline->n_sections; i++)
		words_number(&sorting.names, outline->sections[i].name);
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

size_t experiments_point(const struct outline *outline,
			 const struct summary *first, const struct summary *end)
{
	const struct outline_section *section =
		outline_section(outline, first->experiment);
	const struct summary *cell = first;

	while (cell < end && cell->experiment == first->experiment &&
	       !order_points(section, first, cell))
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

/* The suite was checked when it ran; a word from a newer avt is named, and the
 * default stands in: an open load decides the throughput itself. */
static enum metric primary_of(const struct outline_section *section,
			      const char *name)
{
	const char *text = outline_value(section, "metric");
	const char *figure = outline_value(section, "figure");
	enum metric metric =
		figure && !strcmp(figure, "open") ? RESPONSE_P99 : THROUGHPUT;

	if (text && !metric_find(text, &metric))
		fprintf(stderr, "suite.ini: [%s]: no metric '%s'; taking %s\n",
			name, text, metric_info[metric].name);
	return metric;
}

/* The experiment of n cells from a cell on. */
static void fill(struct arena *arena, struct experiment *experiment,
		 const struct outline *outline, const struct summary *cells,
		 size_t n)
{
	const char *name = cells->experiment;
	const struct outline_section *section = outline_section(outline, name);
	size_t taken;

	experiment->name = name;
	experiment->title = or_else(outline_value(section, "title"), name);
	experiment->question = or_else(outline_value(section, "question"), "");
	experiment->figure = or_else(outline_value(section, "figure"),
				     section ? "curves" : "");
	experiment->workload = cells->workload;
	experiment->primary = primary_of(section, name);
	experiment->slo_ns = NAN;
	experiment->cells = arena_array(arena, n, sizeof *experiment->cells);
	for (size_t i = 0; i < n; i++)
		if (!cells[i].copy)
			experiment->cells[experiment->n_cells++] = &cells[i];
	for (size_t at = 0; at < n; at += taken) {
		taken = experiments_point(outline, &cells[at], &cells[n]);
		take_point(arena, experiment, &cells[at], taken);
	}
	axes_find(arena, experiment, section);
}

/* How many cells from the first on are of its experiment. */
static size_t stretch(const struct summary *first, const struct summary *end)
{
	const struct summary *cell = first;

	while (cell < end && cell->experiment == first->experiment)
		cell++;
	return (size_t)(cell - first);
}

void experiments_make(struct analysis *analysis, const struct outline *outline,
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
		fill(words->arena, experiment, outline, cell, n);
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
