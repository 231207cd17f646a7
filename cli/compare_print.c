/*
 * compare_print.c - a comparison as a table for people and as JSON for
 * programs.
 *
 * Folders come from anywhere, so every text out of them goes through text.h,
 * which keeps control characters from the terminal and columns straight. JSON
 * has all cells; the table has those that differ, unless all are wished.
 */
#include "cli/compare.h"

#include "analysis/verdict/metrics.h"
#include "base/format.h"
#include "base/text.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

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
		printf("%zu cells only before, %zu only after: left out.\n",
		       comparison->n_only_before, comparison->n_only_after);
	if (comparison->n_broken)
		printf("%zu cells had valid runs before and have none after.\n",
		       comparison->n_broken);
	for (size_t i = 0; i < 2; i++)
		if (sides[i]->n_invalid || sides[i]->n_skipped)
			printf("%s: %zu of %zu runs not valid, %zu lines "
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
		printf("By chance alone up to %.0f of %zu may look worse.\n",
		       ceil(0.025 * (double)told), told);
	if (comparison->counts[NO_VERDICT])
		puts("No verdict: needs 6 valid rounds on either side.");
}

/* The last line is the answer; what was not decided is not hidden behind it. */
static void print_end(const struct comparison *comparison)
{
	const size_t *counts = comparison->counts;
	size_t open = counts[INCONCLUSIVE] + counts[INCONCLUSIVE_NOISE] +
		      counts[NO_VERDICT];
	int status = compare_status(comparison);

	if (status != 0)
		puts(status == 1 ? "Regression." : "Cannot tell.");
	else if (open)
		printf("No regression found; %zu %s inconclusive.\n", open,
		       open == 1 ? "cell is" : "cells are");
	else
		puts("No regression.");
}

void compare_print(const struct comparison *comparison, bool all)
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
void compare_print_json(const struct comparison *comparison)
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
