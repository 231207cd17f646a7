/*
 * figures.c - which figures a folder deserves, which cells each of them shows,
 * and what its files are called.
 *
 * An experiment is cut into panels: cells that differ in nothing but contestant
 * and the axes of the figure. Every panel gets each kind of figure that the
 * experiment asks for.
 */
#include "analysis/figures/figures.h"

#include "analysis/figures/caption.h"
#include "analysis/verdict/experiment.h"

#include <ctype.h>
#include <string.h>

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
	if (!figure->kind->whole) {
		add_slug(figure->name, "-");
		add_slug(figure->name, figure->cells[0]->workload);
	}
	add_slug(figure->name, "-");
	add_slug(figure->name, figure->kind->name);
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
		if (figure->kind->whole ||
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

/* Plans one figure of a panel. One that does not fit its cells is dropped again:
 * its place in the array is used for the next one. */
static void plan_figure(const struct figure *like, const struct summary *with,
			struct figures *to, struct arena *arena)
{
	struct figure *figure;

	to->all = arena_more(arena, to->all, to->n, sizeof *to->all);
	figure = &to->all[to->n];
	*figure = *like;
	collect(figure, with, arena);
	if (figure->kind->fits && !figure->kind->fits(figure))
		return;
	caption_write(figure);
	name_figure(figure, to);
	to->n++;
}

/* Panel by panel, every kind that is asked for. A word that nobody knows plans
 * nothing: results may be newer than this. */
static void plan_experiment(const struct analysis *analysis,
			    const struct experiment *of, struct figures *to,
			    struct arena *arena)
{
	struct figure like = {.analysis = analysis, .experiment = of};

	like.x = figure_axes(of, &like.y);
	for (size_t i = 0; i < of->n_cells; i++) {
		bool opens = opens_panel(of, i, like.x, like.y);

		like.kind = NULL;
		while ((like.kind = kind_next(of->figure, like.kind)))
			if (like.kind->whole ? i == 0 : opens)
				plan_figure(&like, of->cells[i], to, arena);
	}
}

void figures_plan(const struct analysis *analysis, struct arena *arena,
		  struct figures *to)
{
	*to = (struct figures){0};
	for (size_t i = 0; i < analysis->n_experiments; i++)
		if (!experiment_is_self(&analysis->experiments[i]))
			plan_experiment(analysis, &analysis->experiments[i], to,
					arena);
}
