/*
 * open.c - response against the offered rate of an open load.
 *
 * x is what was offered in absolute terms, so that contestants of different
 * capacity stand side by side even if each was loaded to shares of its own. The
 * queue's share of the mean response is shaded beneath the median, down from
 * it: on a logarithmic axis a band as high for 1 ms as for 1 s.
 */
#include "analysis/figures/figures.h"
#include "analysis/verdict/metrics.h"
#include "base/format.h"

#include <math.h>
#include <string.h>

/* How far the shading may pull the y axis down below the fastest median. */
#define DEEPEST 8

char *figure_rate(double rate, char *to)
{
	return metric_number(ACHIEVED_RATE, rate, to);
}

/* In point of figure_x(): the axis of the experiment may be a share of a
 * capacity, which says nothing across contestants. */
static double offered(const struct figure *figure, const struct summary *cell)
{
	(void)figure;
	return cell->rate;
}

/* Columns after x: p50, p99, and where the shading under p50 ends. */
static void columns(const struct summary *cell, double to[3])
{
	double p50 = cell->value[RESPONSE_P50].median;
	double queue = cell->value[QUEUE_MEAN].median /
		       cell->value[RESPONSE_MEAN].median;

	to[0] = to[1] = to[2] = NAN;
	if (!cell->n_valid || !(p50 > 0))
		return;
	to[0] = p50;
	to[1] = cell->value[RESPONSE_P99].median;
	to[2] = p50 * (1 - fmin(fmax(queue, 0), 1 - 1.0 / DEEPEST));
}

/* Widens a range by what can be shown on a logarithmic axis. */
static void widen(double range[2], double value)
{
	if (!(value > 0) || !isfinite(value))
		return;
	range[0] = fmin(range[0], value);
	range[1] = fmax(range[1], value);
}

/* The ranges of both axes. False when there is nothing to show. */
static bool find_ranges(const struct figure *figure, double x[2], double y[2])
{
	double values[3];

	for (size_t i = 0; i < figure->n_cells; i++) {
		widen(x, figure->cells[i]->rate);
		columns(figure->cells[i], values);
		for (int k = 0; k < 3; k++)
			widen(y, values[k]);
	}
	return x[1] > 0 && y[1] > 0;
}

/* A point on the x axis is what was offered, never what was achieved. */
static void write_row(FILE *to, size_t series, const struct summary *cell)
{
	double values[3];

	columns(cell, values);
	fprintf(to, "%zu\t", series);
	figure_field(to, cell->contestant);
	fputc('\t', to);
	figure_number(to, cell->rate, '\t');
	for (int k = 0; k < 3; k++)
		figure_number(to, values[k], k < 2 ? '\t' : '\n');
}

/* Cells stand by load, so those of one contestant ascend. */
static void write_series(const struct figure *figure, const char *contestant,
			 size_t series, FILE *to)
{
	for (size_t i = 0; i < figure->n_cells; i++) {
		const struct summary *cell = figure->cells[i];

		if (cell->rate > 0 && !strcmp(cell->contestant, contestant))
			write_row(to, series, cell);
	}
	fputs("\n\n", to);
}

/* Blocks of the data file stand apart by two empty lines, so that the shading
 * of one series does not run into the next. */
bool figure_open(const struct figure *figure, const struct tables *to)
{
	const char *names[MOST_SERIES];
	double x_range[2] = {INFINITY, 0}, y_range[2] = {INFINITY, 0};
	size_t n = figure_series(to->labels, figure, names);
	struct scale x, y;
	unsigned gaps = 0;

	if (!find_ranges(figure, x_range, y_range))
		return false;
	scale_log(&x, x_range[0], x_range[1], figure_rate);
	scale_log(&y, y_range[0], y_range[1], format_time);
	fputs("# series contestant x p50 p99 service\n", to->data);
	for (size_t s = 0; s < n; s++) {
		gaps = figure_gaps(figure, names[s], s + 1, offered, &x, gaps,
				   to->labels);
		write_series(figure, names[s], s + 1, to->data);
	}
	figure_gaps_room(&y, gaps);
	figure_label(to->labels, "x", "offered load (tasks/s)", 0, "");
	figure_scale(to->labels, "x", &x);
	figure_scale(to->labels, "y", &y);
	return true;
}
