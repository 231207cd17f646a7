/*
 * curves.c - points of the figures that have a line per contestant.
 *
 * One row per contestant and point. A cell without a valid run has a row of
 * NaN, which breaks the line there instead of bridging the hole.
 */
#include "analysis/figures/figures.h"
#include "base/format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { AXIS_CHARACTERS = 80 }; /* about as many fit along the x axis */

/* The sorting of qsort() has no point for it. */
static const struct axis *sort_axis;

/* For qsort(), which hands on no argument: by `sort_axis`. */
static int by_point(const void *a, const void *b)
{
	double x = figure_at(*(const struct summary *const *)a, sort_axis);
	double y = figure_at(*(const struct summary *const *)b, sort_axis);

	return (x > y) - (x < y);
}

/* The range of x with room at both ends. */
static void range_x(struct scale *scale, double least, double most)
{
	bool log = least > 0 && most / least >= 8;
	double room = most > least ? (most - least) * 0.04 : 0.5;

	if (log)
		scale_start(scale, true, least * pow(most / least, -0.03),
			    most * pow(most / least, 0.03));
	else
		scale_start(scale, false, least - room, most + room);
}

double figure_x(const struct figure *figure, const struct summary *cell)
{
	return figure_at(cell, figure->x);
}

void figure_scale_x(const struct figure *figure, struct scale *scale,
		    FILE *labels)
{
	const struct summary **cells = figure->cells;
	char text[TICK_TEXT];
	double last = NAN;

	sort_axis = figure->x;
	qsort(cells, figure->n_cells, sizeof *cells, by_point);
	range_x(scale, figure_at(cells[0], figure->x),
		figure_at(cells[figure->n_cells - 1], figure->x));
	for (size_t i = 0; i < figure->n_cells; i++) {
		double at = figure_at(cells[i], figure->x);

		if (at != last)
			scale_tick(scale, at,
				   figure_value(cells[i], figure->x, text),
				   AXIS_CHARACTERS);
		last = at;
	}
	figure_scale(labels, "x", scale);
}

/* Widens a range by values that a logarithmic axis can show. */
static void widen(double range[2], const double *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (values[i] > 0 && isfinite(values[i])) {
			range[0] = fmin(range[0], values[i]);
			range[1] = fmax(range[1], values[i]);
		}
}

/* How a person writes numbers of that metric. */
static scale_words *words_of(enum metric metric)
{
	if (metric == THROUGHPUT)
		return format_count;
	return metric == MEMORY_PER_TASK ? format_bytes : format_time;
}

/* A cell's columns after x: y low high, or p50 p99. */
static size_t columns(const struct figure *figure, const struct summary *cell,
		      double to[3])
{
	enum metric metric = figure_info[figure->kind].metric;
	const struct estimate *value = &cell->value[metric];

	to[0] = to[1] = to[2] = NAN;
	if (figure->kind == FIGURE_RESPONSE) {
		if (cell->n_valid) {
			to[0] = value->median;
			to[1] = cell->value[RESPONSE_P99].median;
		}
		return 2;
	}
	if (cell->n_valid && value->median > 0) {
		to[0] = value->median;
		to[1] = value->low;
		to[2] = value->high;
	}
	return 3;
}

/* A value that is missing is written as such, and gnuplot breaks the line
 * there. */
static void write_row(FILE *to, size_t series, const struct summary *cell,
		      double x, const double *values, size_t n)
{
	fprintf(to, "%zu\t", series);
	figure_field(to, cell->contestant);
	fputc('\t', to);
	figure_number(to, x, '\t');
	for (size_t i = 0; i < n; i++)
		figure_number(to, values[i], i + 1 < n ? '\t' : '\n');
}

bool figure_curves(const struct figure *figure, const struct tables *to)
{
	const char *names[MOST_SERIES];
	double range[2] = {INFINITY, 0}, values[3];
	size_t n = figure_series(to->labels, figure, names);
	struct scale scale, x;
	unsigned gaps = 0;

	figure_scale_x(figure, &x, to->labels);
	fputs(figure->kind == FIGURE_RESPONSE
		      ? "series\tcontestant\tx\tp50\tp99\n"
		      : "series\tcontestant\tx\ty\tlow\thigh\n",
	      to->data);
	for (size_t s = 0; s < n; s++) {
		gaps = figure_gaps(figure, names[s], s + 1, figure_x, &x, gaps,
				   to->labels);
		for (size_t i = 0; i < figure->n_cells; i++) {
			const struct summary *cell = figure->cells[i];
			size_t wide;

			if (strcmp(cell->contestant, names[s]))
				continue;
			wide = columns(figure, cell, values);
			widen(range, values, wide);
			write_row(to->data, s + 1, cell,
				  figure_at(cell, figure->x), values, wide);
		}
	}
	if (!(range[1] > 0))
		return false;
	scale_log(&scale, range[0], range[1],
		  words_of(figure_info[figure->kind].metric));
	figure_gaps_room(&scale, gaps);
	figure_scale(to->labels, "y", &scale);
	return true;
}

/* The last point on the x axis where any cell has a distribution, or NAN. */
static double last_with_distribution(const struct figure *figure)
{
	double last = NAN;

	for (size_t i = 0; i < figure->n_cells; i++)
		if (figure->cells[i]->n_distribution > 1)
			last = fmax(last,
				    figure_at(figure->cells[i], figure->x));
	return last;
}

/* Writes one contestant's distribution; a p of 1 is no point on the axis. */
static void write_distribution(const struct summary *cell, size_t series,
			       FILE *to, double x_range[2], double y_range[2])
{
	for (size_t i = 0; i < cell->n_distribution; i++) {
		double rare = 1 / (1 - cell->distribution[i][0]);
		double y = cell->distribution[i][1];

		if (!isfinite(rare) || rare < 1 || !(y > 0))
			continue;
		widen(x_range, &rare, 1);
		widen(y_range, &y, 1);
		write_row(to, series, cell, rare, &y, 1);
	}
}

/* x is 1 / (1 - percentile), on a logarithm: every nine is as wide as the one
 * before, and the ticks say the percentile. */
static void distribution_scales(const double x[2], const double y[2],
				unsigned gaps, FILE *labels)
{
	static const char *const ticks[] = {"0 %",      "50 %",     "90 %",
					    "99 %",     "99.9 %",   "99.99 %",
					    "99.999 %", "99.9999 %"};
	struct scale scale;

	scale_start(&scale, true, x[0], fmax(x[1] * 1.05, x[0] * 10));
	for (size_t i = 0; i < sizeof ticks / sizeof *ticks; i++) {
		double at = i == 0 ? 1 : i == 1 ? 2 : pow(10, (double)i - 1);

		if (at >= scale.least && at <= scale.most)
			scale_tick(&scale, at, ticks[i], AXIS_CHARACTERS);
	}
	figure_scale(labels, "x", &scale);
	scale_log(&scale, y[0], y[1], format_time);
	figure_gaps_room(&scale, gaps);
	figure_scale(labels, "y", &scale);
}

/* A contestant without a valid run where the distributions are taken has none
 * to show. The point of its mark means nothing but "not here". */
static double at_the_end(const struct figure *figure,
			 const struct summary *cell)
{
	return figure_at(cell, figure->x) == last_with_distribution(figure)
		       ? 0.98
		       : NAN;
}

/* "Latency percentile distribution: call at 4096 tasks in flight". */
static void distribution_words(const struct figure *figure,
			       const struct summary *cell, FILE *labels)
{
	char text[FIGURE_TEXT + 96], at[TICK_TEXT];

	figure_value(cell, figure->x, at);
	snprintf(text, sizeof text, "%s at %s %s", figure->title, at,
		 figure_axis_name(figure->x));
	figure_label(labels, "title", text, 0, "");
	figure_label(labels, "x", "percentile", 0, "");
}

bool figure_distribution(const struct figure *figure, const struct tables *to)
{
	const char *names[MOST_SERIES];
	double last = last_with_distribution(figure);
	double x[2] = {INFINITY, 0}, y[2] = {INFINITY, 0};
	size_t n = figure_series(to->labels, figure, names);
	struct scale whole = {.least = 0, .most = 1};
	unsigned gaps = 0;

	fputs("series\tcontestant\tx\ty\n", to->data);
	for (size_t s = 0; s < n; s++) {
		gaps = figure_gaps(figure, names[s], s + 1, at_the_end, &whole,
				   gaps, to->labels);
		for (size_t i = 0; i < figure->n_cells; i++) {
			const struct summary *cell = figure->cells[i];

			if (figure_at(cell, figure->x) != last ||
			    strcmp(cell->contestant, names[s]))
				continue;
			write_distribution(cell, s + 1, to->data, x, y);
			distribution_words(figure, cell, to->labels);
		}
	}
	if (!(x[1] > x[0]) || !(y[1] > 0))
		return false;
	distribution_scales(x, y, gaps, to->labels);
	return true;
}
