/*
 * say_place.c - who leads at one place of the grid, and by how much.
 *
 * Leaders are read off the verdicts: the best by median, and all whom it does
 * not beat. Only a winner of the analysis is called one.
 */
#include "analysis/say.h"
#include "analysis/verdict.h"

#include <string.h>

enum { MOST_LEADERS = 8, MOST_CELLS = 64 };

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
	[SERVICE_P50] = {"has a service", "as fast as"},
	[CPU_PER_TASK] = {"is", "as thrifty with CPU time as"},
	[MEMORY_PER_TASK] = {"is", "as thrifty with memory as"},
	[MEMORY_PEAK] = {"is", "as thrifty with memory as"},
	[SWITCHES_PER_TASK] = {"is", "as thrifty with switches as"},
	[ELAPSED] = {"is", "as fast as"},
};

/* Seen from a; an outcome of its own where the two were never compared. */
static struct verdict seen_from(const struct analysis *analysis,
				const struct summary *a,
				const struct summary *b)
{
	const struct verdict *verdict = analysis_verdict(analysis, a, b);

	if (!verdict)
		return (struct verdict){.a = a, .b = b, .outcome = NO_VERDICT};
	return verdict->a == a ? *verdict : verdict_flip(verdict);
}

/* The cells that have a valid run, best first. */
static size_t valid_cells(const struct place *place,
			  const struct summary **cells, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < place->n_cells && n < most; i++)
		if (place->cells[i]->n_valid)
			cells[n++] = place->cells[i];
	return n;
}

/* Where the suite names a cell's contestant. */
static size_t rank(const struct place *place, const struct summary *cell)
{
	const struct experiment *of = place->experiment;
	size_t i = 0;

	while (i < of->n_contestants &&
	       strcmp(of->contestants[i], cell->contestant))
		i++;
	return i;
}

size_t say_leaders(const struct analysis *analysis, const struct place *place,
		   const struct summary **leaders, size_t most)
{
	const struct summary *cells[MOST_CELLS];
	size_t n = 0, valid = valid_cells(place, cells, MOST_CELLS), k;

	for (size_t i = 0; i < valid && n < most; i++) {
		if (i &&
		    seen_from(analysis, cells[0], cells[i]).outcome == BETTER)
			continue;
		for (k = n++;
		     k && rank(place, leaders[k - 1]) > rank(place, cells[i]);
		     k--)
			leaders[k] = leaders[k - 1];
		leaders[k] = cells[i];
	}
	return n;
}

/* Whether all pairs of some cells have the outcome. */
static bool all_pairs(const struct analysis *analysis,
		      const struct summary *const *cells, size_t n,
		      enum outcome outcome)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			if (seen_from(analysis, cells[i], cells[j]).outcome !=
			    outcome)
				return false;
	return true;
}

enum standing say_standing(const struct analysis *analysis,
			   const struct place *place)
{
	const struct summary *cells[MOST_CELLS];
	size_t n = valid_cells(place, cells, MOST_CELLS);

	if (place->winner)
		return STANDING_WINNER;
	if (n < 2)
		return STANDING_ALONE;
	if (place->decided)
		return say_leaders(analysis, place, cells, MOST_CELLS) > 1
			       ? STANDING_LEADERS
			       : STANDING_UNDECIDED;
	if (all_pairs(analysis, cells, n, NO_DIFFERENCE))
		return STANDING_ALIKE;
	return all_pairs(analysis, cells, n, NO_VERDICT) ? STANDING_NO_VERDICT
							 : STANDING_UNDECIDED;
}

char *say_leader(const struct analysis *analysis, const struct place *place,
		 char *to, size_t size)
{
	static const char *const words[] = {
		[STANDING_ALIKE] = "no difference",
		[STANDING_UNDECIDED] = "undecided",
		[STANDING_NO_VERDICT] = "too few rounds",
		[STANDING_ALONE] = "nothing to compare",
	};
	enum standing standing = say_standing(analysis, place);
	const struct summary *leaders[MOST_LEADERS];
	const char *between = " / ";
	size_t n, length = 0;

	if (standing == STANDING_WINNER)
		snprintf(to, size, "%s", place->winner->contestant);
	else if (standing != STANDING_LEADERS)
		snprintf(to, size, "%s", words[standing]);
	if (standing != STANDING_LEADERS)
		return to;
	n = say_leaders(analysis, place, leaders, MOST_LEADERS);
	if (all_pairs(analysis, leaders, n, NO_DIFFERENCE))
		between = " ≈ ";
	*to = '\0';
	for (size_t i = 0; i < n && length < size; i++)
		length += (size_t)snprintf(to + length, size - length, "%s%s",
					   i ? between : "",
					   leaders[i]->contestant);
	return to;
}

/* "does 3.1× the work of threads:64"; the rest follows. */
static void say_ahead(const struct verdict *verdict, FILE *to)
{
	char ratio[SAY_NUMBER];

	fprintf(to, "%s %s %s %s", phrases[verdict->metric].verb,
		say_ratio(verdict->ratio, ratio), phrases[verdict->metric].rest,
		verdict->b->contestant);
}

/* "(95 %: 2.9× to 3.3×, ahead in 10 of 10 rounds)". */
static void say_interval(const struct verdict *verdict, FILE *to)
{
	char low[SAY_NUMBER], high[SAY_NUMBER];

	fprintf(to, " (95 %%: %s to %s, ahead in %u of %u rounds)",
		say_ratio(verdict->low, low), say_ratio(verdict->high, high),
		verdict->ahead, verdict->rounds);
}

static void say_winner(const struct place *place, FILE *to)
{
	size_t valid = 0;

	fprintf(to, "%s ", place->winner->contestant);
	if (!place->margin)
		return;
	for (size_t i = 0; i < place->n_cells; i++)
		valid += place->cells[i]->n_valid > 0;
	say_ahead(place->margin, to);
	if (valid > 2)
		fputs(", the next best", to);
	say_interval(place->margin, to);
}

/* "async and threads:match are level (no practical difference); async does 3.1×
 * the work of threads:64 (...)". */
static void say_level(const struct analysis *analysis,
		      const struct place *place, FILE *to)
{
	const struct summary *leaders[MOST_LEADERS];
	const struct summary *best = NULL;
	size_t n = say_leaders(analysis, place, leaders, MOST_LEADERS);

	for (size_t i = 0; i < n; i++)
		fprintf(to, "%s%s",
			!i          ? ""
			: i + 1 < n ? ", "
				    : " and ",
			leaders[i]->contestant);
	fputs(all_pairs(analysis, leaders, n, NO_DIFFERENCE)
		      ? " are level (no practical difference)"
		      : " lead, and the rounds do not settle which is first",
	      to);
	valid_cells(place, &best, 1);
	for (size_t i = 0; i < place->n_cells; i++) {
		struct verdict behind =
			seen_from(analysis, best, place->cells[i]);

		if (place->cells[i] == best || behind.outcome != BETTER)
			continue;
		fprintf(to, "; %s ", best->contestant);
		say_ahead(&behind, to);
		say_interval(&behind, to);
		return;
	}
}

/* The rounds that would settle the first two, where the verdict knows. */
static void say_undecided(const struct analysis *analysis,
			  const struct place *place, FILE *to)
{
	const struct summary *cells[2];
	struct verdict first;

	if (valid_cells(place, cells, 2) < 2)
		return;
	first = seen_from(analysis, cells[0], cells[1]);
	if (place->decided && first.outcome == BETTER) {
		fputs("no winner is named: with so few tasks in flight, where "
		      "the scheduler puts them decides",
		      to);
		return;
	}
	fprintf(to, "the rounds do not settle whether %s or %s is ahead",
		cells[0]->contestant, cells[1]->contestant);
	if (first.rounds_needed)
		fprintf(to, "; about %u rounds would", first.rounds_needed);
}

/* Who could not be compared, so that a lead is not taken for more than it
 * is. */
static void say_missing(const struct place *place, FILE *to)
{
	size_t n = 0;

	for (size_t i = 0; i < place->n_cells; i++)
		if (!place->cells[i]->n_valid)
			fprintf(to, "%s%s", n++ ? ", " : "; no valid run of ",
				place->cells[i]->contestant);
}

void say_place(const struct analysis *analysis, const struct place *place,
	       FILE *to)
{
	switch (say_standing(analysis, place)) {
	case STANDING_WINNER:
		say_winner(place, to);
		break;
	case STANDING_LEADERS:
		say_level(analysis, place, to);
		break;
	case STANDING_ALIKE:
		fputs("there is no practical difference between any two", to);
		break;
	case STANDING_UNDECIDED:
		say_undecided(analysis, place, to);
		break;
	case STANDING_NO_VERDICT:
		fputs("there is no verdict: fewer than 6 rounds", to);
		break;
	case STANDING_ALONE:
		fputs("there is nothing to compare: fewer than two contestants "
		      "have a valid run",
		      to);
		break;
	}
	say_missing(place, to);
}
