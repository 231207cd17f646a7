/*
 * invalid.c - invalid runs: by check, and cell by cell.
 */
#include "analysis/report/html.h"
#include "analysis/report/report.h"
#include "analysis/words/point.h"
#include "analysis/words/reasons.h"
#include "base/format.h"

#include <string.h>

enum { MOST_REASONS = 3, OPEN_UP_TO = 12 };

/* Whole numbers are exact here: runs are counted, not measured. */
static void write_number(FILE *to, size_t number)
{
	char text[24];

	snprintf(text, sizeof text, "%zu", number);
	html_element(to, "td", NULL, text);
}

/* The checks first: a hundred cells often fail for one and the same reason. */
static void write_checks(const struct analysis *analysis, FILE *to)
{
	struct check_count checks[MOST_CHECKS];
	size_t n = checks_count(analysis, checks);

	fputs("<div class=\"scroll\"><table>\n<thead><tr><th>check</th>"
	      "<th>runs</th><th>cells</th><th class=\"reason\">what it "
	      "means</th></tr></thead>\n"
	      "<tbody>",
	      to);
	for (size_t i = 0; i < n; i++) {
		fputs("<tr>", to);
		html_element(to, "th", NULL, checks[i].name);
		write_number(to, checks[i].runs);
		write_number(to, checks[i].cells);
		html_element(to, "td", "reason", check_meaning(checks[i].name));
		fputs("</tr>\n", to);
	}
	fputs("</tbody></table></div>\n", to);
}

/* The different reasons of a cell, as many as have room. Texts are shared, so
 * the same address is the same reason. */
static void write_reasons(const struct summary *cell, FILE *to)
{
	const char *seen[MOST_REASONS];
	size_t n = 0;

	fputs("<td class=\"reason\">", to);
	for (size_t i = 0; i < cell->n_runs && n < MOST_REASONS; i++) {
		const char *reason = cell->runs[i].reason;
		bool known = !reason;

		for (size_t k = 0; k < n; k++)
			known |= seen[k] == reason;
		if (known)
			continue;
		fputs(n ? "; " : "", to);
		html_text(to, reason);
		seen[n++] = reason;
	}
	fputs("</td>", to);
}

/* The experiment of a cell; its copies are in none of the experiment's lists. */
static const struct experiment *experiment_of(const struct analysis *analysis,
					      const struct summary *cell)
{
	size_t i = 0;

	while (i + 1 < analysis->n_experiments &&
	       strcmp(analysis->experiments[i].name, cell->experiment))
		i++;
	return &analysis->experiments[i];
}

/* Names the cell as the tables do, so that it can be found there. A cell may
 * have valid runs as well; then it counts with those. */
static void write_cell(const struct analysis *analysis,
		       const struct summary *cell, FILE *to)
{
	const struct experiment *of = experiment_of(analysis, cell);
	char name[POINT_NAME], rate[FORMAT_TEXT];

	fputs("<tr>", to);
	html_element(to, "th", NULL, cell->contestant);
	html_element(to, "td", "left", cell->experiment);
	fputs("<td class=\"left\">", to);
	html_text(to, point_name(of, cell, name));
	if (cell->rate > 0)
		fprintf(to, " <small>%s offered</small>",
			format_rate(cell->rate, rate));
	fprintf(to, "</td>\n<td>%zu of %zu</td>\n", cell->n_invalid,
		cell->n_runs);
	write_reasons(cell, to);
	fputs("</tr>\n", to);
}

/* A short list is open at once, a long one is a table to look things up in. */
void report_invalid(const struct analysis *analysis, FILE *to)
{
	if (!analysis->n_invalid)
		return;
	fprintf(to,
		"<section>\n<h2>Invalid runs</h2>\n"
		"<p class=\"question\">%zu of %zu runs failed a validity "
		"check and %s excluded from every figure, median and "
		"verdict.</p>\n",
		analysis->n_invalid, analysis->n_runs,
		analysis->n_invalid == 1 ? "is" : "are");
	write_checks(analysis, to);
	fprintf(to,
		"<details%s><summary>Cell by cell</summary>\n"
		"<div class=\"scroll\"><table>\n<thead><tr><th>contestant</th>"
		"<th class=\"left\">experiment</th>"
		"<th class=\"left\">operating point</th>"
		"<th>invalid runs</th><th "
		"class=\"reason\">reasons</th></tr></thead>\n<tbody>",
		analysis->n_invalid <= OPEN_UP_TO ? " open" : "");
	for (size_t i = 0; i < analysis->n_summaries; i++)
		if (analysis->summaries[i].n_invalid)
			write_cell(analysis, &analysis->summaries[i], to);
	fputs("</tbody></table></div></details>\n</section>\n", to);
}
