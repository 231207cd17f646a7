/*
 * terminal.c - the summary at the end of a bench: a table per panel of each
 * experiment and the answers, in at most 100 columns.
 *
 * A star marks the winner of a point. Where an axis has more values than the
 * terminal has room for, some are left out evenly, the ends never, and the
 * table says so; report.html has all.
 */
#include "analysis/report/terminal.h"

#include "analysis/figures/figures.h"
#include "analysis/words/say.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = TERMINAL_WIDTH, NAME_WIDTH = 22 };

/* What a panel's tables are made from. */
struct panel {
	const struct analysis *analysis;
	const struct experiment *experiment;
	const struct summary *first; /* any of its cells */
	const struct axis *x, *y;
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
		memmove(to->text[i], to->text[from], TICK_TEXT);
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

/* What does not fit the width is left out, and its number is said. */
static void print_heading(const struct panel *panel, const char *corner,
			  const struct values *columns, size_t all,
			  size_t width, FILE *to)
{
	fputs("\n  ", to);
	text_plain(to, corner, 60);
	fprintf(to, ", by %s", figure_axis_name(panel->x));
	if (columns->n < all)
		fprintf(to, " (%zu of %zu shown)", columns->n, all);
	fprintf(to, "\n  %*s", NAME_WIDTH, "");
	for (size_t i = 0; i < columns->n; i++)
		text_right(to, columns->text[i], width);
	fputc('\n', to);
}

/* A contestant's figure at one point; the winner's has a star. */
static void print_figure(const struct point *point, const char *contestant,
			 FILE *to)
{
	char text[SAY_NUMBER + 4] = "", value[SAY_NUMBER];

	for (size_t i = 0; point && i < point->n_cells; i++) {
		const struct summary *cell = point->cells[i];
		enum metric metric = point->experiment->primary;

		if (strcmp(cell->contestant, contestant))
			continue;
		if (cell->n_valid)
			say_value(metric, cell->value[metric].median, value);
		else
			snprintf(value, sizeof value, "%s", cell->check);
		snprintf(text, sizeof text, "%s%s", value,
			 cell == point->winner ? "*" : " ");
	}
	text_right(to, text, 12);
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

/* A row a contestant, a column a point on x. */
static void print_contestants(const struct panel *panel, FILE *to)
{
	const struct experiment *of = panel->experiment;
	struct values columns;
	size_t all;
	char corner[128];

	all = find_values(panel, panel->x, (WIDTH - NAME_WIDTH - 2) / 12,
			  &columns);
	snprintf(corner, sizeof corner, "%.40s: %s", panel->first->workload,
		 metric_info[of->primary].label);
	print_heading(panel, corner, &columns, all, 12, to);
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
	char text[64] = "", ratio[SAY_NUMBER];
	enum standing standing;

	if (point && point->winner) {
		snprintf(text, sizeof text, "%.7s %s", point->winner->runner,
			 say_ratio(point->margin ? point->margin->ratio : NAN,
				   ratio));
	} else if (point) {
		standing = say_standing(panel->analysis, point);
		snprintf(text, sizeof text, "%s",
			 standing == STANDING_UNDECIDED    ? "?"
			 : standing >= STANDING_NO_VERDICT ? "–"
							   : "≈");
	}
	text_right(to, text, 14);
}

/* The signs are those of the drawn map. */
static void print_map(const struct panel *panel, FILE *to)
{
	struct values columns, rows;
	size_t all;
	char corner[128];

	all = find_values(panel, panel->x, (WIDTH - NAME_WIDTH - 2) / 14,
			  &columns);
	find_values(panel, panel->y, MOST_VALUES, &rows);
	snprintf(corner, sizeof corner, "%.40s: winner and its lead",
		 panel->first->workload);
	print_heading(panel, corner, &columns, all, 14, to);
	for (size_t k = 0; k < rows.n; k++) {
		snprintf(corner, sizeof corner, "%.40s %s",
			 panel->y ? panel->y->name : "", rows.text[k]);
		fputs("  ", to);
		text_left(to, corner, NAME_WIDTH);
		for (size_t i = 0; i < columns.n; i++)
			print_tile(panel,
				   find_point(panel, columns.at[i], rows.at[k]),
				   to);
		fputc('\n', to);
	}
	fputs("  ≈ no practical difference   ? undecided   – no verdict\n", to);
}

/* The answer without the lists of who leads where: the tables show that. */
static void print_answer(const struct analysis *analysis,
			 const struct experiment *experiment, FILE *to)
{
	char *answer = say_answer(analysis, experiment);

	fputc('\n', to);
	for (const char *line = answer; line && *line;) {
		size_t length = strcspn(line, "\n");

		if (strncmp(line, SAY_LEADER_BY, strlen(SAY_LEADER_BY)) != 0)
			text_wrapped(to, line, length, WIDTH);
		line += length + (line[length] == '\n');
	}
	free(answer);
}

/* A panel is printed at its first cell. */
static void print_panels(const struct analysis *analysis,
			 const struct experiment *of, FILE *to)
{
	struct panel panel = {.analysis = analysis, .experiment = of};

	panel.x = figure_axes(of, &panel.y);
	for (size_t i = 0; i < of->n_cells; i++) {
		bool seen = false;

		panel.first = of->cells[i];
		for (size_t k = 0; k < i && !seen; k++)
			seen = in_panel(&panel, of->cells[k]);
		if (seen)
			continue;
		if (strcmp(of->figure, "map"))
			print_contestants(&panel, to);
		else
			print_map(&panel, to);
	}
}

void summary_print(const struct analysis *analysis, FILE *to)
{
	for (size_t i = 0; i < analysis->n_experiments; i++) {
		const struct experiment *of = &analysis->experiments[i];

		fputc('\n', to);
		text_plain(to, of->title, WIDTH);
		fputc('\n', to);
		if (*of->question) {
			fputs("  ", to);
			text_plain(to, of->question, WIDTH - 2);
			fputc('\n', to);
		}
		if (!say_is_self(of) && !terminal_stopwatch(analysis, of, to))
			print_panels(analysis, of, to);
		print_answer(analysis, of, to);
	}
	terminal_claims(analysis, to);
	terminal_trust(analysis, to);
	fprintf(to, "\n%zu runs, %zu of them not valid.  * wins its point.\n",
		analysis->n_runs, analysis->n_invalid);
}
