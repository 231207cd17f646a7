/*
 * point.c - one point of the grid as a sentence: who is ahead of whom, by
 * how much, how surely, and who could not take part.
 *
 * No sentence says more than a verdict: without a winner it names those who
 * lead together, or says what is missing for a decision.
 */
#include "analysis/words/point.h"

#include "analysis/figures/kind.h"
#include "analysis/stats/stats.h"
#include "analysis/verdict/metrics.h"
#include "analysis/verdict/standing.h"
#include "analysis/verdict/verdict.h"
#include "base/cpulist.h"

#include <math.h>
#include <string.h>

/* How a ratio of each metric is put: "completes 3.1× as many tasks/s as". */
static const struct {
	const char *verb, *rest;
} relations[METRICS] = {
	[THROUGHPUT] = {"completes", "as many tasks/s as"},
	[THROUGHPUT_PER_CPU] = {"completes", "as many tasks per CPU-second as"},
	[RESPONSE_P50] = {"has a", "lower median response time than"},
	[RESPONSE_P99] = {"has a", "lower p99 response time than"},
	[RESPONSE_P999] = {"has a", "lower p99.9 response time than"},
	[RESPONSE_MEAN] = {"has a", "lower mean response time than"},
	[QUEUE_P50] = {"has a", "shorter median queueing time than"},
	[QUEUE_P99] = {"has a", "shorter p99 queueing time than"},
	[QUEUE_MEAN] = {"has a", "shorter mean queueing time than"},
	[SERVICE_P50] = {"has a", "shorter median service time than"},
	[CPU_PER_TASK] = {"uses", "less CPU time per task than"},
	[MEMORY_PER_TASK] = {"needs", "less memory per task than"},
	[MEMORY_PEAK] = {"needs", "less memory at its peak than"},
	[SWITCHES_PER_TASK] = {"makes", "fewer context switches per task than"},
	[ELAPSED] = {"is", "as fast as"},
	[ACHIEVED_RATE] = {"takes", "as many arrivals/s as"},
};

/* A bottleneck as results name it, as a table does, and as a clause. */
static const struct {
	const char *name, *noun, *clause;
} bottlenecks[] = {
	{"cpu", "CPU", "which is CPU-bound"},
	{"waiting", "latency", "which is latency-bound"},
	{"generator", "load generator",
	 "which is limited by the load generator"},
	{"peer", "peer", "which is limited by the peer"},
	{"descriptors", "descriptors", "which is limited by file descriptors"},
};

static bool is_concurrency(const struct axis *axis)
{
	return !axis || !strcmp(axis->name, "concurrency");
}

char *point_value(const struct summary *cell, const struct axis *axis,
		  char to[POINT_NAME])
{
	char value[FORMAT_TEXT];
	const char *name = axis ? axis->name : "";

	figure_value(cell, axis, value);
	format_joined(value);
	if (!*value)
		*to = '\0';
	else if (is_concurrency(axis))
		snprintf(to, POINT_NAME, "%s task%s in flight", value,
			 cell->concurrency == 1 ? "" : "s");
	else if (!strcmp(name, "compute"))
		snprintf(to, POINT_NAME, "%s compute", value);
	else if (!strcmp(name, "rate"))
		snprintf(to, POINT_NAME, "%s tasks/s offered", value);
	else
		snprintf(to, POINT_NAME, "%.64s %s", name, value);
	return to;
}

/* Adds one item of a name. */
static void add_item(char to[POINT_NAME], const char *item)
{
	size_t n = strlen(to);

	if (*item)
		snprintf(to + n, POINT_NAME - n, ", %s", item);
}

/* Where the cell ran, if other cells of the experiment ran elsewhere. */
static void add_cpus(const struct experiment *of, const struct summary *cell,
		     char to[POINT_NAME])
{
	char item[POINT_NAME];
	bool differ = false;

	for (size_t i = 0; i < of->n_cells; i++)
		differ |= strcmp(of->cells[i]->cpus, cell->cpus) ||
			  strcmp(of->cells[i]->peer_cpus, cell->peer_cpus);
	if (!differ)
		return;
	snprintf(item, sizeof item, "on %s %.64s", cpulist_noun(cell->cpus),
		 cell->cpus);
	add_item(to, *cell->cpus ? item : "placed by the scheduler");
	snprintf(item, sizeof item, "peer on %s %.64s",
		 cpulist_noun(cell->peer_cpus), cell->peer_cpus);
	if (*cell->peer_cpus)
		add_item(to, item);
}

/* Adds a cell's values on those axes of the experiment that its figures stand
 * on, or on all the others. */
static void add_axes(const struct experiment *of, const struct summary *cell,
		     bool drawn, char to[POINT_NAME])
{
	const struct axis *y, *x = figure_axes(of, &y);
	char item[POINT_NAME];

	for (size_t i = 0; i < of->n_axes; i++) {
		const struct axis *axis = &of->axes[i];
		bool is_x = axis == x || (!x && is_concurrency(axis));

		if ((is_x || axis == y) == drawn)
			add_item(to, point_value(cell, axis, item));
	}
}

char *point_panel(const struct experiment *of, const struct summary *cell,
		  char to[POINT_NAME])
{
	snprintf(to, POINT_NAME, "%.64s", cell->workload);
	add_axes(of, cell, false, to);
	add_cpus(of, cell, to);
	return to;
}

char *point_name(const struct experiment *of, const struct summary *cell,
		 char to[POINT_NAME])
{
	point_panel(of, cell, to);
	add_axes(of, cell, true, to);
	return to;
}

char *point_leader(const struct analysis *analysis, const struct point *point,
		   char to[POINT_NAME])
{
	static const char *const words[STANDINGS] = {
		[STANDING_TIED] = "tie",
		[STANDING_INCONCLUSIVE] = "inconclusive",
		[STANDING_NO_VERDICT] = "too few rounds",
		[STANDING_ALONE] = "nothing to compare",
	};
	enum standing standing = standing_of(analysis, point);
	const struct summary *leaders[MOST_LEADERS];
	size_t n = 1, length = 0;
	const char *between;

	leaders[0] = point->winner;
	if (standing == STANDING_LEADERS)
		n = standing_leaders(analysis, point, leaders, MOST_LEADERS);
	else if (standing != STANDING_WINNER)
		snprintf(to, POINT_NAME, "%s", words[standing]);
	if (words[standing])
		return to;
	between = standing_tied(analysis, leaders, n) ? " ≈ " : " / ";
	for (size_t i = 0; i < n && length < POINT_NAME; i++)
		length += (size_t)snprintf(to + length, POINT_NAME - length,
					   "%s%s", i ? between : "",
					   leaders[i]->contestant);
	return to;
}

char *point_bottleneck(const struct summary *cell, char to[POINT_WORD])
{
	*to = '\0';
	if (!cell->bottleneck)
		return to;
	if (!strcmp(cell->bottleneck, "workers"))
		snprintf(to, POINT_WORD,
			 cell->model.loop ? "blocking calls" : "pool of %u",
			 cell->workers);
	else if (!strcmp(cell->bottleneck, "unknown"))
		snprintf(to, POINT_WORD, "unknown");
	/* A word that a newer avt may write is passed over, not guessed at. */
	for (size_t i = 0; i < sizeof bottlenecks / sizeof *bottlenecks; i++)
		if (!strcmp(cell->bottleneck, bottlenecks[i].name))
			snprintf(to, POINT_WORD, "%s", bottlenecks[i].noun);
	return to;
}

char *point_failure(const struct summary *cell, char to[POINT_WORD])
{
	snprintf(to, POINT_WORD, "%s", cell->check ? cell->check : "invalid");
	return to;
}

/* Whether tasks kept others from being served: a run may say so of its loop;
 * or all wait, and yet another
 * contestant with as many in flight is much faster. */
static bool is_blocked(const struct verdict *verdict)
{
	const struct summary *slow = verdict->b;

	if (slow->bottleneck && slow->model.loop &&
	    !strcmp(slow->bottleneck, "workers"))
		return true;
	return slow->bottleneck && !strcmp(slow->bottleneck, "waiting") &&
	       slow->in_flight > slow->workers && verdict->ratio >= 1.5;
}

/* What holds the slower one back, if that is known. */
static void add_why(const struct verdict *verdict, struct statement *to)
{
	const char *name = verdict->b->bottleneck;
	char pool[POINT_WORD];

	if (!name)
		return;
	if (is_blocked(verdict)) {
		statement_part(to, PART_WHY, "whose loop was blocked");
		return;
	}
	snprintf(pool, sizeof pool, "which is limited by its pool of %u",
		 verdict->b->workers);
	if (!strcmp(name, "workers"))
		statement_part(to, PART_WHY, pool);
	for (size_t i = 0; i < sizeof bottlenecks / sizeof *bottlenecks; i++)
		if (!strcmp(name, bottlenecks[i].name))
			statement_part(to, PART_WHY, bottlenecks[i].clause);
}

/* "95 % CI 2.9–3.3; ahead in all 10 rounds". */
static void add_interval(const struct verdict *verdict, struct statement *to)
{
	char interval[FORMAT_TEXT], ahead[64];

	format_interval(verdict->ratio, verdict->low, verdict->high, interval);
	if (verdict->ahead < verdict->rounds)
		snprintf(ahead, sizeof ahead, "ahead in %u of %u rounds",
			 verdict->ahead, verdict->rounds);
	else
		snprintf(ahead, sizeof ahead, "ahead in all %u rounds",
			 verdict->rounds);
	statement_interval(to, format_joined(interval), ahead);
}

/* " completes 3.1× as many tasks/s as threads:16 ...": all behind the
 * subject. */
static void add_lead(const struct verdict *verdict, bool second,
		     struct statement *to)
{
	char ratio[FORMAT_TEXT];

	statement_text(to, " %s ", relations[verdict->metric].verb);
	statement_part(to, PART_FACTOR,
		       format_joined(format_ratio(verdict->ratio, ratio)));
	statement_text(to, " %s ", relations[verdict->metric].rest);
	statement_part(to, PART_WHO, verdict->b->contestant);
	if (second)
		statement_text(to, " (second)");
	add_why(verdict, to);
	add_interval(verdict, to);
}

/* "a, b and c". */
static void add_names(const struct summary *const *cells, size_t n,
		      struct statement *to)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			statement_text(to, i + 1 < n ? ", " : " and ");
		statement_part(to, PART_WHO, cells[i]->contestant);
	}
}

/* "a vs b is inconclusive ...". */
static void add_versus(const struct verdict *verdict, const char *rest,
		       struct statement *to)
{
	statement_part(to, PART_WHO, verdict->a->contestant);
	statement_text(to, " vs ");
	statement_part(to, PART_WHO, verdict->b->contestant);
	statement_text(to, "%s", rest);
}

/* No number is given where there is no verdict: three rounds would look like
 * evidence. */
static void describe_no_verdict(const struct verdict *verdict,
				struct statement *to)
{
	bool noise = verdict->outcome == INCONCLUSIVE_NOISE;
	char rest[128];

	snprintf(rest, sizeof rest, "%s: %u %s round%s in common, %d needed",
		 noise ? " is inconclusive (noise)" : " has no verdict",
		 verdict->rounds, noise ? "quiet" : "valid",
		 verdict->rounds == 1 ? "" : "s", FEWEST_ROUNDS);
	add_versus(verdict, rest, to);
}

void point_verdict(const struct verdict *verdict, struct statement *to)
{
	struct verdict ahead = *verdict;

	if (isnan(verdict->ratio)) {
		describe_no_verdict(verdict, to);
		return;
	}
	if (verdict->ratio < 1)
		ahead = verdict_flip(verdict);
	statement_part(to, PART_WHO, ahead.a->contestant);
	add_lead(&ahead, false, to);
	if (ahead.outcome == INCONCLUSIVE)
		statement_text(
			to, ": inconclusive, about %u rounds would settle it",
			ahead.rounds_needed);
	else if (ahead.outcome == NO_DIFFERENCE)
		statement_text(to, ": a tie (within 5\u00a0%%)");
	else if (ahead.outcome == INCONCLUSIVE_NOISE)
		statement_text(to,
			       ": inconclusive (noise), including the %u noisy "
			       "round%s would change the result",
			       ahead.dropped, ahead.dropped == 1 ? "" : "s");
}

char *verdict_sentence(const struct verdict *verdict, char *to, size_t size)
{
	struct arena *arena = arena_new();
	struct statements one = {.arena = arena};
	FILE *file = fmemopen(to, size, "w");

	*to = '\0';
	if (file) {
		point_verdict(verdict, statements_add(&one, ""));
		statement_print(one.all, file);
		fclose(file);
		to[size - 1] = '\0';
	}
	arena_free(arena);
	return to;
}

/* How the best loop stands behind the best, unless it was just said: whether
 * async pays is what every reader wants to know. */
static void describe_loop(const struct analysis *analysis,
			  const struct point *point, const struct summary *best,
			  const struct summary *said, struct statement *to)
{
	for (size_t i = 0; i < point->n_cells; i++) {
		const struct summary *cell = point->cells[i];
		struct verdict behind;

		if (!cell->n_valid || !cell->model.loop)
			continue;
		behind = verdict_between(analysis, best, cell);
		if (cell == best || cell == said || behind.outcome != BETTER)
			return;
		statement_text(to, "; it");
		add_lead(&behind, false, to);
		return;
	}
}

/* Its margin is over the best rival, so it holds for all others too. */
static void describe_winner(const struct analysis *analysis,
			    const struct point *point, struct statement *to)
{
	size_t valid = 0;

	for (size_t i = 0; i < point->n_cells; i++)
		valid += point->cells[i]->n_valid > 0;
	statement_part(to, PART_WHO, point->winner->contestant);
	add_lead(point->margin, valid > 2, to);
	describe_loop(analysis, point, point->winner, point->margin->b, to);
}

/* "async and threads:match are tied (within 5 %); async completes 3.1× ...". */
static void describe_leaders(const struct analysis *analysis,
			     const struct point *point, struct statement *to)
{
	const struct summary *leaders[MOST_LEADERS];
	const struct summary *best = NULL;
	size_t n = standing_leaders(analysis, point, leaders, MOST_LEADERS);

	add_names(leaders, n, to);
	if (standing_tied(analysis, leaders, n))
		statement_text(to, " are tied (within 5\u00a0%%)");
	else
		statement_text(to,
			       " are ahead; which of %s is faster is "
			       "inconclusive",
			       n == 2 ? "the two" : "them");
	standing_valid(point, &best, 1);
	for (size_t i = 0; i < point->n_cells; i++) {
		struct verdict behind =
			verdict_between(analysis, best, point->cells[i]);

		if (point->cells[i] == best || behind.outcome != BETTER)
			continue;
		statement_text(to, "; ");
		statement_part(to, PART_WHO, best->contestant);
		add_lead(&behind, false, to);
		describe_loop(analysis, point, best, behind.b, to);
		return;
	}
}

static void describe_tie(const struct point *point, struct statement *to)
{
	const struct summary *cells[MOST_CELLS];
	size_t n = standing_valid(point, cells, MOST_CELLS);

	if (n > 4)
		statement_text(to, "all %zu contestants", n);
	else
		add_names(cells, n, to);
	statement_text(to, " are tied (within 5\u00a0%%)");
}

/* What is known of the first two where no more is settled. */
static void describe_first_two(const struct verdict *first, bool others,
			       struct statement *to)
{
	char rest[128] = "";

	switch (first->outcome) {
	case SLIGHTLY_AHEAD:
		statement_part(to, PART_WHO, first->a->contestant);
		statement_text(to, " is slightly ahead: it");
		add_lead(first, false, to);
		break;
	case NO_DIFFERENCE:
		add_names((const struct summary *const[]){first->a, first->b},
			  2, to);
		statement_text(to, " are tied (within 5\u00a0%%)%s",
			       others ? "; the other comparisons are "
					"inconclusive"
				      : "");
		break;
	case NO_VERDICT:
		add_versus(first,
			   " has no verdict: fewer than 6 valid rounds in "
			   "common",
			   to);
		break;
	case INCONCLUSIVE_NOISE:
		add_versus(first,
			   " is inconclusive: including the noisy rounds would "
			   "change the result",
			   to);
		break;
	default:
		if (first->rounds_needed)
			snprintf(rest, sizeof rest,
				 ": about %u rounds would settle it",
				 first->rounds_needed);
		add_versus(first, " is inconclusive", to);
		statement_text(to, "%s", rest);
	}
}

/* The two best only: of the others still less can be said. */
static void describe_inconclusive(const struct analysis *analysis,
				  const struct point *point,
				  struct statement *to)
{
	const struct summary *cells[3];
	size_t n = standing_valid(point, cells, 3);
	struct verdict first = verdict_between(analysis, cells[0], cells[1]);

	if (first.outcome == BETTER)
		statement_text(to,
			       "no winner is named: with so few tasks in "
			       "flight, where the scheduler puts them decides");
	else
		describe_first_two(&first, n > 2, to);
}

/* Six rounds are not enough where a run is too short for its percentile. */
static void describe_no_verdicts(const struct point *point,
				 struct statement *to)
{
	enum metric metric = point->experiment->primary;
	bool untold = false;

	for (size_t i = 0; i < point->n_cells; i++)
		untold |= point->cells[i]->n_valid >= FEWEST_ROUNDS &&
			  isnan(point->cells[i]->value[metric].median);
	if (untold)
		statement_text(to,
			       "no verdict: the runs are too short for this "
			       "metric (%s)",
			       metric_info[metric].label);
	else
		statement_text(to, "no verdict: fewer than %d valid rounds",
			       FEWEST_ROUNDS);
}

/* Who could not be compared, so that a lead is not taken for more than it
 * is. */
static void add_missing(const struct point *point, struct statement *to)
{
	char failure[POINT_WORD];
	size_t n = 0;

	for (size_t i = 0; i < point->n_cells; i++) {
		const struct summary *cell = point->cells[i];

		if (cell->n_valid)
			continue;
		statement_text(to, n++ ? ", " : "; no valid run of ");
		statement_part(to, PART_WHO, cell->contestant);
		statement_text(to, " (%s)", point_failure(cell, failure));
	}
}

void point_describe(const struct analysis *analysis, const struct point *point,
		    struct statement *to)
{
	switch (standing_of(analysis, point)) {
	case STANDING_WINNER:
		describe_winner(analysis, point, to);
		break;
	case STANDING_LEADERS:
		describe_leaders(analysis, point, to);
		break;
	case STANDING_TIED:
		describe_tie(point, to);
		break;
	case STANDING_INCONCLUSIVE:
		describe_inconclusive(analysis, point, to);
		break;
	case STANDING_NO_VERDICT:
		describe_no_verdicts(point, to);
		break;
	default:
		statement_text(to,
			       "nothing to compare: fewer than two contestants "
			       "have a valid run");
	}
	add_missing(point, to);
}
