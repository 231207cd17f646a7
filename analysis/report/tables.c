/*
 * tables.c - the numbers behind the pictures.
 *
 * A table has a block per point of the grid, best contestant first, as the
 * primary metric of the experiment orders them. Long tables are folded.
 */
#include "analysis/figures/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/report.h"
#include "analysis/words/say.h"

#include <math.h>
#include <string.h>

enum { OPEN_UP_TO = 16, COLUMNS = 8 };

static void cell_text(FILE *to, const char *text)
{
	html_element(to, "td", NULL, text);
}

/* "12.3 k/s" and under it, small, "11.9 k/s – 12.8 k/s". */
static void cell_estimate(FILE *to, enum metric metric,
			  const struct estimate *value)
{
	char median[SAY_NUMBER], low[SAY_NUMBER], high[SAY_NUMBER];

	fprintf(to, "<td><b>%s</b>", say_value(metric, value->median, median));
	if (!isnan(value->low) && !isnan(value->high))
		fprintf(to, " <small>%s – %s</small>",
			say_value(metric, value->low, low),
			say_value(metric, value->high, high));
	fputs("</td>\n", to);
}

/* Other metrics than the experiment's own stand without their interval. */
static void cell_median(FILE *to, const struct summary *cell,
			enum metric metric)
{
	char text[SAY_NUMBER];

	cell_text(to, say_value(metric, cell->value[metric].median, text));
}

/* "9 of 10", and why not all. */
static void cell_rounds(FILE *to, const struct summary *cell)
{
	char rounds[96];
	int n = snprintf(rounds, sizeof rounds,
			 cell->n_valid == cell->n_runs ? "%zu" : "%zu of %zu",
			 cell->n_valid, cell->n_runs);

	if (cell->n_dropped)
		snprintf(rounds + n, sizeof rounds - (size_t)n, ", %zu noisy",
			 cell->n_dropped);
	cell_text(to, rounds);
}

/* "pool of 16": say_bottleneck() without its first words; "unknown". */
static void cell_bottleneck(FILE *to, const struct summary *cell)
{
	const char *start = "limited by ";
	char bottleneck[64];

	say_bottleneck(cell, bottleneck);
	if (!*bottleneck && cell->bottleneck) {
		cell_text(to, cell->bottleneck);
		return;
	}
	cell_text(to, strncmp(bottleneck, start, strlen(start))
			      ? bottleneck
			      : bottleneck + strlen(start));
}

/* A cell without a valid run has its reason in place of all numbers. */
static void write_row(const struct summary *cell, enum metric primary, FILE *to)
{
	char rate[SAY_NUMBER];

	fputs("<tr><th>", to);
	html_text(to, cell->contestant);
	if (cell->in_flight < cell->concurrency)
		fprintf(to, " <small>%.0f in flight</small>", cell->in_flight);
	if (cell->rate > 0) {
		fputs(" <small>", to);
		html_text(to, figure_rate(cell->rate, rate));
		fputs(" offered</small>", to);
	}
	fputs("</th>\n", to);
	if (!cell->n_valid) {
		fprintf(to, "<td colspan=\"%d\" class=\"none\">", COLUMNS - 1);
		html_text(to, cell->reason ? cell->reason : "no valid run");
		fputs("</td></tr>\n", to);
		return;
	}
	cell_estimate(to, primary, &cell->value[primary]);
	cell_median(to, cell, RESPONSE_P50);
	cell_median(to, cell, RESPONSE_P99);
	cell_median(to, cell, CPU_PER_TASK);
	cell_median(to, cell, MEMORY_PER_TASK);
	cell_bottleneck(to, cell);
	cell_rounds(to, cell);
	fputs("</tr>\n", to);
}

/* "call · 4096 tasks in flight · share 25 %". */
static void write_point_name(const struct point *point, FILE *to)
{
	const struct experiment *of = point->experiment;
	const struct summary *cell = point->cells[0];
	char value[TICK_TEXT];

	html_text(to, cell->workload);
	for (size_t i = 0; i < of->n_axes; i++) {
		const struct axis *axis = &of->axes[i];
		bool tasks = !strcmp(axis->name, "concurrency");

		figure_value(cell, axis, value);
		fputs(" · ", to);
		if (!tasks) {
			html_text(to, axis->name);
			fputc(' ', to);
		}
		html_text(to, value);
		if (tasks)
			fprintf(to, " task%s in flight",
				cell->concurrency == 1 ? "" : "s");
	}
}

/* A body of the table, headed by the point and who leads there. */
static void write_point(const struct analysis *analysis,
			const struct point *point, FILE *to)
{
	char leader[256];

	fprintf(to, "<tbody><tr><th colspan=\"%d\" class=\"point\">", COLUMNS);
	write_point_name(point, to);
	fputs("<span>", to);
	html_text(to, say_leader(analysis, point, leader, sizeof leader));
	fputs("</span></th></tr>\n", to);
	for (size_t i = 0; i < point->n_cells; i++)
		write_row(point->cells[i], point->experiment->primary, to);
	fputs("</tbody>\n", to);
}

void report_table(const struct analysis *analysis,
		  const struct experiment *experiment, FILE *to)
{
	bool open = experiment->n_cells <= OPEN_UP_TO;

	fprintf(to,
		"<details%s><summary>All numbers (%zu cells)</summary>\n"
		"<div class=\"scroll\"><table>\n<thead><tr><th>contestant</th>",
		open ? " open" : "", experiment->n_cells);
	html_element(to, "th", NULL, metric_info[experiment->primary].label);
	fputs("<th>p50</th><th>p99</th><th>CPU per task</th>"
	      "<th>memory per task</th><th>limited by</th><th>rounds</th></tr>"
	      "</thead>\n",
	      to);
	for (size_t i = 0; i < experiment->n_points; i++)
		if (experiment->points[i].n_cells)
			write_point(analysis, &experiment->points[i], to);
	fputs("</table></div></details>\n", to);
}

/* The difference is what a program does beside its batch; its sign is shown,
 * since below zero something is wrong. */
static void write_stopwatch(const struct stopwatch *watch, FILE *to)
{
	char text[SAY_NUMBER], low[SAY_NUMBER], high[SAY_NUMBER];
	double beyond = watch->hyperfine_s - watch->suite_s;

	fputs("<tr>", to);
	html_element(to, "th", NULL, watch->contestant);
	cell_text(to, watch->workload);
	fprintf(to, "<td><b>%s</b> <small>%s – %s</small></td>\n",
		say_time(watch->hyperfine_s * 1e9, text),
		say_time(watch->hyperfine_low_s * 1e9, low),
		say_time(watch->hyperfine_high_s * 1e9, high));
	cell_text(to, say_time(watch->suite_s * 1e9, text));
	fprintf(to, "<td>%s%s</td>",
		isnan(beyond) ? ""
		: beyond < 0  ? "−"
			      : "+",
		say_time(fabs(beyond) * 1e9, text));
	fputs("</tr>\n", to);
}

void report_stopwatches(const struct analysis *analysis,
			const struct experiment *experiment, FILE *to)
{
	fputs("<div class=\"scroll\"><table>\n<thead><tr><th>contestant</th>"
	      "<th>workload</th><th>hyperfine, mean</th><th>avt, mean</th>"
	      "<th>difference</th></tr></thead>\n<tbody>",
	      to);
	for (size_t i = 0; i < analysis->n_stopwatches; i++)
		if (!strcmp(analysis->stopwatches[i].experiment,
			    experiment->name))
			write_stopwatch(&analysis->stopwatches[i], to);
	fputs("</tbody></table></div>\n", to);
}
