/*
 * openloop.c - an open loop's edges. What holds at a rate is on one side, what
 * does not on the other; between the two nothing was tried, so both are named.
 *
 * A rate whose runs failed at another check than overload is on neither side:
 * it says something about the generator or the machine, not the contestant.
 */
#include "analysis/words/openloop.h"

#include "analysis/figures/kind.h"
#include "base/format.h"

#include <math.h>
#include <string.h>

/* Where something stops holding; NULL where no run shows it. */
struct edge {
	const struct summary *kept; /* the highest rate at which it held */
	const struct summary *lost; /* the lowest above that where it did not */
	double most;                /* offered, to whatever effect */
};

/* What a cell shows. */
enum shown { SHOWS_NOTHING, HOLDS_HERE, FAILS_HERE };
typedef enum shown shows(const struct experiment *of,
			 const struct summary *cell);

/* Whether any run of a cell fell behind: one is enough, since a load near the
 * edge passes the check by luck. */
static bool was_overloaded(const struct summary *cell)
{
	for (size_t i = 0; i < cell->n_runs; i++) {
		const char *check = cell->runs[i].check;

		if (check && !strcmp(check, "overload"))
			return true;
	}
	return false;
}

static enum shown keeps_up(const struct experiment *of,
			   const struct summary *cell)
{
	(void)of;
	if (was_overloaded(cell))
		return FAILS_HERE;
	return cell->n_valid ? HOLDS_HERE : SHOWS_NOTHING;
}

static enum shown meets_slo(const struct experiment *of,
			    const struct summary *cell)
{
	double value = cell->value[of->slo_metric].median;

	if (was_overloaded(cell))
		return FAILS_HERE;
	if (!cell->n_valid || isnan(value))
		return SHOWS_NOTHING;
	return value <= of->slo_ns ? HOLDS_HERE : FAILS_HERE;
}

/* Takes a cell into account that is of the panel and the contestant. */
static void widen(struct edge *edge, const struct summary *cell,
		  enum shown shown)
{
	edge->most = fmax(edge->most, cell->rate);
	if (shown == HOLDS_HERE &&
	    (!edge->kept || cell->rate > edge->kept->rate))
		edge->kept = cell;
	if (shown == FAILS_HERE &&
	    (!edge->lost || cell->rate < edge->lost->rate))
		edge->lost = cell;
}

/* Looks for the edge of a contestant. */
static struct edge find_edge(const struct experiment *of,
			     const struct summary *with, const char *contestant,
			     shows *shown)
{
	const struct axis *y, *x = figure_axes(of, &y);
	struct edge edge = {0};

	for (size_t i = 0; i < of->n_cells; i++) {
		const struct summary *cell = of->cells[i];

		if (!strcmp(cell->contestant, contestant) && cell->rate > 0 &&
		    figure_same_panel(cell, with, x, y))
			widen(&edge, cell, shown(of, cell));
	}
	return edge;
}

/* "14.5 k tasks/s", never broken. Returns to. */
static char *rate_of(const struct summary *cell, char to[FORMAT_TEXT])
{
	return format_joined(format_rate(cell->rate, to));
}

static void describe_overload(const struct edge *edge, struct statement *to)
{
	char rate[FORMAT_TEXT];

	if (edge->kept)
		statement_text(to, " keeps up with %s",
			       rate_of(edge->kept, rate));
	if (edge->lost)
		statement_text(to, "%s is overloaded at %s",
			       edge->kept ? " and" : "",
			       rate_of(edge->lost, rate));
	else if (edge->kept->rate < edge->most)
		statement_text(to, "; it has no valid run above that");
	else
		statement_text(to, ", the highest rate offered");
}

void openloop_overload(const struct experiment *of, const struct summary *with,
		       const char *where, struct statements *to)
{
	for (size_t i = 0; i < of->n_contestants; i++) {
		const char *contestant = of->contestants[i];
		struct edge edge = find_edge(of, with, contestant, keeps_up);
		struct statement *statement;

		if (!edge.kept && !edge.lost)
			continue;
		statement = statements_add(to, where);
		statement_part(statement, PART_WHO, contestant);
		describe_overload(&edge, statement);
	}
}

/* A rate that no slower one failed and no faster one was shown to fail is only
 * a lower bound. */
static void describe_limit(const struct edge *edge, struct statement *to)
{
	char rate[FORMAT_TEXT];

	if (!edge->kept)
		statement_text(to, " at no rate offered");
	else if (edge->lost && edge->lost->rate > edge->kept->rate)
		statement_text(to, " up to %s", rate_of(edge->kept, rate));
	else
		statement_text(to, " at least %s", rate_of(edge->kept, rate));
}

/* "p99 ≤ 10 ms", behind the panel's name if there are several. */
static void name_slo(const struct experiment *of, const char *where, char *to,
		     size_t size)
{
	const char *name = of->slo_metric == RESPONSE_P50   ? "p50"
			   : of->slo_metric == RESPONSE_P99 ? "p99"
							    : "p99.9";
	char most[FORMAT_TEXT];

	format_joined(format_time(of->slo_ns, most));
	snprintf(to, size, "%s%s%s\u00a0≤\u00a0%s", where, *where ? ", " : "",
		 name, most);
}

void openloop_slo(const struct experiment *of, const struct summary *with,
		  const char *where, struct statements *to)
{
	struct statement *statement = NULL;
	char name[512];

	if (!(of->slo_ns > 0))
		return;
	name_slo(of, where, name, sizeof name);
	for (size_t i = 0; i < of->n_contestants; i++) {
		const char *contestant = of->contestants[i];
		struct edge edge = find_edge(of, with, contestant, meets_slo);

		if (!edge.kept && !edge.lost)
			continue;
		if (statement)
			statement_text(statement, ", ");
		else
			statement = statements_add(to, name);
		statement_part(statement, PART_WHO, contestant);
		describe_limit(&edge, statement);
	}
}
