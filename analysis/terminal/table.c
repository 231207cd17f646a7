/*
 * table.c - a table per panel of an experiment.
 *
 * A row per contestant and a column per point, or for a map the winner of each
 * point. A star marks a winner. Where an axis has more values than the terminal
 * has room for, some are left out evenly, the ends never, and the title says
 * so; report.html has all.
 */
#include "analysis/terminal/table.h"

#include "analysis/figures/kind.h"
#include "analysis/verdict/metrics.h"
#include "analysis/verdict/standing.h"
#include "analysis/words/point.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

enum { NAME_WIDTH = 22, FIGURE_WIDTH = 12, TILE_WIDTH = 14 };
enum { BATCH_WIDTH = 32, TIME_WIDTH = 14 }; /* of what hyperfine timed */

/* What a panel's table is made from. */
struct panel {
	const struct analysis *analysis;
	const struct experiment *experiment;
	const struct summary *first; /* any of its cells */
	const struct axis *x, *y;
	size_t width; /* of the terminal */
};

static bool in_panel(const struct panel *panel, const struct summary *cell)
{
	return figure_same_panel(cell, panel->first, panel->x, panel->y);
}

/* All values of an axis, thinned out to at most `most`. Returns how many there
 * were. */
static size_t find_values(const struct panel *panel, const struct axis *axis,
			  size_t most, struct values *to)
{
	const struct experiment *of = panel->experiment;
	size_t all;

	*to = (struct values){.axis = axis};
	for (size_t i = 0; i < of->n_cells; i++)
		if (in_panel(panel, of->cells[i]))
			figure_add_value(to, of->cells[i]);
	all = to->n;
	if (all <= most)
		return all;
	for (size_t i = 0; i < most; i++) {
		size_t from = i * (all - 1) / (most - 1);

		to->at[i] = to->at[from];
		memmove(to->text[i], to->text[from], FORMAT_TEXT);
	}
	to->n = most;
	return all;
}

/* The point at one column and row; y may be left open. */
static const struct point *find_point(const struct panel *panel, double x,
				      double y)
{
	const struct experiment *of = panel->experiment;

	for (size_t i = 0; i < of->n_points; i++) {
		const struct point *point = &of->points[i];

		if (point->n_cells && in_panel(panel, point->cells[0]) &&
		    figure_at(point->cells[0], panel->x) == x &&
		    (!panel->y || figure_at(point->cells[0], panel->y) == y))
			return point;
	}
	return NULL;
}

/* The title names everything that tells this table from the others of the
 * experiment; then the columns. */
static void print_heading(const struct panel *panel, const char *what,
			  const struct values *columns, size_t all,
			  size_t width, FILE *to)
{
	char title[2 * POINT_NAME], name[POINT_NAME];
	const struct axis *x = panel->x;
	bool tasks = !x || !strcmp(x->name, "concurrency");
	int n;

	point_panel(panel->experiment, panel->first, name);
	n = snprintf(title, sizeof title, "%s: %s by %s", name, what,
		     tasks ? "concurrency" : figure_axis_name(x));
	if (columns->n < all && n > 0 && (size_t)n < sizeof title)
		snprintf(title + n, sizeof title - (size_t)n,
			 " (%zu of %zu shown)", columns->n, all);
	fputc('\n', to);
	text_wrapped(to, title, strlen(title), panel->width);
	fprintf(to, "  %*s", NAME_WIDTH, "");
	for (size_t i = 0; i < columns->n; i++)
		text_right(to, columns->text[i], width);
	fputc('\n', to);
}

/* A contestant's figure at one point; the winner's has a star. */
static void print_figure(const struct point *point, const char *contestant,
			 FILE *to)
{
	char text[POINT_WORD + 4] = "", value[POINT_WORD];

	for (size_t i = 0; point && i < point->n_cells; i++) {
		const struct summary *cell = point->cells[i];
		enum metric metric = point->experiment->primary;

		if (strcmp(cell->contestant, contestant))
			continue;
		if (cell->n_valid)
			metric_number(metric, cell->value[metric].median,
				      value);
		else
			point_failure(cell, value);
		snprintf(text, sizeof text, "%s%s", value,
			 cell == point->winner ? "*" : " ");
	}
	text_right(to, text, FIGURE_WIDTH);
}

/* Contestants may differ from panel to panel; absent ones get no empty row. */
static bool takes_part(const struct panel *panel, const char *contestant)
{
	const struct experiment *of = panel->experiment;

	for (size_t i = 0; i < of->n_cells; i++)
		if (!strcmp(of->cells[i]->contestant, contestant) &&
		    in_panel(panel, of->cells[i]))
			return true;
	return false;
}

/* "serial (1 in flight)", lest the column be believed; else the name alone. */
static void print_name(const struct panel *panel, const char *contestant,
		       FILE *to)
{
	const struct experiment *of = panel->experiment;
	char name[128];

	snprintf(name, sizeof name, "%.64s", contestant);
	for (size_t i = 0; i < of->n_cells; i++) {
		const struct summary *cell = of->cells[i];

		if (!strcmp(cell->contestant, contestant) &&
		    in_panel(panel, cell) &&
		    cell->in_flight < cell->concurrency)
			snprintf(name, sizeof name, "%.64s (%.0f in flight)",
				 contestant, cell->in_flight);
	}
	fputs("  ", to);
	text_left(to, name, NAME_WIDTH);
}

/* How many columns of a width there is room for. */
static size_t most_columns(const struct panel *panel, size_t width)
{
	return (panel->width - NAME_WIDTH - 2) / width;
}

/* A row a contestant, a column a point on x. */
static void print_contestants(const struct panel *panel, FILE *to)
{
	const struct experiment *of = panel->experiment;
	struct values columns;
	size_t all;

	all = find_values(panel, panel->x, most_columns(panel, FIGURE_WIDTH),
			  &columns);
	print_heading(panel, metric_info[of->primary].label, &columns, all,
		      FIGURE_WIDTH, to);
	for (size_t k = 0; k < of->n_contestants; k++) {
		if (!takes_part(panel, of->contestants[k]))
			continue;
		print_name(panel, of->contestants[k], to);
		for (size_t i = 0; i < columns.n; i++)
			print_figure(find_point(panel, columns.at[i], 0),
				     of->contestants[k], to);
		fputc('\n', to);
	}
}

/* "threads 2.0×", or a sign where nobody wins. */
static void print_tile(const struct panel *panel, const struct point *point,
		       FILE *to)
{
	char text[64] = "", ratio[FORMAT_TEXT];
	enum standing standing;

	if (point && point->winner) {
		snprintf(
			text, sizeof text, "%.7s %s", point->winner->runner,
			format_ratio(point->margin ? point->margin->ratio : NAN,
				     ratio));
	} else if (point) {
		standing = standing_of(panel->analysis, point);
		snprintf(text, sizeof text, "%s",
			 standing == STANDING_INCONCLUSIVE ? "?"
			 : standing >= STANDING_NO_VERDICT ? "–"
							   : "≈");
	}
	text_right(to, text, TILE_WIDTH);
}

/* What a row of a map is called: "25 % compute", "delay 5 ms". */
static void name_row(const struct panel *panel, double y, char to[POINT_NAME])
{
	const struct experiment *of = panel->experiment;

	*to = '\0';
	for (size_t i = 0; i < of->n_cells && panel->y; i++)
		if (in_panel(panel, of->cells[i]) &&
		    figure_at(of->cells[i], panel->y) == y)
			point_value(of->cells[i], panel->y, to);
}

/* The signs are those of the drawn map. */
static void print_map(const struct panel *panel, FILE *to)
{
	struct values columns, rows;
	char name[POINT_NAME];
	size_t all;

	all = find_values(panel, panel->x, most_columns(panel, TILE_WIDTH),
			  &columns);
	find_values(panel, panel->y, MOST_VALUES, &rows);
	print_heading(panel, "winner and its lead", &columns, all, TILE_WIDTH,
		      to);
	for (size_t k = 0; k < rows.n; k++) {
		name_row(panel, rows.at[k], name);
		fputs("  ", to);
		text_left(to, name, NAME_WIDTH);
		for (size_t i = 0; i < columns.n; i++)
			print_tile(panel,
				   find_point(panel, columns.at[i], rows.at[k]),
				   to);
		fputc('\n', to);
	}
	fputs("  ≈ no single winner   ? inconclusive   – no verdict\n", to);
}

/* A panel is printed at its first cell. */
static void print_panels(struct panel *panel, FILE *to)
{
	const struct experiment *of = panel->experiment;

	panel->x = figure_axes(of, &panel->y);
	for (size_t i = 0; i < of->n_cells; i++) {
		bool seen = false;

		panel->first = of->cells[i];
		for (size_t k = 0; k < i && !seen; k++)
			seen = in_panel(panel, of->cells[k]);
		if (seen)
			continue;
		if (strcmp(of->figure, "map"))
			print_contestants(panel, to);
		else
			print_map(panel, to);
	}
}

/* What hyperfine says of a cell, or NULL. */
static const struct stopwatch *watch_of(const struct analysis *analysis,
					const struct summary *cell)
{
	for (size_t i = 0; i < analysis->n_stopwatches; i++) {
		const struct stopwatch *watch = &analysis->stopwatches[i];

		if (!strcmp(watch->experiment, cell->experiment) &&
		    !strcmp(watch->workload, cell->workload) &&
		    !strcmp(watch->contestant, cell->contestant))
			return watch;
	}
	return NULL;
}

/* Prints seconds; below zero something is wrong, which must be seen. */
static void print_time(double seconds, FILE *to)
{
	char text[FORMAT_TEXT];

	text_right(to, format_time(seconds * 1e9, text), TIME_WIDTH);
}

/* hyperfine has nothing of a cell without a valid run. */
static void print_batch(const struct analysis *analysis,
			const struct summary *cell, FILE *to)
{
	const struct stopwatch *watch = watch_of(analysis, cell);
	char name[128], failure[POINT_WORD];

	snprintf(name, sizeof name, "%.60s %.60s", cell->workload,
		 cell->contestant);
	fputs("  ", to);
	text_left(to, name, BATCH_WIDTH);
	print_time(watch ? watch->hyperfine_s : NAN, to);
	if (cell->n_valid)
		print_time(watch ? watch->suite_s
				 : cell->value[ELAPSED].median / 1e9,
			   to);
	else
		text_right(to, point_failure(cell, failure), TIME_WIDTH);
	print_time(watch ? watch->hyperfine_s - watch->suite_s : NAN, to);
	fputc('\n', to);
}

/* Both clocks side by side, a row per batch; false if hyperfine did not time
 * the experiment. */
static bool print_batches(const struct analysis *analysis,
			  const struct experiment *of, FILE *to)
{
	bool any = false;

	for (size_t i = 0; i < of->n_cells; i++)
		any |= watch_of(analysis, of->cells[i]) != NULL;
	if (!any)
		return false;
	fputs("\n  whole programs timed by hyperfine, their batches by avt\n"
	      "  ",
	      to);
	text_left(to, "", BATCH_WIDTH);
	text_right(to, "hyperfine", TIME_WIDTH);
	text_right(to, "avt", TIME_WIDTH);
	text_right(to, "difference", TIME_WIDTH);
	fputc('\n', to);
	for (size_t i = 0; i < of->n_cells; i++)
		print_batch(analysis, of->cells[i], to);
	fputs("  The difference is process start-up and shutdown.\n", to);
	return true;
}

void table_of(const struct analysis *analysis, const struct experiment *of,
	      size_t width, FILE *to)
{
	struct panel panel = {
		.analysis = analysis,
		.experiment = of,
		.width = width,
	};

	if (!print_batches(analysis, of, to))
		print_panels(&panel, to);
}
