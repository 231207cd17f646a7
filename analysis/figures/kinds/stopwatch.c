/*
 * stopwatch.c - the same batch timed twice: by hyperfine, which times the whole
 * program from outside, and by the suite itself.
 *
 * Neither is the truth about the other: what lies between them is starting a
 * program and ending it, which a batch inside the suite does not pay.
 */
#include "analysis/figures/gaps.h"
#include "analysis/figures/kind.h"
#include "analysis/figures/legend.h"
#include "base/colour.h"
#include "base/format.h"

#include <math.h>
#include <string.h>

/* The cell that hyperfine timed too, or NULL. */
static const struct summary *cell_of(const struct figure *figure,
				     const struct stopwatch *watch)
{
	for (size_t i = 0; i < figure->n_cells; i++)
		if (!strcmp(figure->cells[i]->contestant, watch->contestant) &&
		    !strcmp(figure->cells[i]->workload, watch->workload))
			return figure->cells[i];
	return NULL;
}

/* Marks the bars that the suite has no valid time for: rows as they were laid
 * out, below hyperfine's bars. */
static void write_gaps(const struct figure *figure, const struct scale *rows,
		       FILE *labels)
{
	const struct analysis *analysis = figure->analysis;
	const char *names[MOST_SERIES];
	size_t n = legend_write(labels, figure, names), row = 0, series;

	for (size_t i = 0; i < analysis->n_stopwatches; i++) {
		const struct stopwatch *watch = &analysis->stopwatches[i];
		const struct summary *cell = cell_of(figure, watch);

		if (strcmp(watch->experiment, figure->experiment->name) ||
		    row == rows->n)
			continue;
		for (series = 0; series < n; series++)
			if (!strcmp(names[series], watch->contestant))
				break;
		if (cell && !cell->n_valid && series < n)
			gaps_mark(
				cell, series + 1, 0.02,
				scale_position(rows, rows->ticks[row].at - 0.2),
				labels);
		row++;
	}
}

/* "1.23 s (+4.2 ms)": the mean and what hyperfine saw beyond avt. */
static void bar_words(const struct stopwatch *watch, char to[96])
{
	double beyond = watch->hyperfine_s - watch->suite_s;
	char mean[FORMAT_TEXT], more[FORMAT_TEXT];

	format_time(watch->hyperfine_s * 1e9, mean);
	if (isnan(beyond))
		snprintf(to, 96, "%s", mean);
	else
		snprintf(to, 96, "%s (%s%s, %+.1f %%)", mean,
			 beyond < 0 ? "−" : "+",
			 format_time(fabs(beyond) * 1e9, more),
			 100 * beyond / watch->suite_s);
}

/* hyperfine writes seconds, every scale here has ns. */
static void write_bar(const struct figure *figure,
		      const struct stopwatch *watch, double row, FILE *to)
{
	const struct summary *cell = cell_of(figure, watch);
	char words[96];
	double end = fmax(watch->hyperfine_high_s, watch->hyperfine_s);

	bar_words(watch, words);
	table_number(to, row, '\t');
	table_field(to, cell ? cell->model.colour : COLOUR_GREY);
	fputc('\t', to);
	table_number(to, watch->hyperfine_low_s * 1e9, '\t');
	table_number(to, watch->hyperfine_s * 1e9, '\t');
	table_number(to, watch->hyperfine_high_s * 1e9, '\t');
	table_number(to, watch->suite_s * 1e9, '\t');
	table_field(to, words);
	fputc('\t', to);
	table_number(to, fmax(end, watch->suite_s) * 1e9, '\n');
}

/* Names the row of a bar, cut to what the margin holds. */
static void name_row(const struct stopwatch *watch, struct scale *rows)
{
	struct tick *tick;

	if (rows->n == MOST_TICKS)
		return;
	tick = &rows->ticks[rows->n++];
	tick->at = -rows->most;
	snprintf(tick->text, sizeof tick->text, "%.13s  %.15s", watch->workload,
		 watch->contestant);
}

/* All bars, grouped by workload. While rows are counted, rows->most is the
 * place of the next. Returns the longest time in s. */
static double write_bars(const struct figure *figure, struct scale *rows,
			 FILE *to)
{
	const struct analysis *analysis = figure->analysis;
	const struct stopwatch *before = NULL;
	double most = 0;

	for (size_t i = 0; i < analysis->n_stopwatches; i++) {
		const struct stopwatch *watch = &analysis->stopwatches[i];

		if (strcmp(watch->experiment, figure->experiment->name) ||
		    rows->n == MOST_TICKS)
			continue;
		if (before && strcmp(before->workload, watch->workload))
			rows->most += 0.6;
		name_row(watch, rows);
		write_bar(figure, watch, -rows->most, to);
		most = fmax(most,
			    fmax(watch->hyperfine_high_s,
				 fmax(watch->suite_s, watch->hyperfine_s)));
		rows->most += 1;
		before = watch;
	}
	return most;
}

static bool write(const struct figure *figure, const struct tables *to)
{
	struct scale rows, time;
	double most;

	scale_start(&rows, false, 0, 0);
	fputs("row\tcolour\tlow\tmean\thigh\tsuite\ttext\tend\n", to->data);
	most = write_bars(figure, &rows, to->data);
	if (!(most > 0))
		return false;
	rows.least = -rows.most + 0.35;
	rows.most = 0.65;
	table_scale(to->labels, "y", &rows);
	write_gaps(figure, &rows, to->labels);
	scale_linear(&time, most * 1e9, format_time);
	time.most = most * 1e9 / 0.7;
	table_scale(to->labels, "x", &time);
	return true;
}

static const struct figure_kind kind = {
	.name = "stopwatch",
	.asked = "stopwatch",
	.title = "The same batch, timed twice",
	.y = "time of the whole batch",
	.caption = "hyperfine times the whole program: mean, min–max; "
		   "avt times the batch alone; in brackets the difference",
	.metric = ELAPSED,
	.whole = true,
	.write = write,
};

FIGURE_KIND(kind)
