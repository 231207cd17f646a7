/*
 * invalid.c - runs that do not count: by gate, and cell by cell.
 */
#include "analysis/figures/figures.h"
#include "analysis/words/reasons.h"
#include "analysis/report/html.h"
#include "analysis/report/report.h"
#include "analysis/words/say.h"

#include <math.h>
#include <string.h>

enum { MOST_REASONS = 3, OPEN_UP_TO = 12 };

/* Whole numbers are exact here: runs are counted, not measured. */
static void write_number(FILE *to, size_t number)
{
	char text[24];

	snprintf(text, sizeof text, "%zu", number);
	html_element(to, "td", NULL, text);
}

/* Only checks that some run failed at, with the meaning in words. */
/* The checks first: a hundred cells often fail for one and the same reason. */
static void write_checks(const struct analysis *analysis, FILE *to)
{
	struct check_count checks[MOST_CHECKS];
	size_t n = checks_count(analysis, checks);

	fputs("<div class=\"scroll\"><table>\n<thead><tr><th>gate</th>"
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

/* "4096 in flight", "65.7 k/s offered (90%)". */
static void write_load(const struct summary *cell, FILE *to)
{
	char text[128], number[SAY_NUMBER];

	if (cell->rate > 0)
		snprintf(text, sizeof text, "%s offered",
			 figure_rate(cell->rate, number));
	else
		snprintf(text, sizeof text, "%s in flight",
			 say_whole(cell->concurrency, number));
	html_element(to, "td", NULL, text);
}

/* Names the cell as the tables do, so that it can be found there. */
/* A cell may have valid runs as well; then it counts with those. */
static void write_cell(const struct summary *cell, FILE *to)
{
	char text[64];

	fputs("<tr>", to);
	html_element(to, "th", NULL, cell->contestant);
	html_element(to, "td", NULL, cell->experiment);
	html_element(to, "td", NULL, cell->workload);
	write_load(cell, to);
	snprintf(text, sizeof text, "%zu of %zu", cell->n_invalid,
		 cell->n_runs);
	html_element(to, "td", NULL, text);
	write_reasons(cell, to);
	fputs("</tr>\n", to);
}

/* A short list is open at once, a long one is a table to look things up in. */
void report_invalid(const struct analysis *analysis, FILE *to)
{
	if (!analysis->n_invalid)
		return;
	fprintf(to,
		"<section>\n<h2>Runs that do not count</h2>\n"
		"<p class=\"question\">%zu of %zu runs failed a gate. They are "
		"in no figure, no median and no verdict.</p>\n",
		analysis->n_invalid, analysis->n_runs);
	write_checks(analysis, to);
	fprintf(to,
		"<details%s><summary>Cell by cell</summary>\n"
		"<div class=\"scroll\"><table>\n<thead><tr><th>contestant</th>"
		"<th>experiment</th><th>workload</th><th>load</th>"
		"<th>runs</th><th "
		"class=\"reason\">reasons</th></tr></thead>\n<tbody>",
		analysis->n_invalid <= OPEN_UP_TO ? " open" : "");
	for (size_t i = 0; i < analysis->n_summaries; i++)
		if (analysis->summaries[i].n_invalid)
			write_cell(&analysis->summaries[i], to);
	fputs("</tbody></table></div></details>\n</section>\n", to);
}
