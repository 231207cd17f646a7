/*
 * figures_stopwatch.c - bars of the two stopwatches: hyperfine's, which times
 * the whole program from outside, and the suite's own makespan.
 */
#include "analysis/figures.h"
#include "analysis/say.h"

#include <math.h>
#include <string.h>

/* A contestant's runner, found among the experiment's cells. */
static const char *runner_of(const struct figure *figure,
			     const char *contestant)
{
	for (size_t i = 0; i < figure->n_cells; i++)
		if (!strcmp(figure->cells[i]->contestant, contestant))
			return figure->cells[i]->runner;
	return "";
}

/* "1.23 s (+4.2 ms)": the mean and what hyperfine saw beyond avt. */
static void bar_words(const struct stopwatch *watch, char to[96])
{
	double beyond = watch->hyperfine_s - watch->suite_s;
	char mean[SAY_NUMBER], more[SAY_NUMBER];

	say_time(watch->hyperfine_s * 1e9, mean);
	if (isnan(beyond))
		snprintf(to, 96, "%s", mean);
	else
		snprintf(to, 96, "%s (%s%s, %+.1f %%)", mean,
			 beyond < 0 ? "−" : "+",
			 say_time(fabs(beyond) * 1e9, more),
			 100 * beyond / watch->suite_s);
}

static void write_bar(const struct figure *figure,
		      const struct stopwatch *watch, double row, FILE *to)
{
	char words[96];
	double end = fmax(watch->hyperfine_high_s, watch->hyperfine_s);

	bar_words(watch, words);
	figure_number(to, row, '\t');
	figure_field(to, runner_of(figure, watch->contestant));
	fputc('\t', to);
	figure_number(to, watch->hyperfine_low_s * 1e9, '\t');
	figure_number(to, watch->hyperfine_s * 1e9, '\t');
	figure_number(to, watch->hyperfine_high_s * 1e9, '\t');
	figure_number(to, watch->suite_s * 1e9, '\t');
	figure_field(to, words);
	fputc('\t', to);
	figure_number(to, fmax(end, watch->suite_s) * 1e9, '\n');
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
static double write_bars(const struct figure *figure,
			 const struct analysis *analysis, struct scale *rows,
			 FILE *to)
{
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

bool figure_stopwatch(const struct figure *figure, const struct tables *to,
		      const struct analysis *analysis)
{
	struct scale rows, time;
	double most;

	scale_start(&rows, false, 0, 0);
	fputs("row\trunner\tlow\tmean\thigh\tsuite\ttext\tend\n", to->data);
	most = write_bars(figure, analysis, &rows, to->data);
	if (!(most > 0))
		return false;
	rows.least = -rows.most + 0.35;
	rows.most = 0.65;
	figure_scale(to->labels, "y", &rows);
	scale_linear(&time, most * 1e9, say_time);
	time.most = most * 1e9 / 0.7;
	figure_scale(to->labels, "x", &time);
	return true;
}
