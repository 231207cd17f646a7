/*
 * trust.c - what a reader must know to weigh a number: what limits a cell,
 * how small a difference the bench could see, where a load was too much, and
 * what was done to the runs on purpose.
 */
#include "analysis/figures/figures.h"
#include "analysis/words/say.h"

#include <math.h>
#include <string.h>

/* Of what is "unknown" nothing can be said, and a word that a newer avt may
 * write is passed over rather than guessed at. */
char *say_bottleneck(const struct summary *cell, char to[64])
{
	static const char *const words[][2] = {
		{"cpu", "limited by the CPU"},
		{"waiting", "limited by the tasks' own waiting"},
		{"generator", "limited by the load generator"},
		{"peer", "limited by the peer"},
		{"descriptors", "limited by descriptors"},
	};

	*to = '\0';
	if (!cell->bottleneck)
		return to;
	if (!strcmp(cell->bottleneck, "workers") && cell->model.loop)
		snprintf(to, 64, "limited by calls that block the loop");
	else if (!strcmp(cell->bottleneck, "workers"))
		snprintf(to, 64, "limited by its pool of %u", cell->workers);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(cell->bottleneck, words[i][0]))
			snprintf(to, 64, "%s", words[i][1]);
	return to;
}

/* The ratio is rounded up: it is a slo of what can be seen, and 1.004× must
 * not be slo as 1.00×. */
char *say_self(const struct analysis *analysis, char *to, size_t size)
{
	const struct verdict *self = analysis_self(analysis);
	double seen = analysis_detectable(analysis);

	*to = '\0';
	if (self)
		snprintf(to, size,
			 "One contestant against itself: %.2f× (95\u00a0%%: "
			 "%.2f–%.2f); differences below about %.2f× cannot be "
			 "seen here.",
			 self->ratio, self->low, self->high,
			 ceil(seen * 100 - 1e-9) / 100);
	return to;
}

/* Such an experiment has no contest in it, so it has no figure, no table and no
 * part in the tally of points. */
bool say_is_self(const struct experiment *experiment)
{
	for (size_t i = 0; i < experiment->n_points; i++)
		if (experiment->points[i].n_cells != 1 ||
		    !experiment->points[i].n_copies)
			return false;
	return experiment->n_points > 0;
}

/* One pair in twenty may seem to differ by chance alone. More of them mean that
 * the bench sees differences where there are none, which every reader of the
 * other answers must know. */
void say_twins(const struct analysis *analysis, const struct experiment *of,
	       FILE *to)
{
	char text[256];
	size_t pairs = 0, differ = 0;

	for (size_t i = 0; i < analysis->n_verdicts; i++) {
		const struct verdict *verdict = &analysis->verdicts[i];
		enum outcome outcome = verdict->outcome;

		if (verdict->a->experiment != of->name ||
		    outcome == NO_VERDICT || outcome == INCONCLUSIVE_NOISE)
			continue;
		pairs++;
		differ += outcome != NO_DIFFERENCE && outcome != INCONCLUSIVE;
	}
	say_self(analysis, text, sizeof text);
	fprintf(to, "%s\n",
		*text ? text : "There is no verdict: fewer than 6 rounds.");
	if (differ)
		fprintf(to,
			"In %zu of %zu points it seems to differ from itself: "
			"expect as much elsewhere.\n",
			differ, pairs);
}

/* Whether any run of a cell fell behind: one is enough, since a load near the
 * edge passes the gate by luck. */
static bool was_overloaded(const struct summary *cell)
{
	for (size_t i = 0; i < cell->n_runs; i++)
		if (cell->runs[i].check && !strcmp(cell->runs[i].check, "overlo"
									"ad"))
			return true;
	return false;
}

/* Where a contestant stops keeping up; NULL where no run shows it. */
struct edge {
	const struct summary *kept; /* the highest rate that it kept up with */
	const struct summary *lost; /* the lowest that it did not */
	double most;                /* offered, to whatever effect */
};

/* Looks for the edge of a contestant. */
static void find_edge(const struct experiment *of, const struct summary *with,
		      const char *contestant, struct edge *edge)
{
	const struct axis *y, *x = figure_axes(of, &y);

	*edge = (struct edge){0};
	for (size_t i = 0; i < of->n_cells; i++) {
		const struct summary *cell = of->cells[i];

		if (strcmp(cell->contestant, contestant) ||
		    !figure_same_panel(cell, with, x, y))
			continue;
		edge->most = fmax(edge->most, cell->rate);
		if (was_overloaded(cell)) {
			if (!edge->lost || cell->rate < edge->lost->rate)
				edge->lost = cell;
		} else if (cell->n_valid &&
			   (!edge->kept || cell->rate > edge->kept->rate)) {
			edge->kept = cell;
		}
	}
}

/* Both sides are named: what was kept up with is what one may count on, and
 * between the two nothing was tried. A rate whose runs failed at another gate
 * than overload is on neither. */
static void say_edge(const struct edge *edge, FILE *to)
{
	char rate[SAY_NUMBER];

	if (edge->kept)
		fprintf(to, " keeps up with %s",
			figure_rate(edge->kept->rate, rate));
	if (edge->lost)
		fprintf(to, "%s is overloaded at %s", edge->kept ? " and" : "",
			figure_rate(edge->lost->rate, rate));
	else if (edge->kept->rate < edge->most)
		fputs("; beyond that it has no valid run", to);
	else
		fputs(", the most that was offered", to);
	fputs(".\n", to);
}

void say_overload(const struct experiment *of, const struct summary *with,
		  FILE *to)
{
	struct edge edge;

	for (size_t i = 0; i < of->n_contestants; i++) {
		find_edge(of, with, of->contestants[i], &edge);
		if (!edge.kept && !edge.lost)
			continue;
		fputs(of->contestants[i], to);
		say_edge(&edge, to);
	}
}

void say_fault(const struct experiment *of, FILE *to)
{
	if (of->n_cells && *of->cells[0]->fault)
		fprintf(to, "Every run has a fault made on purpose, %s.\n",
			of->cells[0]->fault);
	if (of->n_cells && of->cells[0]->unsteady)
		fputs("No steady state was asked for: a first look, not a "
		      "result.\n",
		      to);
}
