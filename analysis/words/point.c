/*
 * point.c - one point of the grid as a sentence: who is ahead of whom, by
 * how much, how surely, and who could not take part.
 *
 * No sentence says more than a verdict: without a winner it names those who
 * lead together, or says what is missing for a decision.
 */
#include "analysis/words/say.h"

#include <math.h>
#include <string.h>

/* How a ratio of each metric is put: "does 3.1× the work of". */
static const struct {
	const char *verb, *rest;
} phrases[METRICS] = {
	[THROUGHPUT] = {"does", "the work of"},
	[THROUGHPUT_PER_CPU] = {"does", "the work per CPU-second of"},
	[RESPONSE_P50] = {"has a median response", "as fast as"},
	[RESPONSE_P99] = {"has a p99 response", "as fast as"},
	[RESPONSE_P999] = {"has a p99.9 response", "as fast as"},
	[RESPONSE_MEAN] = {"has a mean response", "as fast as"},
	[QUEUE_P50] = {"has a queue", "as fast as"},
	[QUEUE_P99] = {"has a p99 queue", "as short as"},
	[QUEUE_MEAN] = {"has a mean queue", "as short as"},
	[SERVICE_P50] = {"has a service", "as fast as"},
	[CPU_PER_TASK] = {"is", "as thrifty with CPU time as"},
	[MEMORY_PER_TASK] = {"is", "as thrifty with memory as"},
	[MEMORY_PEAK] = {"is", "as thrifty with memory as"},
	[SWITCHES_PER_TASK] = {"is", "as thrifty with switches as"},
	[ELAPSED] = {"is", "as fast as"},
	[ACHIEVED_RATE] = {"takes", "the arrivals of"},
};

/* "does 3.1× the work of threads:16"; the rest follows. */
static void say_ahead(const struct verdict *verdict, FILE *to)
{
	char ratio[SAY_NUMBER];

	fprintf(to, "%s %s %s %s", phrases[verdict->metric].verb,
		say_ratio(verdict->ratio, ratio), phrases[verdict->metric].rest,
		verdict->b->contestant);
}

/* ", limited by its pool of 16 (95 %: 2.9× to 3.3×, ahead in 10 of 10 rounds)":
 * what holds the other back, if that is known. */
static void say_interval(const struct verdict *verdict, FILE *to)
{
	char low[SAY_NUMBER], high[SAY_NUMBER], bottleneck[64];

	if (*say_bottleneck(verdict->b, bottleneck))
		fprintf(to, ", %s", bottleneck);
	fprintf(to, " (95\u00a0%%: %s to %s, ahead in %u of %u rounds)",
		say_ratio(verdict->low, low), say_ratio(verdict->high, high),
		verdict->ahead, verdict->rounds);
}

/* How the best loop stands behind the best, unless it was just said: whether
 * async pays is what every reader wants to know. */
static void say_loop(const struct analysis *analysis, const struct point *point,
		     const struct summary *best, const struct summary *said,
		     FILE *to)
{
	for (size_t i = 0; i < point->n_cells; i++) {
		const struct summary *cell = point->cells[i];
		struct verdict behind;

		if (!cell->n_valid || !cell->model.loop)
			continue;
		behind = say_seen_from(analysis, best, cell);
		if (cell == best || cell == said || behind.outcome != BETTER)
			return;
		fputs("; it ", to);
		say_ahead(&behind, to);
		say_interval(&behind, to);
		return;
	}
}

/* Its margin is over the best rival, so it holds for all others too. */
static void say_winner(const struct analysis *analysis,
		       const struct point *point, FILE *to)
{
	size_t valid = 0;

	fprintf(to, "%s ", point->winner->contestant);
	for (size_t i = 0; i < point->n_cells; i++)
		valid += point->cells[i]->n_valid > 0;
	say_ahead(point->margin, to);
	if (valid > 2)
		fputs(", the next best", to);
	say_interval(point->margin, to);
	say_loop(analysis, point, point->winner, point->margin->b, to);
}

/* "async and threads:match are level (no practical difference); async does 3.1×
 * the work of threads:64 (...)". */
static void say_level(const struct analysis *analysis,
		      const struct point *point, FILE *to)
{
	const struct summary *leaders[MOST_LEADERS];
	const struct summary *best = NULL;
	size_t n = say_leaders(analysis, point, leaders, MOST_LEADERS);

	for (size_t i = 0; i < n; i++)
		fprintf(to, "%s%s",
			!i          ? ""
			: i + 1 < n ? ", "
				    : " and ",
			leaders[i]->contestant);
	fputs(say_all_pairs(analysis, leaders, n, NO_DIFFERENCE)
		      ? " are level (no practical difference)"
		      : " lead, and the rounds do not settle which is first",
	      to);
	say_valid_cells(point, &best, 1);
	for (size_t i = 0; i < point->n_cells; i++) {
		struct verdict behind =
			say_seen_from(analysis, best, point->cells[i]);

		if (point->cells[i] == best || behind.outcome != BETTER)
			continue;
		fprintf(to, "; %s ", best->contestant);
		say_ahead(&behind, to);
		say_interval(&behind, to);
		say_loop(analysis, point, best, behind.b, to);
		return;
	}
}

/* What is known of the first two where no more is settled. */
static void say_first_two(const struct verdict *first, FILE *to)
{
	const char *a = first->a->contestant, *b = first->b->contestant;

	switch (first->outcome) {
	case SLIGHTLY_AHEAD:
		fprintf(to, "%s is slightly ahead: it ", a);
		say_ahead(first, to);
		say_interval(first, to);
		break;
	case NO_DIFFERENCE:
		fprintf(to,
			"%s and %s do not differ; about the others the rounds "
			"do not tell",
			a, b);
		break;
	case NO_VERDICT:
		fprintf(to, "%s and %s have fewer than 6 common rounds", a, b);
		break;
	case INCONCLUSIVE_NOISE:
		fprintf(to,
			"noise decides between %s and %s: with the noisy "
			"rounds the outcome is another",
			a, b);
		break;
	default:
		fprintf(to, "the rounds do not tell whether %s or %s is ahead",
			a, b);
		if (first->rounds_needed)
			fprintf(to, "; about %u would", first->rounds_needed);
	}
}

/* The two best only: of the others still less can be said. */
static void say_undecided(const struct analysis *analysis,
			  const struct point *point, FILE *to)
{
	const struct summary *cells[2];
	struct verdict first;

	if (say_valid_cells(point, cells, 2) < 2)
		return;
	first = say_seen_from(analysis, cells[0], cells[1]);
	if (first.outcome == BETTER)
		fputs("no winner is named: with so few tasks in flight, where "
		      "the scheduler puts them decides",
		      to);
	else
		say_first_two(&first, to);
}

/* Six rounds are not enough where a run is too short for its percentile. */
static void say_no_verdict(const struct point *point, FILE *to)
{
	enum metric metric = point->experiment->primary;
	bool untold = false;

	for (size_t i = 0; i < point->n_cells; i++)
		untold |= point->cells[i]->n_valid >= 6 &&
			  isnan(point->cells[i]->value[metric].median);
	if (untold)
		fprintf(to,
			"there is no verdict: the runs are too short to tell "
			"the %s",
			metric_info[metric].label);
	else
		fputs("there is no verdict: fewer than 6 rounds", to);
}

/* Who could not be compared, so that a lead is not taken for more than it
 * is. */
static void say_missing(const struct point *point, FILE *to)
{
	size_t n = 0;

	for (size_t i = 0; i < point->n_cells; i++)
		if (!point->cells[i]->n_valid)
			fprintf(to, "%s%s (%s)",
				n++ ? ", " : "; no valid run of ",
				point->cells[i]->contestant,
				point->cells[i]->check);
}

void say_point(const struct analysis *analysis, const struct point *point,
	       FILE *to)
{
	switch (say_standing(analysis, point)) {
	case STANDING_WINNER:
		say_winner(analysis, point, to);
		break;
	case STANDING_LEADERS:
		say_level(analysis, point, to);
		break;
	case STANDING_ALIKE:
		fputs("there is no practical difference between any two", to);
		break;
	case STANDING_UNDECIDED:
		say_undecided(analysis, point, to);
		break;
	case STANDING_NO_VERDICT:
		say_no_verdict(point, to);
		break;
	case STANDING_ALONE:
		fputs("there is nothing to compare: fewer than two contestants "
		      "have a valid run",
		      to);
		break;
	}
	say_missing(point, to);
}
