/*
 * answer.c - the answer to an experiment's question, in a few sentences.
 *
 * Curves are answered at their far end, where concurrency is largest; fractions at
 * both ends; a map by counting its tiles; and then who leads from where to
 * where. Each sentence is one point's verdicts, or a count of them.
 */
#include "analysis/figures/figures.h"
#include "analysis/words/say.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Points of one panel, sorted along x. */
struct row {
	const struct axis *x, *y;
	size_t n;
	const struct point **points;
};

/* Adds a point where it belongs. */
static void row_add(struct row *row, const struct point *point)
{
	double at = figure_at(point->cells[0], row->x);
	size_t i = row->n++;

	for (; i && figure_at(row->points[i - 1]->cells[0], row->x) > at; i--)
		row->points[i] = row->points[i - 1];
	row->points[i] = point;
}

/* Whether no point before this one is of its panel. */
static bool opens(const struct experiment *of, size_t point,
		  const struct row *row)
{
	for (size_t i = 0; i < point; i++)
		if (of->points[i].n_cells &&
		    figure_same_panel(of->points[i].cells[0],
				      of->points[point].cells[0], row->x,
				      row->y))
			return false;
	return of->points[point].n_cells > 0;
}

/* Fills the row with the panel that a point opens. */
static void row_fill(struct row *row, const struct experiment *of, size_t first)
{
	row->n = 0;
	for (size_t i = first; i < of->n_points; i++)
		if (of->points[i].n_cells &&
		    figure_same_panel(of->points[i].cells[0],
				      of->points[first].cells[0], row->x,
				      row->y))
			row_add(row, &of->points[i]);
}

/* "4096 tasks in flight", "25 % compute". */
static void say_at(const struct summary *cell, const struct axis *axis,
		   FILE *to)
{
	bool tasks = !axis || !strcmp(axis->name, "concurrency");
	char value[TICK_TEXT];

	figure_value(cell, axis, value);
	if (tasks)
		fprintf(to, "%s task%s in flight", value,
			cell->concurrency == 1 ? "" : "s");
	else if (!strcmp(axis->name, "compute"))
		fprintf(to, "%s compute", value);
	else if (!strcmp(axis->name, "load"))
		fprintf(to, "%s of its own capacity", value);
	else if (!strcmp(axis->name, "rate"))
		fprintf(to, "%s offered", value);
	else
		fprintf(to, "%s %s", axis->name, value);
}

/* "call, at 4096 tasks in flight: async does ...". */
static void say_end(const struct analysis *analysis, const struct row *row,
		    const struct point *point, FILE *to)
{
	fprintf(to, "%s, at ", point->cells[0]->workload);
	say_at(point->cells[0], row->x, to);
	fputs(": ", to);
	say_point(analysis, point, to);
	fputs(".\n", to);
}

/* "Leader by tasks in flight: no difference from 1 to 16; async at 64." */
static void say_ranges(const struct analysis *analysis, const struct row *row,
		       FILE *to)
{
	char leader[256], next[256], from[TICK_TEXT], until[TICK_TEXT];

	fprintf(to, SAY_LEADER_BY "%s: ", figure_axis_name(row->x));
	for (size_t i = 0, j; i < row->n; i = j) {
		say_leader(analysis, row->points[i], leader, sizeof leader);
		for (j = i + 1; j < row->n; j++)
			if (strcmp(leader, say_leader(analysis, row->points[j],
						      next, sizeof next)))
				break;
		figure_value(row->points[i]->cells[0], row->x, from);
		figure_value(row->points[j - 1]->cells[0], row->x, until);
		if (j == i + 1)
			fprintf(to, "%s at %s", leader, from);
		else
			fprintf(to, "%s from %s to %s", leader, from, until);
		fputs(j < row->n ? "; " : ".\n", to);
	}
}

/* The high end tells most; the low end only where the question is the way from
 * one to the other. */
static void say_row(const struct analysis *analysis, const struct row *row,
		    bool both_ends, FILE *to)
{
	if (!row->n || !row->points[0])
		return;
	if (both_ends && row->n > 1)
		say_end(analysis, row, row->points[0], to);
	say_end(analysis, row, row->points[row->n - 1], to);
	if (row->n > 1)
		say_ranges(analysis, row, to);
}

/* An open load is answered where it is highest and still compares something. */
static void say_open(const struct analysis *analysis,
		     const struct experiment *of, const struct row *row,
		     FILE *to)
{
	size_t last = row->n;

	if (!last || !row->points[0])
		return;
	while (last &&
	       say_standing(analysis, row->points[last - 1]) == STANDING_ALONE)
		last--;
	/* Then who has no valid run there, and why, is the answer. */
	if (!last && row->points[0]->n_cells > 1)
		last = row->n;
	if (last)
		say_end(analysis, row, row->points[last - 1], to);
	say_overload(of, row->points[0]->cells[0], to);
	if (row->n > 1)
		say_ranges(analysis, row, to);
}

/* The point where a contestant's lead is largest, and how many it wins. */
static const struct point *best_of(const struct row *row,
				   const char *contestant, size_t *wins)
{
	const struct point *best = NULL;

	*wins = 0;
	for (size_t i = 0; i < row->n; i++) {
		const struct point *point = row->points[i];

		if (!point->winner || !point->margin ||
		    strcmp(point->winner->contestant, contestant))
			continue;
		++*wins;
		if (!best || point->margin->ratio > best->margin->ratio)
			best = point;
	}
	return best;
}

/* "async wins 45 of 100 points; by most, 3.1× the work of threads:64, at 1024
 * tasks in flight and 0% compute." */
static void say_wins(const struct row *row, const char *contestant, FILE *to)
{
	char ratio[SAY_NUMBER];
	size_t wins;
	const struct point *best = best_of(row, contestant, &wins);

	if (!best)
		return;
	fprintf(to, "%s wins %zu of %zu points", contestant, wins, row->n);
	fprintf(to, ", the clearest by %s over %s at ",
		say_ratio(best->margin->ratio, ratio),
		best->margin->b->contestant);
	say_at(best->cells[0], row->x, to);
	if (row->y) {
		fputs(" and ", to);
		say_at(best->cells[0], row->y, to);
	}
	fputs(".\n", to);
}

/* Counts instead of a sentence a point: a map has dozens. */
static void say_map(const struct analysis *analysis,
		    const struct experiment *of, const struct row *row,
		    FILE *to)
{
	size_t standings[STANDING_ALONE + 1] = {0};

	for (size_t i = 0; i < row->n; i++)
		standings[say_standing(analysis, row->points[i])]++;
	for (size_t i = 0; i < of->n_contestants; i++)
		say_wins(row, of->contestants[i], to);
	if (standings[STANDING_LEADERS] + standings[STANDING_ALIKE])
		fprintf(to, "In %zu of %zu points nobody leads alone.\n",
			standings[STANDING_LEADERS] + standings[STANDING_ALIKE],
			row->n);
	if (standings[STANDING_UNDECIDED])
		fprintf(to, "In %zu of %zu the rounds settle nothing.\n",
			standings[STANDING_UNDECIDED], row->n);
	if (standings[STANDING_NO_VERDICT])
		fprintf(to,
			"%zu of %zu have fewer than 6 rounds: no verdict.\n",
			standings[STANDING_NO_VERDICT], row->n);
}

/* "hyperfine, from outside, measures up to 4.1 ms (0.3 %) more ...". */
static void say_stopwatch(const struct analysis *analysis,
			  const struct experiment *of, FILE *to)
{
	double most = -1, share = 0;
	char time[SAY_NUMBER];
	size_t n = 0;

	for (size_t i = 0; i < analysis->n_stopwatches; i++) {
		const struct stopwatch *watch = &analysis->stopwatches[i];
		double off = fabs(watch->hyperfine_s - watch->suite_s);

		if (strcmp(watch->experiment, of->name) || isnan(off))
			continue;
		n++;
		if (off > most) {
			most = off;
			share = 100 * off / watch->suite_s;
		}
	}
	if (n)
		fprintf(to,
			"hyperfine, timing whole programs from outside, and "
			"avt differ by at most %s (%.1f\u00a0%%) in %zu "
			"batches.\n",
			say_time(most * 1e9, time), share, n);
}

/* A stopwatch needs no verdict: hyperfine's own table stands for it. */
static void say_panels(const struct analysis *analysis,
		       const struct experiment *of, struct row *row, FILE *to)
{
	bool map = !strcmp(of->figure, "map");
	bool both_ends = !strcmp(of->figure, "fraction");
	bool stopwatch = !strcmp(of->figure, "stopwatch");
	bool open = !strcmp(of->figure, "open");

	for (size_t i = 0; i < of->n_points; i++) {
		if (!opens(of, i, row))
			continue;
		row_fill(row, of, i);
		if (stopwatch && say_standing(analysis, row->points[0]) ==
					 STANDING_NO_VERDICT)
			continue;
		if (map)
			say_map(analysis, of, row, to);
		else if (open)
			say_open(analysis, of, row, to);
		else
			say_row(analysis, row, both_ends, to);
	}
}

char *say_answer(const struct analysis *analysis,
		 const struct experiment *experiment)
{
	struct row row = {0};
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	row.x = figure_axes(experiment, &row.y);
	row.points = calloc(experiment->n_points + 1, sizeof *row.points);
	if (to && row.points) {
		say_fault(experiment, to);
		if (!strcmp(experiment->figure, "stopwatch"))
			say_stopwatch(analysis, experiment, to);
		if (say_is_self(experiment))
			say_twins(analysis, experiment, to);
		else
			say_panels(analysis, experiment, &row, to);
	}
	free(row.points);
	if (!to || fclose(to)) {
		free(text);
		return NULL;
	}
	return text;
}
