/*
 * plan.c - which figures a folder deserves, which cells each of them
 * shows, and what its files are called.
 *
 * An experiment is cut into panels: cells that differ in nothing but contestant
 * and the axes of the figure. Every panel gets each kind of figure that the
 * experiment asks for.
 */
#include "analysis/figures/figures.h"
#include "analysis/words/say.h"

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
	[FIGURE_DISTRIBUTION] = {"distribution", "Response time, usual to rare",
				 "response time", RESPONSE_P50},
	[FIGURE_FRACTION] = {"fraction", "Throughput by compute fraction",
			     "tasks per second", THROUGHPUT},
	[FIGURE_OPEN] = {"open", "Response time under open load",
			 "response time, p50 and p99", RESPONSE_P50},
	[FIGURE_BARS] = {"bars", "Throughput", "tasks per second", THROUGHPUT},
	[FIGURE_MAP] = {"map", "Decision map", "", THROUGHPUT},
	[FIGURE_STOPWATCH] = {"stopwatch", "The same batch, timed twice",
			      "time of the whole batch", ELAPSED},
};

/* Which kinds an experiment's `figure` word asks for. Of all those for curves,
 * a panel without an axis for them gets bars and the distribution only. */
static const struct {
	const char *word;
	size_t n;
	enum figure_kind kinds[6];
} asked[] = {
	{"curves",
	 6,
	 {FIGURE_THROUGHPUT, FIGURE_BARS, FIGURE_RESPONSE, FIGURE_CPU,
	  FIGURE_MEMORY, FIGURE_DISTRIBUTION}},
	{"fraction", 1, {FIGURE_FRACTION}},
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

/* A figure that does not fit its data is dropped again: its point in the array
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
		figure_words(figure);
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
