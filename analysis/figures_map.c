/*
 * figures_map.c - tiles of the decision map, bars of the stopwatch.
 *
 * Who wins a place, and whether anything is decided there, was settled by the
 * verdicts; a tile only repeats it. Tiles stand side by side whatever the
 * values of the axes, so small and large ones are equally readable.
 */
#include "analysis/figures.h"
#include "analysis/say.h"

#include <math.h>
#include <string.h>

enum { PLOT_WIDTH = 612, PLOT_HEIGHT = 330, MOST_TILES = 40 };

/* The values along one side of the map. */
struct side {
	const struct axis *axis;
	size_t n;
	double at[MOST_TILES];
	char text[MOST_TILES][TICK_TEXT];
};

/* Adds a cell's value to a side, in ascending order, once. */
static void side_add(struct side *side, const struct summary *cell)
{
	double at = figure_at(cell, side->axis);
	size_t i = side->n;

	for (size_t k = 0; k < side->n; k++)
		if (side->at[k] == at)
			return;
	if (side->n == MOST_TILES)
		return;
	for (; i && side->at[i - 1] > at; i--) {
		side->at[i] = side->at[i - 1];
		memcpy(side->text[i], side->text[i - 1], TICK_TEXT);
	}
	side->at[i] = at;
	figure_value(cell, side->axis, side->text[i]);
	side->n++;
}

/* Which column or row a cell is in; -1 if the side has no room for it. */
static int side_find(const struct side *side, const struct summary *cell)
{
	double at = figure_at(cell, side->axis);

	for (size_t i = 0; i < side->n; i++)
		if (side->at[i] == at)
			return (int)i;
	return -1;
}

static void side_write(const struct side *side, const char *name, unsigned wide,
		       FILE *labels)
{
	struct scale scale;

	scale_start(&scale, false, -0.5, (double)side->n - 0.5);
	for (size_t i = 0; i < side->n; i++)
		scale_tick(&scale, (double)i, side->text[i], wide);
	figure_scale(labels, name, &scale);
}

/* Columns of a terminal that a text would take. */
static size_t characters(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

/* What a tile says: its depth of colour, a large and a small line. */
struct tile {
	int step;
	char big[SAY_NUMBER], small[128];
};

static void tile_words(const struct analysis *analysis,
		       const struct place *place, struct tile *tile)
{
	static const char *const signs[] = {
		[STANDING_LEADERS] = "≈",   [STANDING_ALIKE] = "≈",
		[STANDING_UNDECIDED] = "?", [STANDING_NO_VERDICT] = "–",
		[STANDING_ALONE] = "–",
	};
	enum standing standing = say_standing(analysis, place);
	*tile = (struct tile){0};
	if (standing != STANDING_WINNER) {
		strcpy(tile->big, signs[standing]);
		if (standing == STANDING_LEADERS)
			say_leader(analysis, place, tile->small,
				   sizeof tile->small);
		return;
	}
	snprintf(tile->small, sizeof tile->small, "%.100s",
		 place->winner->contestant);
	tile->step = 1;
	if (!place->margin)
		return;
	tile->step = place->margin->ratio >= 2     ? 3
		     : place->margin->ratio >= 1.2 ? 2
						   : 1;
	say_ratio(place->margin->ratio, tile->big);
}

/* Whether a place belongs to a figure's panel. */
static bool in_panel(const struct figure *figure, const struct place *place)
{
	return place->n_cells &&
	       figure_same_panel(place->cells[0], figure->cells[0], figure->x,
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
		for (size_t k = 0; k < of->n_places; k++) {
			const struct place *place = &of->places[k];

			wins |= place->winner && in_panel(figure, place) &&
				!strcmp(place->winner->runner, runner);
		}
		if (known || !wins || n == MOST_SERIES)
			continue;
		seen[n++] = runner;
		figure_label(labels, "series", runner, 1, runner);
	}
	figure_label(labels, "series", "no single winner", 1, "");
}

/* Font size of the large line: what lets the longest small one fit a tile. */
static double tile_size(const struct side *x, const struct side *y,
			size_t longest)
{
	double wide = (double)PLOT_WIDTH / (double)x->n;
	double high = (double)PLOT_HEIGHT / (double)y->n;
	double size = wide / ((double)longest * 0.64 * 0.68);

	return fmax(11.5, fmin(22, fmin(size, high / 2.9)));
}

static void write_tiles(const struct figure *figure, const struct tables *to,
			const struct analysis *analysis, const struct side *x,
			const struct side *y)
{
	const struct experiment *of = figure->experiment;
	size_t longest = 5, room = (size_t)(PLOT_WIDTH / x->n / 4.7);
	struct tile tile;

	if ((double)PLOT_HEIGHT / (double)y->n < 30)
		room = 0;
	fputs("x\ty\tstep\trunner\tbig\tsmall\n", to->data);
	for (size_t i = 0; i < of->n_places; i++) {
		const struct place *place = &of->places[i];
		int column, row;

		if (!in_panel(figure, place))
			continue;
		column = side_find(x, place->cells[0]);
		row = side_find(y, place->cells[0]);
		if (column < 0 || row < 0)
			continue;
		tile_words(analysis, place, &tile);
		if (characters(tile.small) > room)
			strcpy(tile.small, " ");
		else if (characters(tile.small) > longest)
			longest = characters(tile.small);
		fprintf(to->data, "%d\t%d\t%d\t", column, row, tile.step);
		figure_field(to->data,
			     place->winner ? place->winner->runner : "");
		fprintf(to->data, "\t%s\t", tile.big);
		figure_field(to->data, tile.small);
		fputc('\n', to->data);
	}
	figure_label(to->labels, "tile-size", "", tile_size(x, y, longest), "");
}

bool figure_map(const struct figure *figure, const struct tables *to,
		const struct analysis *analysis)
{
	struct side x = {.axis = figure->x}, y = {.axis = figure->y};

	for (size_t i = 0; i < figure->n_cells; i++) {
		side_add(&x, figure->cells[i]);
		if (figure->y)
			side_add(&y, figure->cells[i]);
	}
	if (!figure->y)
		y.n = 1;
	side_write(&x, "x", 80, to->labels);
	side_write(&y, "y", 200, to->labels);
	if (figure->y)
		figure_label(to->labels, "y", figure_axis_name(figure->y), 0,
			     "");
	map_legend(figure, to->labels);
	write_tiles(figure, to, analysis, &x, &y);
	return true;
}
