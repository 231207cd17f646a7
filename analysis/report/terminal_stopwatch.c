/*
 * terminal_stopwatch.c - both clocks side by side: a row per batch, in place of
 * the table that has the suite's own times alone.
 */
#include "analysis/words/say.h"
#include "analysis/report/terminal.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

enum { NAME = 32, NUMBER = 14 };

/* What hyperfine says of a cell, or NULL. */
static const struct stopwatch *watch_of(const struct analysis *analysis,
					const struct summary *cell)
{
	for (size_t i = 0; i < analysis->n_stopwatches; i++) {
		const struct stopwatch *watch = &analysis->stopwatches[i];

		if (!strcmp(watch->experiment, cell->experiment) &&
		    !strcmp(watch->workload, cell->workload) &&
		    !strcmp(watch->contestant, cell->contestant))
			return watch;
	}
	return NULL;
}

/* Writes seconds; below zero something is wrong, which must be seen. */
static void write_time(double seconds, FILE *to)
{
	char text[SAY_NUMBER];

	text_right(to, say_time(seconds * 1e9, text), NUMBER);
}

/* hyperfine has nothing of a cell without a valid run. */
static void write_row(const struct analysis *analysis,
		      const struct summary *cell, FILE *to)
{
	const struct stopwatch *watch = watch_of(analysis, cell);
	char name[128];

	snprintf(name, sizeof name, "%.60s %.60s", cell->workload,
		 cell->contestant);
	fputs("  ", to);
	text_left(to, name, NAME);
	write_time(watch ? watch->hyperfine_s : NAN, to);
	if (!cell->n_valid)
		text_right(to, cell->check, NUMBER);
	else
		write_time(watch ? watch->suite_s
				 : cell->value[ELAPSED].median / 1e9,
			   to);
	write_time(watch ? watch->hyperfine_s - watch->suite_s : NAN, to);
	fputc('\n', to);
}

bool terminal_stopwatch(const struct analysis *analysis,
			const struct experiment *of, FILE *to)
{
	bool any = false;

	for (size_t i = 0; i < of->n_cells; i++)
		any |= watch_of(analysis, of->cells[i]) != NULL;
	if (!any)
		return false;
	fputs("\n  whole programs, timed by hyperfine, and their batches, "
	      "timed by avt\n  ",
	      to);
	text_left(to, "", NAME);
	text_right(to, "hyperfine", NUMBER);
	text_right(to, "avt", NUMBER);
	text_right(to, "difference", NUMBER);
	fputc('\n', to);
	for (size_t i = 0; i < of->n_cells; i++)
		write_row(analysis, of->cells[i], to);
	fputs("  The difference is what a program does before and after its "
	      "batch.\n",
	      to);
	return true;
}
