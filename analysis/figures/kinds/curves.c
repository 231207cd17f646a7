/*
 * curves.c - see curves.h.
 */
#include "analysis/figures/kinds/curves.h"

#include "analysis/figures/kind.h"
#include "base/format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* For qsort_r(): along the axis. */
static int by_place(const void *a, const void *b, void *axis)
{
	double x = figure_at(*(const struct summary *const *)a, axis);
	double y = figure_at(*(const struct summary *const *)b, axis);

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

/* A tick at each value, if they fit; sorts the figure's cells along x. */
static void scale_x(const struct figure *figure, struct scale *scale)
{
	const struct summary **cells = figure->cells;
	size_t n = figure->n_cells;
	char text[FORMAT_TEXT];
	double last = NAN;

	qsort_r(cells, n, sizeof *cells, by_place, (void *)figure->x);
	range_x(scale, figure_at(cells[0], figure->x),
		figure_at(cells[n - 1], figure->x));
	for (size_t i = 0; i < n; i++) {
		double at = figure_at(cells[i], figure->x);

		if (at != last)
			scale_tick(scale, at,
				   figure_value(cells[i], figure->x, text),
				   AXIS_CHARACTERS);
		last = at;
	}
}

/* Where a cell stands on the x axis of its figure. */
static double on_x(const struct figure *figure, const struct summary *cell)
{
	return figure_at(cell, figure->x);
}

void curves_widen(double range[2], double value)
{
	if (!(value > 0) || !isfinite(value))
		return;
	range[0] = fmin(range[0], value);
	range[1] = fmax(range[1], value);
}

/* "SLO: p99 ≤ 10 ms". */
void curves_slo(const struct figure *figure, double y[2], FILE *labels)
{
	const struct experiment *of = figure->experiment;
	const char *percentile = of->slo_metric == RESPONSE_P50   ? "p50"
				 : of->slo_metric == RESPONSE_P99 ? "p99"
								  : "p99.9";
	char time[FORMAT_TEXT], text[64];

	if (!(of->slo_ns > 0) || !isfinite(of->slo_ns))
		return;
	curves_widen(y, of->slo_ns);
	snprintf(text, sizeof text, "SLO: %s ≤ %s", percentile,
		 format_time(of->slo_ns, time));
	table_label(labels, "slo", text, of->slo_ns, "");
}

/* gnuplot takes two empty lines for the end of a block, and more for the same.
 */
void curves_end(FILE *data, size_t series, const char *contestant, size_t rows,
		size_t columns)
{
	const struct summary nobody = {.contestant = contestant};

	if (rows == 0) {
		legend_row(data, series, &nobody);
		for (size_t i = 0; i <= columns; i++)
			table_number(data, NAN, i < columns ? '\t' : '\n');
	}
	fputs("\n\n", data);
}

/* The line of one contestant. */
static void write_series(const struct figure *figure,
			 const struct curves *curves, const char *contestant,
			 size_t series, double y[2], FILE *to)
{
	gaps_place *x = curves->x ? curves->x : on_x;
	double values[MOST_COLUMNS];
	size_t rows = 0;

	for (size_t i = 0; i < figure->n_cells; i++) {
		const struct summary *cell = figure->cells[i];
		double at = x(figure, cell);

		if (strcmp(cell->contestant, contestant) || !isfinite(at))
			continue;
		for (size_t k = 0; k < MOST_COLUMNS; k++)
			values[k] = NAN;
		if (cell->n_valid)
			curves->columns(figure, cell, values);
		for (size_t k = 0; k < curves->n; k++)
			curves_widen(y, values[k]);
		legend_row(to, series, cell);
		table_number(to, at, '\t');
		table_numbers(to, values, curves->n);
		rows++;
	}
	curves_end(to, series, contestant, rows, curves->n);
}

bool curves_write(const struct figure *figure, const struct tables *to,
		  const struct curves *curves)
{
	const char *names[MOST_SERIES];
	double range[2] = {INFINITY, 0};
	size_t n = legend_write(to->labels, figure, names);
	struct scale x, y;
	unsigned gaps = 0;

	if (curves->scale_x)
		curves->scale_x(figure, &x);
	else
		scale_x(figure, &x);
	table_scale(to->labels, "x", &x);
	fprintf(to->data, "# series\tcontestant\tx\t%s\n", curves->header);
	for (size_t s = 0; s < n; s++) {
		gaps = gaps_row(figure, names[s], s + 1,
				curves->x ? curves->x : on_x, &x, "", gaps,
				to->labels);
		write_series(figure, curves, names[s], s + 1, range, to->data);
	}
	if (!(range[1] > 0))
		return false;
	if (curves->words == format_time)
		curves_slo(figure, range, to->labels);
	scale_log(&y, range[0], range[1], curves->words);
	gaps_room(&y, gaps);
	table_scale(to->labels, "y", &y);
	return true;
}

/* How a person writes numbers of that metric. */
static scale_words *words_of(enum metric metric)
{
	if (metric == THROUGHPUT || metric == SWITCHES_PER_TASK)
		return format_count;
	return metric == MEMORY_PER_TASK ? format_bytes : format_time;
}

static void estimate(const struct figure *figure, const struct summary *cell,
		     double to[MOST_COLUMNS])
{
	const struct estimate *value = &cell->value[figure->kind->metric];

	if (!(value->median > 0))
		return;
	to[0] = value->median;
	to[1] = value->low;
	to[2] = value->high;
}

bool curves_of_metric(const struct figure *figure, const struct tables *to)
{
	const struct curves curves = {
		.header = "y\tlow\thigh",
		.n = 3,
		.columns = estimate,
		.words = words_of(figure->kind->metric),
	};

	return curves_write(figure, to, &curves);
}
