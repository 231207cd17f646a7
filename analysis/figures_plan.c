/*
 * figures_plan.c - which figures a folder deserves, what they are called, and
 * which cells each of them shows.
 *
 * An experiment is cut into panels: cells that differ in nothing but contestant
 * and the axes of the figure. Every panel gets each kind of figure that the
 * experiment asks for.
 */
#include "analysis/figures.h"
#include "analysis/param.h"
#include "analysis/say.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

const struct figure_info figure_info[FIGURE_KINDS] = {
	[FIGURE_THROUGHPUT] = {"throughput", "Throughput", "tasks per second",
			       THROUGHPUT},
	[FIGURE_RESPONSE] = {"response", "Response time",
			     "response time, p50 and p99", RESPONSE_P50},
	[FIGURE_CPU] = {"cpu", "CPU time per task", "CPU time per task",
			CPU_PER_TASK},
	[FIGURE_MEMORY] = {"memory", "Memory per task",
			   "memory per task in flight", MEMORY_PER_TASK},
	[FIGURE_SPECTRUM] = {"spectrum", "Response time, usual to rare",
			     "response time", RESPONSE_P50},
	[FIGURE_SHARE] = {"share", "Throughput by share of compute",
			  "tasks per second", THROUGHPUT},
	[FIGURE_OPEN] = {"open", "Response time under open load",
			 "response time, p50 and p99", RESPONSE_P50},
	[FIGURE_BARS] = {"bars", "Throughput", "tasks per second", THROUGHPUT},
	[FIGURE_MAP] = {"map", "Decision map", "", THROUGHPUT},
	[FIGURE_STOPWATCH] = {"stopwatch", "The same batch, timed twice",
			      "time of the whole batch", ELAPSED},
};

/* Which kinds an experiment's `figure` word asks for. Of all those for curves,
 * a panel without an axis for them gets bars and the spectrum only. */
static const struct {
	const char *word;
	size_t n;
	enum figure_kind kinds[6];
} asked[] = {
	{"curves",
	 6,
	 {FIGURE_THROUGHPUT, FIGURE_BARS, FIGURE_RESPONSE, FIGURE_CPU,
	  FIGURE_MEMORY, FIGURE_SPECTRUM}},
	{"share", 1, {FIGURE_SHARE}},
	{"open", 1, {FIGURE_OPEN}},
	{"map", 1, {FIGURE_MAP}},
	{"stopwatch", 1, {FIGURE_STOPWATCH}},
};

static bool fits(const struct figure *figure)
{
	switch (figure->kind) {
	case FIGURE_THROUGHPUT:
	case FIGURE_RESPONSE:
	case FIGURE_CPU:
	case FIGURE_MEMORY:
		return !figure_wants_bars(figure);
	case FIGURE_BARS:
		return figure_wants_bars(figure);
	default:
		return true;
	}
}

/* Adds text to a name, keeping what is safe in a file name anywhere. */
static void add_slug(char name[FIGURE_NAME], const char *text)
{
	size_t n = strlen(name);

	for (; *text && n < FIGURE_NAME - 24; text++) {
		unsigned char c = (unsigned char)*text;
		bool safe = c < 128 && (isalnum(c) || c == '_' || c == '-');

		if (safe || (n && name[n - 1] != '-'))
			name[n++] = safe ? (char)c : '-';
	}
	name[n] = '\0';
}

/* Gives a name that no figure before it has. */
static void name_figure(struct figure *figure, const struct figures *before)
{
	char base[FIGURE_NAME];

	add_slug(figure->name, figure->experiment->name);
	if (figure->kind != FIGURE_STOPWATCH) {
		add_slug(figure->name, "-");
		add_slug(figure->name, figure->cells[0]->workload);
	}
	add_slug(figure->name, "-");
	add_slug(figure->name, figure_info[figure->kind].file);
	memcpy(base, figure->name, sizeof base);
	for (size_t i = 0, again = 2; i < before->n; i++)
		if (!strcmp(before->all[i].name, figure->name)) {
			snprintf(figure->name, sizeof figure->name, "%.80s-%zu",
				 base, again++);
			i = (size_t)-1;
		}
}

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
	const char *kind = figure_info[figure->kind].title;
	char *to = figure->title, value[TICK_TEXT];
	size_t room = sizeof figure->title;
	int n;

	if (figure->kind == FIGURE_STOPWATCH) {
		snprintf(to, room, "%s", kind);
		return;
	}
	n = snprintf(to, room, "%s: %.60s", kind, first->workload);
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

/* "median of 6 to 10 rounds, bars 95 %": rounds of the figure's cells. */
static int write_rounds(const struct figure *figure, char *to, size_t room)
{
	bool interval = figure->kind != FIGURE_RESPONSE &&
			figure->kind != FIGURE_SPECTRUM &&
			figure->kind != FIGURE_OPEN &&
			figure->kind != FIGURE_MAP &&
			figure->kind != FIGURE_STOPWATCH;
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
	if (!interval)
		return n;
	return n + snprintf(to + n, room - (size_t)n, ", %s",
			    most < 6 ? "bars from least to most" : "bars 95 %");
}

static void write_stopwatch_subtitle(struct figure *figure)
{
	snprintf(figure->subtitle, sizeof figure->subtitle,
		 "hyperfine times the whole program, mean with least and most; "
		 "avt the batch alone; in brackets the difference");
}

/* Rounds, parameters and placement: what a reader must know to believe it. */
static void write_subtitle(struct figure *figure)
{
	const struct summary *first = figure->cells[0];
	char *to = figure->subtitle;
	size_t room = sizeof figure->subtitle;
	int n = write_rounds(figure, to, room);
	char text[SAY_NUMBER];

	for (size_t i = 0; i < first->n_params && n < 70; i++)
		if (fixed(figure, i))
			n += snprintf(to + n, room - (size_t)n,
				      " · %.20s %.20s", first->params[i].name,
				      param_words(&first->params[i], text));
	if (fixed_concurrency(figure))
		n += snprintf(to + n, room - (size_t)n, " · %s%s in flight",
			      first->rate > 0 ? "at most " : "",
			      say_whole(first->concurrency, text));
	if (!*first->cpus) {
		snprintf(to + n, room - (size_t)n,
			 " · placed by the scheduler");
		return;
	}
	n += snprintf(to + n, room - (size_t)n, " · on CPU %.24s", first->cpus);
	if (*first->peer_cpus && n < (int)room - 48)
		snprintf(to + n, room - (size_t)n, ", peer on CPU %.24s",
			 first->peer_cpus);
}

/* Collects the cells that share a panel with the one given. */
static void collect(struct figure *figure, const struct summary *with,
		    struct arena *arena)
{
	const struct experiment *of = figure->experiment;

	figure->cells = arena_array(arena, of->n_cells, sizeof *figure->cells);
	for (size_t i = 0; i < of->n_cells; i++)
		if (figure->kind == FIGURE_STOPWATCH ||
		    figure_same_panel(of->cells[i], with, figure->x, figure->y))
			figure->cells[figure->n_cells++] = of->cells[i];
}

/* Whether the cell opens a panel: no cell before it belongs to its own. */
static bool opens_panel(const struct experiment *of, size_t cell,
			const struct axis *x, const struct axis *y)
{
	for (size_t i = 0; i < cell; i++)
		if (figure_same_panel(of->cells[i], of->cells[cell], x, y))
			return false;
	return true;
}

/* A figure that does not fit its data is dropped again: its place in the array
 * is used for the next one. */
static void plan_panel(const struct experiment *of, size_t asks,
		       const struct summary *with, struct figures *to,
		       struct arena *arena)
{
	for (size_t k = 0; k < asked[asks].n; k++) {
		struct figure *figure;

		to->all = arena_more(arena, to->all, to->n, sizeof *to->all);
		figure = &to->all[to->n];
		*figure = (struct figure){.kind = asked[asks].kinds[k],
					  .experiment = of};
		figure->x = figure_axes(of, &figure->y);
		collect(figure, with, arena);
		if (!fits(figure))
			continue;
		write_title(figure);
		if (figure->kind == FIGURE_STOPWATCH)
			write_stopwatch_subtitle(figure);
		else
			write_subtitle(figure);
		name_figure(figure, to);
		to->n++;
	}
}

/* A word that nobody knows plans nothing: results may be newer than this. */
static void plan_experiment(const struct experiment *of, struct figures *to,
			    struct arena *arena)
{
	const struct axis *y, *x = figure_axes(of, &y);
	size_t asks = 0;

	while (strcmp(asked[asks].word, of->figure))
		if (++asks == sizeof asked / sizeof *asked)
			return;
	for (size_t i = 0; i < of->n_cells; i++) {
		bool stopwatch = !strcmp(of->figure, "stopwatch");

		if (stopwatch ? i == 0 : opens_panel(of, i, x, y))
			plan_panel(of, asks, of->cells[i], to, arena);
	}
}

void figures_plan(const struct analysis *analysis, struct arena *arena,
		  struct figures *to)
{
	*to = (struct figures){0};
	for (size_t i = 0; i < analysis->n_experiments; i++)
		if (!say_is_self(&analysis->experiments[i]))
			plan_experiment(&analysis->experiments[i], to, arena);
}
