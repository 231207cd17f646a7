/*
 * answer.c - the answer to an experiment's question.
 *
 * Curves are answered at their far end, where concurrency is largest; fractions at
 * both ends; a map by counting its tiles; and then who leads from where to
 * where. Each sentence is one point's verdicts, or a count of them.
 */
#include "analysis/words/answer.h"

#include "analysis/figures/kind.h"
#include "analysis/stats/stats.h"
#include "analysis/verdict/experiment.h"
#include "analysis/verdict/metrics.h"
#include "analysis/verdict/standing.h"
#include "analysis/words/openloop.h"
#include "analysis/words/point.h"
#include "base/format.h"

#include <math.h>
#include <string.h>

/* Points of one panel, sorted along x. */
struct row {
	const struct analysis *analysis;
	const struct experiment *of;
	const struct axis *x, *y;
	const char *panel; /* its name if there are several, else "" */
	size_t n;
	const struct point **points;
	struct statements *to;
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

static bool same_panel(const struct row *row, const struct point *a,
		       const struct point *b)
{
	return a->n_cells && b->n_cells &&
	       figure_same_panel(a->cells[0], b->cells[0], row->x, row->y);
}

/* Whether no point before this one is of its panel. */
static bool opens(const struct row *row, size_t point)
{
	const struct point *points = row->of->points;

	for (size_t i = 0; i < point; i++)
		if (same_panel(row, &points[i], &points[point]))
			return false;
	return points[point].n_cells > 0;
}

/* Fills the row with the panel that a point opens. */
static void row_fill(struct row *row, size_t first)
{
	const struct point *points = row->of->points;

	row->n = 0;
	for (size_t i = first; i < row->of->n_points; i++)
		if (same_panel(row, &points[i], &points[first]))
			row_add(row, &points[i]);
}

/* "call, 4096 tasks in flight: async completes ...". */
static void describe_end(const struct row *row, const struct point *point)
{
	char name[POINT_NAME];

	point_name(row->of, point->cells[0], name);
	point_describe(row->analysis, point, statements_add(row->to, name));
}

/* "fastest by concurrency", or "best by ..." where it is not about time. */
static void name_ranges(const struct row *row, char to[2 * POINT_NAME])
{
	bool time = metric_is_speed(row->of->primary);
	bool tasks = !row->x || !strcmp(row->x->name, "concurrency");
	const char *word = time ? "fastest" : "best";

	snprintf(to, (size_t)2 * POINT_NAME, "%s%s%s by %s", row->panel,
		 *row->panel ? ", " : "", word,
		 tasks ? "concurrency" : figure_axis_name(row->x));
	if (!*row->panel)
		*to = time ? 'F' : 'B';
}

/* "Fastest by concurrency: tie from 1 to 16; async at 64". */
static void describe_ranges(const struct row *row)
{
	char leader[POINT_NAME], next[POINT_NAME], name[2 * POINT_NAME];
	char from[FORMAT_TEXT], until[FORMAT_TEXT];
	struct statement *to;

	name_ranges(row, name);
	to = statements_add(row->to, name);
	to->detail = true;
	for (size_t i = 0, j; i < row->n; i = j) {
		point_leader(row->analysis, row->points[i], leader);
		for (j = i + 1; j < row->n; j++)
			if (strcmp(leader, point_leader(row->analysis,
							row->points[j], next)))
				break;
		figure_value(row->points[i]->cells[0], row->x, from);
		figure_value(row->points[j - 1]->cells[0], row->x, until);
		statement_text(to, "%s%s", i ? "; " : "", leader);
		if (j == i + 1)
			statement_text(to, " at %s", format_joined(from));
		else
			statement_text(to, " from %s to %s",
				       format_joined(from),
				       format_joined(until));
	}
}

/* The high end tells most; the low end only where the question is the way from
 * one to the other. */
static void answer_row(const struct row *row, bool both_ends)
{
	if (both_ends && row->n > 1)
		describe_end(row, row->points[0]);
	describe_end(row, row->points[row->n - 1]);
	if (row->n > 1)
		describe_ranges(row);
}

/* An open loop is answered where its load is highest and still compares
 * something. */
static void answer_open(const struct row *row)
{
	const struct summary *first = row->points[0]->cells[0];
	size_t last = row->n;

	openloop_slo(row->of, first, row->panel, row->to);
	while (last && standing_of(row->analysis, row->points[last - 1]) ==
			       STANDING_ALONE)
		last--;
	/* Then who has no valid run there, and why, is the answer. */
	if (!last && row->points[0]->n_cells > 1)
		last = row->n;
	if (last)
		describe_end(row, row->points[last - 1]);
	openloop_overload(row->of, first, row->panel, row->to);
	if (row->n > 1)
		describe_ranges(row);
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

/* "async is fastest at 45 of 100 operating points, by 3.1× (95 % CI 2.9–3.3)
 * over threads:64 at most (1024 tasks in flight, 0 % compute)". */
static void describe_wins(const struct row *row, const char *contestant)
{
	char ratio[FORMAT_TEXT], x[POINT_NAME], y[POINT_NAME] = "";
	struct statement *to;
	size_t wins;
	const struct point *best = best_of(row, contestant, &wins);

	if (!best)
		return;
	to = statements_add(row->to, row->panel);
	format_joined(format_ratio(best->margin->ratio, ratio));
	point_value(best->cells[0], row->x, x);
	if (row->y)
		point_value(best->cells[0], row->y, y);
	statement_part(to, PART_WHO, contestant);
	statement_text(to, " is ahead at %zu of %zu operating points, ", wins,
		       row->n);
	statement_text(to, wins > 1 ? "by up to " : "by ");
	statement_part(to, PART_FACTOR, ratio);
	format_interval(best->margin->ratio, best->margin->low,
			best->margin->high, ratio);
	statement_interval(to, format_joined(ratio), "");
	statement_text(to, " over ");
	statement_part(to, PART_WHO, best->margin->b->contestant);
	statement_text(to, " at %s%s%s", x, *y ? " and " : "", y);
}

/* "5 of 100 points are ties": a count of what has no winner, if any. */
static void describe_count(const struct row *row, size_t n, const char *one,
			   const char *many)
{
	if (n)
		statement_text(statements_add(row->to, row->panel),
			       "%zu of %zu points %s", n, row->n,
			       n == 1 ? one : many);
}

/* Counts instead of a sentence a point: a map has dozens. */
static void answer_map(const struct row *row)
{
	size_t n[STANDINGS] = {0};

	for (size_t i = 0; i < row->n; i++)
		n[standing_of(row->analysis, row->points[i])]++;
	for (size_t i = 0; i < row->of->n_contestants; i++)
		describe_wins(row, row->of->contestants[i]);
	describe_count(row, n[STANDING_LEADERS] + n[STANDING_TIED],
		       "has no single winner", "have no single winner");
	describe_count(row, n[STANDING_INCONCLUSIVE], "is inconclusive",
		       "are inconclusive");
	describe_count(row, n[STANDING_NO_VERDICT],
		       "has no verdict: fewer than 6 valid rounds",
		       "have no verdict: fewer than 6 valid rounds");
}

/* Whether two batches of a workload are ranked the same from outside and from
 * within; a difference that does not matter ranks nobody. */
static bool same_rank(const struct stopwatch *a, const struct stopwatch *b)
{
	double inside = log(a->suite_s / b->suite_s);
	double outside = log(a->hyperfine_s / b->hyperfine_s);

	return !(inside * outside < 0) || fabs(inside) < log(PRACTICAL) ||
	       fabs(outside) < log(PRACTICAL);
}

/* Pairs of contestants that are timed from both sides, and how many of them
 * are ranked differently. */
static size_t count_pairs(const struct analysis *analysis,
			  const struct experiment *of, size_t *differ)
{
	size_t pairs = 0;

	*differ = 0;
	for (size_t i = 0; i < analysis->n_stopwatches; i++)
		for (size_t k = 0; k < i; k++) {
			const struct stopwatch *a = &analysis->stopwatches[i];
			const struct stopwatch *b = &analysis->stopwatches[k];

			if (strcmp(a->experiment, of->name) ||
			    strcmp(b->experiment, of->name) ||
			    strcmp(a->workload, b->workload) ||
			    isnan(a->suite_s) || isnan(b->suite_s))
				continue;
			pairs++;
			*differ += !same_rank(a, b);
		}
	return pairs;
}

/* The least and the most that hyperfine measures beyond avt; false if nothing
 * was timed from both sides. */
static bool find_beyond(const struct analysis *analysis,
			const struct experiment *of, double *least,
			double *most)
{
	*least = INFINITY;
	*most = -INFINITY;
	for (size_t i = 0; i < analysis->n_stopwatches; i++) {
		const struct stopwatch *watch = &analysis->stopwatches[i];
		double beyond = watch->hyperfine_s - watch->suite_s;

		if (strcmp(watch->experiment, of->name) || isnan(beyond))
			continue;
		*least = fmin(*least, beyond);
		*most = fmax(*most, beyond);
	}
	return *least <= *most;
}

/* "hyperfine ranks the contestants as avt does; its times include 13 ms to
 * 41 ms of process start-up and shutdown". */
static void answer_timing(const struct row *row)
{
	double least, most;
	char from[FORMAT_TEXT], until[FORMAT_TEXT];
	size_t differ, pairs = count_pairs(row->analysis, row->of, &differ);
	struct statement *to;

	if (!find_beyond(row->analysis, row->of, &least, &most))
		return;
	to = statements_add(row->to, "");
	if (pairs && !differ)
		statement_text(to, "hyperfine ranks the contestants as avt "
				   "does; ");
	else if (pairs)
		statement_text(to,
			       "hyperfine and avt rank %zu of %zu pair%s of "
			       "contestants differently; ",
			       differ, pairs, pairs == 1 ? "" : "s");
	format_joined(format_time(least * 1e9, from));
	format_joined(format_time(most * 1e9, until));
	statement_text(to,
		       least >= 0 ? "its times include %s to %s of process "
				    "start-up and shutdown"
				  : "its times differ from avt's by %s to %s",
		       from, until);
}

void answer_self(const struct analysis *analysis, struct statements *to)
{
	const struct verdict *self = analysis_self(analysis);
	double seen = analysis_detectable(analysis);
	char ratio[FORMAT_TEXT], interval[FORMAT_TEXT], least[FORMAT_TEXT];
	const struct summary *original;
	struct statement *statement;

	if (!self)
		return;
	original = self->a->copy ? self->b : self->a;
	format_joined(format_ratio(self->ratio, ratio));
	format_interval(self->ratio, self->low, self->high, interval);
	statement = statements_add(to, "A/A test");
	statement_part(statement, PART_WHO, original->contestant);
	statement_text(statement, " against itself is ");
	statement_part(statement, PART_FACTOR, ratio);
	statement_interval(statement, format_joined(interval), "");
	statement_text(statement, "; smallest detectable difference: about %s",
		       format_joined(format_percent_up(seen - 1, least)));
}

/* One pair in twenty may seem to differ by chance alone. More of them mean that
 * the bench sees differences where there are none, which every reader of the
 * other answers must know. */
static void answer_twins(const struct row *row)
{
	size_t pairs = 0, differ = 0;
	struct statement *to;

	for (size_t i = 0; i < row->analysis->n_verdicts; i++) {
		const struct verdict *verdict = &row->analysis->verdicts[i];
		enum outcome outcome = verdict->outcome;

		if (verdict->a->experiment != row->of->name ||
		    outcome == NO_VERDICT || outcome == INCONCLUSIVE_NOISE)
			continue;
		pairs++;
		differ += outcome != NO_DIFFERENCE && outcome != INCONCLUSIVE;
	}
	if (analysis_self(row->analysis))
		answer_self(row->analysis, row->to);
	else
		statement_text(statements_add(row->to, ""),
			       "No verdict: fewer than %d valid rounds",
			       FEWEST_ROUNDS);
	if (!differ)
		return;
	to = statements_add(row->to, "");
	statement_text(to,
		       "At %zu of %zu points it seems to differ from itself: "
		       "expect as many false differences elsewhere",
		       differ, pairs);
}

/* External timing needs no verdict: hyperfine's own table stands for it. */
static void answer_panel(const struct row *row)
{
	const char *figure = row->of->figure;

	if (!strcmp(figure, "stopwatch") &&
	    standing_of(row->analysis, row->points[0]) == STANDING_NO_VERDICT)
		return;
	if (!strcmp(figure, "map"))
		answer_map(row);
	else if (!strcmp(figure, "open"))
		answer_open(row);
	else
		answer_row(row, !strcmp(figure, "fraction"));
}

static void answer_panels(struct row *row)
{
	char name[POINT_NAME];
	size_t panels = 0;

	for (size_t i = 0; i < row->of->n_points; i++)
		panels += opens(row, i);
	for (size_t i = 0; i < row->of->n_points; i++) {
		if (!opens(row, i))
			continue;
		row_fill(row, i);
		point_panel(row->of, row->of->points[i].cells[0], name);
		row->panel = panels > 1 ? name : "";
		answer_panel(row);
	}
}

void answer_make(const struct analysis *analysis,
		 const struct experiment *experiment, struct statements *to)
{
	struct row row = {.analysis = analysis, .of = experiment, .to = to};

	row.x = figure_axes(experiment, &row.y);
	row.points = arena_array(to->arena, experiment->n_points + 1,
				 sizeof *row.points);
	/* First, since all others are due to it. */
	if (experiment->n_cells && *experiment->cells[0]->fault)
		statement_text(statements_add(to, ""),
			       "Every run has a fault made on purpose, %s",
			       experiment->cells[0]->fault);
	if (experiment->n_cells && experiment->cells[0]->unsteady)
		statement_text(statements_add(to, ""),
			       "No steady state was asked for: a first look, "
			       "not a result");
	if (!strcmp(experiment->figure, "stopwatch"))
		answer_timing(&row);
	if (experiment_is_self(experiment))
		answer_twins(&row);
	else
		answer_panels(&row);
}
