/*
 * compare.c - avt compare BEFORE AFTER: did a change make anything worse?
 *
 * A table for people, JSON for programs, a figure on request; nothing is
 * written but what is asked for. JSON has all cells; the table has those that
 * differ, unless all are wanted. Folders come from anywhere, so every text out
 * of them goes through base/text.h, which keeps control characters from the
 * terminal and columns straight. The exit status is made for CI: 0 no
 * regression, 1 regression, 2 inconclusive.
 */
#include "cli/cli.h"

#include "analysis/compare/compare.h"
#include "analysis/verdict/metrics.h"
#include "base/format.h"
#include "base/text.h"
#include "cli/products.h"

#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* What was asked for: two folders, in the order of time. */
struct wish {
	const char *folders[2], *output;
	bool across, all, figure, json;
};

static const struct cli_option options[] = {
	{"across", 'x', NULL, offsetof(struct wish, across),
	 "Compare different machines or suites anyway"},
	{"all", 'a', NULL, offsetof(struct wish, all),
	 "List all cells, not only those that differ"},
	{"figure", 'f', NULL, offsetof(struct wish, figure),
	 "Draw AFTER/plots/compare.svg"},
	{"output", 'o', "FILE", offsetof(struct wish, output),
	 "Draw into this file (.svg or .png)"},
	{"json", 'j', NULL, offsetof(struct wish, json),
	 "Print JSON instead of a table"},
	{0},
};

static const struct cli_syntax syntax = {
	.options = options,
	.words = "BEFORE AFTER",
	.offset = offsetof(struct wish, folders),
	.least = 2,
	.most = 2,
	.example = "avt compare results/A results/B",
	.help = "Compare two folders of results cell by cell: the ratio of the "
		"medians, after to before (above 1 is better), with its 95 % "
		"confidence interval and verdict. Exit status: 0 no cell is "
		"worse, 1 some cell is worse, 2 inconclusive.",
};

/* Columns. */
enum { CONTESTANT_WIDTH = 16, PLACE_WIDTH = 34 };

/* One cell. */
static void print_row(const struct compared *cell)
{
	double before = cell->before->value[cell->metric].median;
	double after = cell->after->value[cell->metric].median;
	char point[96], value[FORMAT_TEXT], interval[FORMAT_TEXT] = "";

	fputs("  ", stdout);
	text_left(stdout, cell->after->contestant, CONTESTANT_WIDTH);
	fputc(' ', stdout);
	text_left(stdout, compare_point(cell, point, sizeof point),
		  PLACE_WIDTH);
	text_right(stdout, metric_number(cell->metric, before, value), 11);
	text_right(stdout, metric_number(cell->metric, after, value), 11);
	text_right(stdout, format_ratio(cell->ratio, value), 8);
	if (isfinite(cell->ratio))
		format_range(cell->ratio, cell->low, cell->high, interval);
	text_right(stdout, interval, 11);
	printf("  %s%s\n", outcome_words[cell->outcome],
	       cell->same ? " (same values)" : "");
}

/* The experiment by its title, what was measured, and the columns. */
static void print_heading(const struct compared *cell)
{
	fputc('\n', stdout);
	text_plain(stdout, cell->experiment->title, 60);
	printf(", %s\n  ", metric_info[cell->metric].label);
	text_left(stdout, "", CONTESTANT_WIDTH + 1 + PLACE_WIDTH);
	text_right(stdout, "before", 11);
	text_right(stdout, "after", 11);
	text_right(stdout, "ratio", 8);
	text_right(stdout, "95 % CI", 11);
	fputc('\n', stdout);
}

/* What the sessions do not share comes first: it is what to doubt. */
static void print_differences(const struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->n_differences; i++) {
		const struct difference *d = &comparison->differences[i];

		printf("%s differs: ", d->what);
		text_plain(stdout, d->before, 80);
		fputs(" before, ", stdout);
		text_plain(stdout, d->after, 80);
		fputs(" after\n", stdout);
	}
}

/* Cells, lines and runs that are not in the table. */
static void print_left_out(const struct comparison *comparison)
{
	const struct analysis *sides[] = {comparison->before,
					  comparison->after};

	if (comparison->n_only_before || comparison->n_only_after)
		printf("Left out: %zu cells only before, %zu only after.\n",
		       comparison->n_only_before, comparison->n_only_after);
	if (comparison->n_broken)
		printf("%zu cells had valid runs before and have none after.\n",
		       comparison->n_broken);
	for (size_t i = 0; i < 2; i++)
		if (sides[i]->n_invalid || sides[i]->n_skipped)
			printf("%s: %zu of %zu runs invalid, %zu lines "
			       "skipped.\n",
			       i ? "After" : "Before", sides[i]->n_invalid,
			       sides[i]->n_runs, sides[i]->n_skipped);
}

/* Each cell is asked for itself, so among many some are wrong. */
static void print_sum(const struct comparison *comparison)
{
	size_t told = comparison->n_cells - comparison->counts[NO_VERDICT];
	const char *comma = "";

	printf("\n%zu cells: ", comparison->n_cells);
	for (int i = 0; i < MOST_OUTCOMES; i++)
		if (comparison->counts[i]) {
			printf("%s%zu %s", comma, comparison->counts[i],
			       outcome_words[i]);
			comma = ", ";
		}
	puts(".");
	if (comparison->counts[WORSE] && told >= 40)
		printf("By chance alone, up to %.0f of %zu may look worse.\n",
		       ceil(0.025 * (double)told), told);
	if (comparison->counts[NO_VERDICT])
		puts("No verdict: each side needs 6 valid rounds.");
}

/* The last line is the answer; what was not decided is not hidden behind it. */
static void print_end(const struct comparison *comparison)
{
	const size_t *counts = comparison->counts;
	size_t open = counts[INCONCLUSIVE] + counts[INCONCLUSIVE_NOISE] +
		      counts[NO_VERDICT];
	int status = compare_status(comparison);

	if (status != 0)
		puts(status == 1 ? "Regression." : "Inconclusive.");
	else if (open)
		printf("No regression found; %zu cell%s inconclusive.\n", open,
		       open == 1 ? " is" : "s are");
	else
		puts("No regression.");
}

static void print_table(const struct comparison *comparison, bool all)
{
	const struct experiment *shown = NULL;

	print_differences(comparison);
	for (size_t i = 0; i < comparison->n_cells; i++) {
		const struct compared *cell = &comparison->cells[i];

		if (!all && !compare_differs(cell->outcome))
			continue;
		if (cell->experiment != shown)
			print_heading(cell);
		shown = cell->experiment;
		print_row(cell);
	}
	print_sum(comparison);
	print_left_out(comparison);
	print_end(comparison);
}

/* A number, or null where there is none: JSON has no NaN. */
static json_t *number(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

/* One side of a cell: how many rounds counted, and its median with interval. */
static json_t *side_json(const struct compared *cell,
			 const struct summary *side, unsigned rounds)
{
	const struct estimate *value = &side->value[cell->metric];

	return json_pack("{s:i, s:o, s:o, s:o}", "rounds", (int)rounds,
			 "median", number(value->median), "low",
			 number(value->low), "high", number(value->high));
}

/* One cell; `outcome` has the words of verdicts.csv. */
static json_t *cell_json(const struct compared *cell)
{
	const struct summary *after = cell->after;
	json_t *params = json_object();

	for (size_t i = 0; i < after->n_params; i++)
		json_object_set_new(params, after->params[i].name,
				    json_string(after->params[i].text));
	return json_pack(
		"{s:s, s:s, s:s, s:o, s:s, s:I, s:s, s:o, s:o, s:o, s:o, s:o, "
		"s:s, s:b, s:i}",
		"cell", after->cell, "experiment", after->experiment,
		"workload", after->workload, "params", params, "contestant",
		after->contestant, "concurrency",
		(json_int_t)after->concurrency, "metric",
		metric_info[cell->metric].name, "before",
		side_json(cell, cell->before, cell->rounds_before), "after",
		side_json(cell, after, cell->rounds_after), "ratio",
		number(cell->ratio), "low", number(cell->low), "high",
		number(cell->high), "outcome", outcome_words[cell->outcome],
		"same", cell->same, "rounds_needed", (int)cell->rounds_needed);
}

/* `status` is the exit status, for those who only keep the output. */
static void print_json(const struct comparison *comparison)
{
	json_t *json, *cells = json_array(), *differences = json_array();

	for (size_t i = 0; i < comparison->n_cells; i++)
		json_array_append_new(cells, cell_json(&comparison->cells[i]));
	for (size_t i = 0; i < comparison->n_differences; i++) {
		const struct difference *d = &comparison->differences[i];

		json_array_append_new(differences,
				      json_pack("{s:s, s:s, s:s}", "what",
						d->what, "before", d->before,
						"after", d->after));
	}
	json = json_pack("{s:s, s:s, s:o, s:o, s:i, s:i, s:i, s:i}", "before",
			 comparison->before->folder, "after",
			 comparison->after->folder, "differences", differences,
			 "cells", cells, "only_before",
			 (int)comparison->n_only_before, "only_after",
			 (int)comparison->n_only_after, "broken",
			 (int)comparison->n_broken, "status",
			 compare_status(comparison));
	json_dumpf(json, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
	putchar('\n');
	json_decref(json);
}

/* Draws if it was asked for; false after a line. By default nothing is drawn:
 * a check in CI must not need gnuplot, nor leave files in results. */
static bool draw(const struct comparison *comparison, const struct wish *wish)
{
	char plots[PATH_MAX], output[PATH_MAX], error[PATH_MAX + 128];

	if (!wish->figure && !wish->output)
		return true;
	if (!products_plots(plots))
		return false;
	snprintf(output, sizeof output, "%s/plots/compare.svg",
		 wish->folders[1]);
	if (compare_draw(comparison, plots,
			 wish->output ? wish->output : output, error,
			 sizeof error) < 0) {
		cli_say("%s", error);
		return false;
	}
	return true;
}

/* Says what bars the comparison, all in one line; texts are cut, so that a long
 * line of a suite does not hide the rest. */
static void refuse(const struct comparison *comparison)
{
	char line[512] = "";
	size_t n = 0;

	for (size_t i = 0; i < comparison->n_differences; i++) {
		const struct difference *d = &comparison->differences[i];
		int more;

		more = snprintf(line + n, sizeof line - n,
				"%s%s \"%.48s\" and \"%.48s\"", n ? "; " : "",
				d->what, d->before, d->after);
		if (more < 0 || (size_t)more >= sizeof line - n)
			break;
		n += (size_t)more;
	}
	cli_say("not the same machine and suite: %s; use --across to compare "
		"anyway",
		line);
}

/* Prints and draws what was asked for; the exit status. A picture that could
 * not be drawn is no verdict on the cells, but the wish was not met:
 * inconclusive. */
static int tell(const struct comparison *comparison, const struct wish *wish)
{
	int status = compare_status(comparison);

	if (compare_is_barred(comparison) && !wish->across) {
		refuse(comparison);
		return CLI_USAGE;
	}
	if (comparison->n_cells == 0) {
		cli_say("%s and %s have no cell in common", wish->folders[0],
			wish->folders[1]);
		return CLI_USAGE;
	}
	if (wish->json)
		print_json(comparison);
	else
		print_table(comparison, wish->all);
	if (!draw(comparison, wish) || !cli_flush())
		return CLI_USAGE;
	return status;
}

/* Every way to fail is status 2: a folder that cannot be read tells nothing. */
int cli_compare(int argc, char **argv)
{
	struct wish wish = {0};
	struct comparison *comparison;
	char error[PATH_MAX + 128];
	int status;

	cli_read(&syntax, argc, argv, &wish);
	comparison = compare_load(wish.folders[0], wish.folders[1], error,
				  sizeof error);
	if (!comparison) {
		cli_say("%s", error);
		return CLI_USAGE;
	}
	status = tell(comparison, &wish);
	compare_free(comparison);
	return status;
}
