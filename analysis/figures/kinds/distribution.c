/*
 * distribution.c - the latency percentile distribution of each contestant, at
 * the far end of the axis: there the tails are longest.
 *
 * x is 1 / (1 - percentile) on a logarithm, as HdrHistogram plots it: every
 * nine is as wide as the one before.
 */
#include "analysis/figures/kinds/curves.h"
#include "analysis/figures/kind.h"
#include "base/format.h"

#include <math.h>
#include <string.h>

/* The last place on the x axis where any cell has a distribution, or NAN. */
static double last_place(const struct figure *figure)
{
	double last = NAN;

	for (size_t i = 0; i < figure->n_cells; i++)
		if (figure->cells[i]->n_distribution > 1)
			last = fmax(last,
				    figure_at(figure->cells[i], figure->x));
	return last;
}

/* A contestant without a valid run there has no distribution. The place of its
 * mark means nothing but "not here". */
static double at_the_end(const struct figure *figure,
			 const struct summary *cell)
{
	return figure_at(cell, figure->x) == last_place(figure) ? 0.98 : NAN;
}

/* A p of 1 is no place on the axis. Returns how many rows were written. */
static size_t write_cell(const struct summary *cell, size_t series, FILE *to,
			 double x_range[2], double y_range[2])
{
	size_t rows = 0;

	for (size_t i = 0; i < cell->n_distribution; i++) {
		double rare = 1 / (1 - cell->distribution[i][0]);
		double y = cell->distribution[i][1];

		if (!isfinite(rare) || rare < 1 || !(y > 0))
			continue;
		curves_widen(x_range, rare);
		curves_widen(y_range, y);
		legend_row(to, series, cell);
		table_numbers(to, (double[]){rare, y}, 2);
		rows++;
	}
	return rows;
}

/* The line of one contestant. */
static void write_series(const struct figure *figure, const char *contestant,
			 size_t series, FILE *to, double x[2], double y[2])
{
	double last = last_place(figure);
	size_t rows = 0;

	for (size_t i = 0; i < figure->n_cells; i++)
		if (figure_at(figure->cells[i], figure->x) == last &&
		    !strcmp(figure->cells[i]->contestant, contestant))
			rows += write_cell(figure->cells[i], series, to, x, y);
	curves_end(to, series, contestant, rows, 1);
}

/* The ticks say the percentile. */
static void write_scales(const double x[2], const double y[2], unsigned gaps,
			 FILE *labels)
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
	table_scale(labels, "x", &scale);
	scale_log(&scale, y[0], y[1], format_time);
	gaps_room(&scale, gaps);
	table_scale(labels, "y", &scale);
}

/* "Latency percentile distribution: call at 4096 tasks in flight". */
static void write_words(const struct figure *figure, FILE *labels)
{
	double last = last_place(figure);
	char text[FIGURE_TEXT + 96], at[FORMAT_TEXT];
	size_t i = 0;

	while (figure_at(figure->cells[i], figure->x) != last)
		i++;
	figure_value(figure->cells[i], figure->x, at);
	snprintf(text, sizeof text, "%s at %s %s", figure->title, at,
		 figure_axis_name(figure->x));
	table_label(labels, "title", text, 0, "");
	table_label(labels, "x", "percentile", 0, "");
}

/* A legend of lines shows no points to know a box by, so boxes have names. */
static bool write(const struct figure *figure, const struct tables *to)
{
	const char *names[MOST_SERIES];
	double x[2] = {INFINITY, 0}, y[2] = {INFINITY, 0};
	size_t n = legend_write(to->labels, figure, names);
	const struct scale whole = {.least = 0, .most = 1};
	unsigned gaps = 0;

	if (isnan(last_place(figure)))
		return false;
	fputs("# series\tcontestant\tx\ty\n", to->data);
	for (size_t s = 0; s < n; s++) {
		gaps = gaps_row(figure, names[s], s + 1, at_the_end, &whole,
				names[s], gaps, to->labels);
		write_series(figure, names[s], s + 1, to->data, x, y);
	}
	if (!(x[1] > x[0]) || !(y[1] > 0))
		return false;
	write_words(figure, to->labels);
	write_scales(x, y, gaps, to->labels);
	return true;
}

static const struct figure_kind kind = {
	.name = "distribution",
	.asked = "curves",
	.rank = 7,
	.title = "Latency percentile distribution",
	.y = "response time",
	.metric = RESPONSE_P50,
	.small = true,
	.write = write,
};

FIGURE_KIND(kind)
