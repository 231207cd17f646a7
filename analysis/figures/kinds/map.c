/*
 * map.c - the decision map: a tile per point, by its winner.
 *
 * Who wins a point, and whether anything is decided there, was settled by the
 * verdicts; a tile only repeats it. Tiles stand side by side whatever the
 * values of the axes, so small and large ones are equally readable.
 */
#include "analysis/figures/kind.h"
#include "analysis/figures/legend.h"
#include "analysis/verdict/standing.h"
#include "base/format.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

enum { PLOT_WIDTH = 612, PLOT_HEIGHT = 330, CELL_TEXT = 64 };

/* A tile, or a legend row, of no runner. */
#define UNDECIDED_GREY "#e4e7eb"

/* Which column or row a cell is in; -1 if the values have no room for it. */
static int side_find(const struct values *side, const struct summary *cell)
{
	double at = figure_at(cell, side->axis);

	for (size_t i = 0; i < side->n; i++)
		if (side->at[i] == at)
			return (int)i;
	return -1;
}

/* Tiles are one unit wide and lie around whole numbers. */
static void side_write(const struct values *side, const char *name,
		       unsigned wide, FILE *labels)
{
	struct scale scale;

	scale_start(&scale, false, -0.5, (double)side->n - 0.5);
	for (size_t i = 0; i < side->n; i++)
		scale_tick(&scale, (double)i, side->text[i], wide);
	table_scale(labels, name, &scale);
}

/* What a tile says: its depth of colour, and two lines, the upper of which is
 * large or small. */
struct tile {
	int step;
	const struct summary *gap; /* a cell without a valid run, or NULL */
	bool hatched;              /* all of it: there is nothing to compare */
	char check[CELL_TEXT];
	char large[FORMAT_TEXT], upper[CELL_TEXT], lower[CELL_TEXT];
};

/* "threads:64 ≈" over "procs:64", or "async, +2" when there are more. */
static void tile_leaders(const struct analysis *analysis,
			 const struct point *point, struct tile *tile)
{
	const struct summary *leaders[MOST_SERIES];
	size_t n = standing_leaders(analysis, point, leaders, MOST_SERIES);
	const struct verdict *first =
		analysis_verdict(analysis, leaders[0], leaders[1]);
	bool level = first && first->outcome == NO_DIFFERENCE;

	snprintf(tile->upper, CELL_TEXT, "%.40s %s", leaders[0]->contestant,
		 level ? "≈" : "/");
	if (n > 2)
		snprintf(tile->lower, CELL_TEXT, "%.40s +%zu",
			 leaders[1]->contestant, n - 2);
	else
		snprintf(tile->lower, CELL_TEXT, "%.40s",
			 leaders[1]->contestant);
}

/* The first contestant that has no valid run here, and its check. */
static void tile_gap(const struct point *point, struct tile *tile)
{
	for (size_t i = 0; i < point->n_cells && !tile->gap; i++)
		if (!point->cells[i]->n_valid)
			tile->gap = point->cells[i];
	if (!tile->gap)
		return;
	snprintf(tile->check, CELL_TEXT, "%s", tile->gap->check);
}

/* Three shades: a lead that reads as at least 2.0, as at least 1.2, and less.
 * What is shown after rounding decides, so that text and shade agree. */
static void tile_words(const struct analysis *analysis,
		       const struct point *point, struct tile *tile)
{
	enum standing standing = standing_of(analysis, point);
	double ratio;

	*tile = (struct tile){
		.large = " ", .upper = " ", .lower = " ", .check = " "};
	tile_gap(point, tile);
	tile->hatched = tile->gap && standing == STANDING_ALONE;
	if (tile->hatched) {
		snprintf(tile->lower, CELL_TEXT, "%s", tile->check);
		snprintf(tile->check, CELL_TEXT, " ");
	}
	if (standing == STANDING_LEADERS)
		tile_leaders(analysis, point, tile);
	else if (standing != STANDING_WINNER)
		snprintf(tile->large, sizeof tile->large, "%s",
			 standing == STANDING_TIED           ? "≈"
			 : standing == STANDING_INCONCLUSIVE ? "?"
							     : "–");
	if (!point->winner)
		return;
	ratio = point->margin ? point->margin->ratio : NAN;
	tile->step = ratio >= 1.995 ? 3 : ratio >= 1.195 ? 2 : 1;
	format_ratio(ratio, tile->large);
	snprintf(tile->lower, CELL_TEXT, "%.60s", point->winner->contestant);
}

/* Whether a point belongs to a figure's panel. */
static bool in_panel(const struct figure *figure, const struct point *point)
{
	return point->n_cells &&
	       figure_same_panel(point->cells[0], figure->cells[0], figure->x,
				 figure->y);
}

/* A legend row per runner that wins somewhere, in the suite's order. */
static void map_legend(const struct figure *figure, FILE *labels)
{
	const struct experiment *of = figure->experiment;
	const char *seen[MOST_SERIES];
	size_t n = 0;

	for (size_t i = 0; i < figure->n_cells; i++) {
		const char *runner = figure->cells[i]->runner;
		bool known = false, wins = false;

		for (size_t k = 0; k < n; k++)
			known |= !strcmp(seen[k], runner);
		for (size_t k = 0; k < of->n_points; k++) {
			const struct point *point = &of->points[k];

			wins |= point->winner && in_panel(figure, point) &&
				!strcmp(point->winner->runner, runner);
		}
		if (known || !wins || n == MOST_SERIES)
			continue;
		seen[n++] = runner;
		table_label(labels, "series", figure->cells[i]->model.label, 1,
			    figure->cells[i]->model.colour);
	}
	table_label(labels, "series", "no winner", 1, UNDECIDED_GREY);
}

/* Font size of the large line: what lets the longest small one fit a tile. */
static double tile_size(const struct values *x, const struct values *y,
			size_t longest)
{
	double wide = (double)PLOT_WIDTH / (double)x->n;
	double high = (double)PLOT_HEIGHT / (double)y->n;
	double size = wide / ((double)longest * 0.64 * 0.68);

	return fmax(11.5, fmin(22, fmin(size, high / 2.9)));
}

/* Blanks lines that are wider than the tile has room for. Returns how wide what
 * is left is. */
static size_t fit_tile(struct tile *tile, size_t room)
{
	size_t upper = text_width(tile->upper), lower = text_width(tile->lower);

	if (text_width(tile->check) + 8 > room)
		snprintf(tile->check, CELL_TEXT, " ");
	size_t wide = upper > lower ? upper : lower;

	if (wide <= room)
		return wide;
	if (*tile->large == ' ')
		snprintf(tile->large, sizeof tile->large, "≈");
	snprintf(tile->upper, sizeof tile->upper, " ");
	snprintf(tile->lower, sizeof tile->lower, " ");
	return 1;
}

/* The hatched part of a tile: all of it, or a box in its upper left corner, so
 * many columns wide and rows high; and the check. */
static void write_hatches(const struct tile *tile, int column, int row,
			  const double box[2], FILE *to)
{
	double left = column - 0.485, top = row + 0.475;

	if (!tile->gap) {
		fputs("\tNaN\tNaN\tNaN\tNaN\t-\n", to);
		return;
	}
	fprintf(to, "\t%g\t%g\t%g\t%g\t", left,
		tile->hatched ? column + 0.485 : left + box[0],
		tile->hatched ? row - 0.475 : top - box[1], top);
	table_field(to, tile->check);
	fputc('\n', to);
}

/* Blanks for what is empty: gnuplot would skip an empty field. */
static void write_tile(const struct point *point, const struct tile *tile,
		       int column, int row, const double box[2], FILE *to)
{
	fprintf(to, "%d\t%d\t%d\t", column, row, tile->step);
	table_field(to, point->winner ? point->winner->model.colour
				      : UNDECIDED_GREY);
	fprintf(to, "\t%s\t%s\t", *tile->lower == ' ' ? "0" : "0.14",
		tile->large);
	table_field(to, tile->upper);
	fputc('\t', to);
	table_field(to, tile->lower);
	write_hatches(tile, column, row, box, to);
}

/* Tiles that are too low have one line of text, and no room for names. */
static void write_tiles(const struct figure *figure, const struct tables *to,
			const struct values *x, const struct values *y)
{
	const struct experiment *of = figure->experiment;
	bool flat = (double)PLOT_HEIGHT / (double)y->n < 30;
	size_t room =
		flat ? 0 : (size_t)((double)PLOT_WIDTH / (double)x->n / 4.7);
	double box[2] = {fmin(12.0 * (double)x->n / PLOT_WIDTH, 0.5),
			 fmin(12.0 * (double)y->n / PLOT_HEIGHT, 0.5)};
	size_t longest = 5;
	bool gaps = false;

	fputs("x\ty\tstep\tcolour\trise\tlarge\tupper\tlower\tleft\tright\t"
	      "bottom\ttop\tcheck\n",
	      to->data);
	for (size_t i = 0; i < of->n_points; i++) {
		const struct point *point = &of->points[i];
		struct tile tile;
		size_t wide;
		int column, row;

		if (!in_panel(figure, point))
			continue;
		column = side_find(x, point->cells[0]);
		row = side_find(y, point->cells[0]);
		if (column < 0 || row < 0)
			continue;
		tile_words(figure->analysis, point, &tile);
		wide = fit_tile(&tile, room);
		longest = wide > longest ? wide : longest;
		gaps |= tile.gap != NULL;
		write_tile(point, &tile, column, row, box, to->data);
	}
	if (gaps)
		table_label(to->labels, "hatched", "", 1, "");
	table_label(to->labels, "tile-size", "", tile_size(x, y, longest), "");
}

static bool write(const struct figure *figure, const struct tables *to)
{
	struct values x = {.axis = figure->x}, y = {.axis = figure->y};

	for (size_t i = 0; i < figure->n_cells; i++) {
		figure_add_value(&x, figure->cells[i]);
		if (figure->y)
			figure_add_value(&y, figure->cells[i]);
	}
	if (!figure->y)
		y.n = 1;
	side_write(&x, "x", 80, to->labels);
	side_write(&y, "y", 200, to->labels);
	if (figure->y)
		table_label(to->labels, "y", figure_axis_name(figure->y), 0,
			    "");
	map_legend(figure, to->labels);
	write_tiles(figure, to, &x, &y);
	return true;
}

/* As that of compute fractions, or whichever parameter there is. */
static const struct axis *axes(const struct experiment *experiment,
			       const struct axis **y)
{
	const struct axis *compute = figure_axis(experiment, "compute");

	*y = compute ? compute : figure_param_axis(experiment);
	return figure_axis(experiment, "concurrency");
}

static const struct figure_kind kind = {
	.name = "map",
	.asked = "map",
	.title = "Decision map",
	.y = "",
	.metric = THROUGHPUT,
	.axes = axes,
	.write = write,
};

FIGURE_KIND(kind)
