/*
 * bars.c - a bar per contestant, grouped by point, for panels that have
 * no axis of numbers to draw a curve along.
 *
 * Rows are ticks of the vertical scale, whose text is the contestant's name;
 * between two points a row stays free. The value stands beside its bar, since
 * nobody reads three digits off an axis.
 */
#include "analysis/figures/gaps.h"
#include "analysis/figures/kind.h"
#include "analysis/figures/legend.h"
#include "analysis/verdict/metrics.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

enum { LEAST_ROWS = 4 }; /* fewer bars do not get any thicker */

/* Rows grow downwards, so their places on the axis are negative. */
static void name_row(const struct summary *cell, const char *point,
		     struct scale *rows)
{
	struct tick *tick = &rows->ticks[rows->n++];
	int room = *point ? 15 : 24;

	tick->at = -rows->most;
	snprintf(tick->text, sizeof tick->text, "%.9s%s%.*s", point,
		 *point ? "  " : "", (int)text_bytes(cell->contestant, 15),
		 cell->contestant);
	tick->text[text_bytes(tick->text, (size_t)room + 11)] = '\0';
	rows->most += 1;
}

/* Rows of cells without a valid run, to be marked when the scale is known. */
struct gaps {
	size_t n;
	struct {
		const struct summary *cell;
		size_t series;
		double row;
	} at[MOST_TICKS];
};

/* Where a bar would stand: a mark, lest an absent bar be read as zero. */
static void write_gaps(const struct gaps *gaps, const struct scale *rows,
		       FILE *labels)
{
	for (size_t i = 0; i < gaps->n; i++)
		gaps_mark(gaps->at[i].cell, gaps->at[i].series, 0.02,
			  scale_position(rows, gaps->at[i].row), labels);
}

/* The last column is where the value's text goes: right of all ink. */
static void write_bar(const struct summary *cell, double row, FILE *to)
{
	const struct estimate *value = &cell->value[THROUGHPUT];
	char text[FORMAT_TEXT];

	table_number(to, row, '\t');
	table_field(to, cell->model.colour);
	fputc('\t', to);
	table_number(to, value->median, '\t');
	table_number(to, value->low, '\t');
	table_number(to, value->high, '\t');
	table_field(to, metric_number(THROUGHPUT, value->median, text));
	fputc('\t', to);
	table_number(to, fmax(value->high, value->median), '\n');
}

/* The bars of one point, in the suite's order. Returns the longest. */
static double write_group(const struct figure *figure, const char *const *names,
			  size_t n, double at, const char *point,
			  struct scale *rows, struct gaps *gaps, FILE *to)
{
	double most = 0;

	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < figure->n_cells; i++) {
			const struct summary *cell = figure->cells[i];

			if (figure_at(cell, figure->x) != at ||
			    strcmp(cell->contestant, names[k]) ||
			    rows->n == MOST_TICKS)
				continue;
			if (!cell->n_valid) {
				gaps->at[gaps->n].cell = cell;
				gaps->at[gaps->n].series = k + 1;
				gaps->at[gaps->n++].row = -rows->most;
				name_row(cell, point, rows);
				continue;
			}
			write_bar(cell, -rows->most, to);
			name_row(cell, point, rows);
			most = fmax(most, cell->value[THROUGHPUT].median);
			most = fmax(most, cell->value[THROUGHPUT].high);
		}
	return most;
}

/* A single point needs no name. */
static bool write(const struct figure *figure, const struct tables *to)
{
	struct values points = {.axis = figure->x};
	const char *names[MOST_SERIES];
	size_t n = legend_write(to->labels, figure, names);
	struct gaps gaps = {0};
	struct scale rows, scale;
	double most = 0;

	for (size_t i = 0; i < figure->n_cells; i++)
		figure_add_value(&points, figure->cells[i]);
	/* While rows are counted, `most` is the place of the next. */
	scale_start(&rows, false, 0, 0);
	fputs("row\tcolour\ty\tlow\thigh\ttext\tend\n", to->data);
	for (size_t i = 0; i < points.n; i++) {
		const char *point = points.n > 1 ? points.text[i] : "";

		most = fmax(most, write_group(figure, names, n, points.at[i],
					      point, &rows, &gaps, to->data));
		rows.most += 0.6;
	}
	if (!(most > 0))
		return false;
	rows.least = -fmax(rows.most, LEAST_ROWS) + 0.95;
	rows.most = 0.65;
	table_scale(to->labels, "y", &rows);
	write_gaps(&gaps, &rows, to->labels);
	scale_linear(&scale, most, format_count);
	scale.most = most / 0.82;
	table_scale(to->labels, "x", &scale);
	return true;
}

static bool fits(const struct figure *figure)
{
	return !figure_has_curve(figure);
}

static const struct figure_kind kind = {
	.name = "bars",
	.asked = "curves",
	.rank = 2,
	.title = "Throughput",
	.y = "throughput (tasks/s)",
	.metric = THROUGHPUT,
	.small = true,
	.whiskers = true,
	.fits = fits,
	.write = write,
};

FIGURE_KIND(kind)
