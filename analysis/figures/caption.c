/*
 * caption.c - see caption.h.
 */
#include "analysis/figures/caption.h"

#include "analysis/figures/kind.h"
#include "base/cpulist.h"
#include "base/format.h"
#include "base/units.h"

#include <string.h>

/* Whether a parameter has one value in all cells of a panel; they have the same
 * ones in the same order. */
static bool fixed(const struct figure *figure, size_t param)
{
	const char *first = figure->cells[0]->params[param].text;

	for (size_t i = 1; i < figure->n_cells; i++)
		if (strcmp(figure->cells[i]->params[param].text, first))
			return false;
	return true;
}

/* "call, delay 5 ms": the workload and what sets this panel apart. */
static void write_title(struct figure *figure)
{
	const struct experiment *of = figure->experiment;
	const struct summary *first = figure->cells[0];
	char *to = figure->title, value[FORMAT_TEXT];
	size_t room = sizeof figure->title;
	int n;

	if (figure->kind->whole) {
		snprintf(to, room, "%s", figure->kind->title);
		return;
	}
	n = snprintf(to, room, "%s: %.60s", figure->kind->title,
		     first->workload);
	for (size_t i = 0; i < of->n_axes && n < (int)room - 80; i++) {
		const struct axis *axis = &of->axes[i];

		if (axis == figure->x || axis == figure->y ||
		    !strcmp(axis->name, "concurrency"))
			continue;
		n += snprintf(to + n, room - (size_t)n, ", %.32s %.32s",
			      axis->name, figure_value(first, axis, value));
	}
}

static bool fixed_concurrency(const struct figure *figure)
{
	for (size_t i = 1; i < figure->n_cells; i++)
		if (figure->cells[i]->concurrency !=
		    figure->cells[0]->concurrency)
			return false;
	return true;
}

/* "median of 6 to 10 rounds, bars 95 % CI": rounds of the figure's cells. */
static int write_rounds(const struct figure *figure, char *to, size_t room)
{
	size_t least = SIZE_MAX, most = 0;
	int n;

	for (size_t i = 0; i < figure->n_cells; i++) {
		size_t valid = figure->cells[i]->n_valid;

		least = valid && valid < least ? valid : least;
		most = valid > most ? valid : most;
	}
	if (most < 2)
		return snprintf(to, room, "one round");
	if (least < most)
		n = snprintf(to, room, "median of %zu to %zu rounds", least,
			     most);
	else
		n = snprintf(to, room, "median of %zu rounds", most);
	if (!figure->kind->whiskers)
		return n;
	return n + snprintf(to + n, room - (size_t)n, ", %s",
			    most < 6 ? "bars min–max" : "bars 95 % CI");
}

/* First, whatever else there is room for: nobody is to take what was done on
 * purpose for what happens by itself. */
static int write_fault(const struct figure *figure, char *to, size_t room)
{
	const char *fault = figure->cells[0]->fault;

	*to = '\0';
	return *fault ? snprintf(to, room, "with the fault %.64s · ", fault)
		      : 0;
}

/* Which CPUs: alike for all cells of a figure. */
static void write_cpus(const struct summary *cell, char *to, size_t room)
{
	int n;

	if (!*cell->cpus) {
		snprintf(to, room, " · placed by the scheduler");
		return;
	}
	n = snprintf(to, room, " · on %s %.24s", cpulist_noun(cell->cpus),
		     cell->cpus);
	if (*cell->peer_cpus && n + 48 < (int)room)
		snprintf(to + n, room - (size_t)n, ", peer on %s %.24s",
			 cpulist_noun(cell->peer_cpus), cell->peer_cpus);
}

/* Whether a parameter goes without saying, or is said elsewhere. */
static bool untold(const struct param_value *param)
{
	return !strcmp(param->name, "fault") ||
	       (!strcmp(param->name, "slack") && !strcmp(param->text, "50us"));
}

/* Rounds, parameters and placement: what a reader must know to believe it. */
static void write_subtitle(struct figure *figure)
{
	const struct summary *first = figure->cells[0];
	char *to = figure->subtitle;
	size_t room = sizeof figure->subtitle;
	int n = write_fault(figure, to, room), most = n + 70;
	char text[FORMAT_TEXT];

	n += write_rounds(figure, to + n, room - (size_t)n);
	for (size_t i = 0; i < first->n_params && n < most; i++)
		if (fixed(figure, i) && !untold(&first->params[i]))
			n += snprintf(to + n, room - (size_t)n,
				      " · %.20s %.20s", first->params[i].name,
				      unit_words(first->params[i].kind,
						 first->params[i].text, text));
	if (fixed_concurrency(figure))
		n += snprintf(to + n, room - (size_t)n, " · %s%s in flight",
			      first->rate > 0 ? "at most " : "",
			      format_whole(first->concurrency, text));
	write_cpus(first, to + n, room - (size_t)n);
}

void caption_write(struct figure *figure)
{
	char *to = figure->subtitle;
	size_t room = sizeof figure->subtitle;

	write_title(figure);
	if (!figure->kind->caption) {
		write_subtitle(figure);
		return;
	}
	to += write_fault(figure, to, room);
	snprintf(to, room - (size_t)(to - figure->subtitle), "%s",
		 figure->kind->caption);
}
