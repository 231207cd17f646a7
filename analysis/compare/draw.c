/*
 * draw.c - one dot with its interval per cell, worst at the bottom,
 * coloured by outcome; the band of differences that do not matter is shaded.
 *
 * A picture of two folders belongs to neither suite, so it is not one of the
 * figures that figures_plan() knows. Its points stay in the folder after, as
 * those of all pictures do; where the picture itself goes, the caller says.
 */
#include "analysis/compare/compare.h"

#include "analysis/figures/figure.h"
#include "analysis/figures/gnuplot.h"
#include "analysis/read/arena.h"

#include <math.h>
#include <stdlib.h>

/* More rows than this have no room for their names. */
enum { MOST_NAMED = 26 };

/* A ratio beyond these is drawn at the edge. */
#define LEAST_RATIO 0.02
#define MOST_RATIO  50.0

/* For qsort(): from the worst to the best. */
static int by_ratio(const void *left, const void *right)
{
	const struct compared *a = *(const struct compared *const *)left;
	const struct compared *b = *(const struct compared *const *)right;

	return (a->ratio > b->ratio) - (a->ratio < b->ratio);
}

/* The cells with a ratio, least first. Returns how many. */
static size_t in_order(const struct comparison *comparison,
		       const struct compared **to)
{
	size_t n = 0;

	for (size_t i = 0; i < comparison->n_cells; i++)
		if (isfinite(comparison->cells[i].ratio))
			to[n++] = &comparison->cells[i];
	qsort(to, n, sizeof *to, by_ratio);
	return n;
}

/* Which colour of compare.gp a cell has: 1 worse, 2 better, 3 no difference, 4
 * inconclusive. */
static int class_of(enum outcome outcome)
{
	switch (outcome) {
	case WORSE:
	case SLIGHTLY_BEHIND:
		return 1;
	case BETTER:
	case SLIGHTLY_AHEAD:
		return 2;
	case NO_DIFFERENCE:
		return 3;
	default:
		return 4;
	}
}

/* One wild cell must not squeeze all others into a line. */
static double clipped(double ratio)
{
	return fmin(fmax(ratio, LEAST_RATIO), MOST_RATIO);
}

/* The rows, first at the bottom. Names are a column and no ticks, because ticks
 * are cut at a few letters. */
static void write_points(const struct compared **cells, size_t n, FILE *to)
{
	char name[160], point[96];

	fputs("row\tclass\tratio\tlow\thigh\tname\n", to);
	for (size_t i = 0; i < n; i++) {
		const struct compared *cell = cells[i];

		snprintf(name, sizeof name, "%.16s · %.42s",
			 cell->after->contestant,
			 compare_point(cell, point, sizeof point));
		fprintf(to, "%zu\t%d\t%.10g\t%.10g\t%.10g\t", i + 1,
			class_of(cell->outcome), clipped(cell->ratio),
			clipped(cell->low), clipped(cell->high));
		table_field(to, n <= MOST_NAMED ? name : " ");
		fputc('\n', to);
	}
}

/* Ratios are told apart in steps of a tenth where all are near 1. The range is
 * never so narrow that a cell without a difference looks like one with. */
static void write_range(const struct compared **cells, size_t n, FILE *to)
{
	static const double fine[] = {0.6,  0.7, 0.8, 0.9, 0.95, 1,
				      1.05, 1.1, 1.2, 1.3, 1.4,  1.6};
	static const double coarse[] = {0.02, 0.05, 0.1, 0.2, 0.5, 1,
					2,    5,    10,  20,  50};
	double least = 0.88, most = 1 / 0.88;
	struct scale scale;
	char text[TICK_TEXT];
	bool near;

	for (size_t i = 0; i < n; i++) {
		least = fmin(least, clipped(cells[i]->low) * 0.98);
		most = fmax(most, clipped(cells[i]->high) / 0.98);
	}
	near = least > 0.6 && most < 1.6;
	scale_start(&scale, true, least, most);
	for (size_t i = 0; i < (near ? 12 : 11); i++) {
		double at = near ? fine[i] : coarse[i];

		snprintf(text, sizeof text, "%g×", at);
		if (at >= least && at <= most)
			scale_tick(&scale, at, text, 90);
	}
	table_scale(to, "x", &scale);
	scale_start(&scale, false, 0.3, fmax((double)n, 3) + 0.7);
	table_scale(to, "y", &scale);
}

/* Title and axes. The subtitle says what a reader must know to believe it: how
 * many cells, which interval, and that rounds are not pairs. */
static void write_labels(const struct comparison *comparison,
			 const struct compared **cells, size_t n, FILE *to)
{
	const size_t *counts = comparison->counts;
	char text[FIGURE_TEXT];

	snprintf(text, sizeof text, "%.48s: after a change",
		 comparison->after->suite);
	table_label(to, "title", text, 0, "");
	snprintf(text, sizeof text,
		 "%zu cells, %zu worse, %zu better; bars 95 %% CI, rounds not "
		 "paired; shaded: below 5 %%",
		 n, counts[WORSE] + counts[SLIGHTLY_BEHIND],
		 counts[BETTER] + counts[SLIGHTLY_AHEAD]);
	table_label(to, "subtitle", text, 0, "");
	table_label(to, "x", "after / before, above 1× is better", 0, "");
	write_range(cells, n, to);
}

int compare_draw(const struct comparison *comparison, const char *gp_folder,
		 const char *output, char *error, size_t size)
{
	const struct compared **cells = arena_array(
		comparison->memory, comparison->n_cells + 1, sizeof *cells);
	const char *folder = comparison->after->folder;
	size_t n = in_order(comparison, cells);
	struct gnuplot gnuplot;
	struct tables tables = {0};
	int status;

	if (gnuplot_begin(&gnuplot, folder, gp_folder, error, size) < 0)
		return -1;
	status = tables_open(&tables, folder, "compare", error, size);
	if (status == 0) {
		write_points(cells, n, tables.data);
		write_labels(comparison, cells, n, tables.labels);
		status = tables_close(&tables, true, error, size);
	}
	if (status == 0)
		status = gnuplot_draw(&gnuplot, "compare", &tables, output);
	return gnuplot_end(&gnuplot) || status ? -1 : 0;
}
