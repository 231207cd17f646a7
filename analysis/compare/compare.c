/*
 * compare.c - decides on each cell that two folders share.
 *
 * Two special cases come before any statistics. A folder compared with itself,
 * or with a copy, must say "no difference" on every cell, also on one whose
 * runs scatter so much that an interval could not. And where the rounds that
 * were dropped as noisy decide, nothing is decided, as within one folder.
 */
#include "analysis/compare/compare.h"

#include "analysis/read/arena.h"
#include "analysis/figures/figure.h"
#include "analysis/stats/ranksum.h"
#include "analysis/verdict/summary.h"

#include <math.h>
#include <string.h>

/* A run's figure as a logarithm that is greater where the run is better. */
static double goodness(const struct measured *run, enum metric metric)
{
	double value = run->value[metric];

	if (!run_counts(run) || !(value > 0))
		return NAN;
	return metric_info[metric].more_is_better ? log(value) : -log(value);
}

/* The figures of a cell's runs that are not dropped, or of all; returns how
 * many. */
static unsigned gather(const struct summary *cell, enum metric metric, bool all,
		       double *to)
{
	unsigned n = 0;

	for (size_t i = 0; i < cell->n_runs; i++) {
		if (cell->runs[i].dropped && !all)
			continue;
		to[n] = goodness(&cell->runs[i], metric);
		n += isfinite(to[n]);
	}
	return n;
}

/* Whether two runs are one: the same round, and no figure that differs. */
static bool same_run(const struct measured *a, const struct measured *b)
{
	if (a->round != b->round || a->valid != b->valid)
		return false;
	for (int i = 0; i < METRICS; i++)
		if (a->value[i] != b->value[i] &&
		    !(isnan(a->value[i]) && isnan(b->value[i])))
			return false;
	return true;
}

/* Whether one folder is the other, or a copy of it, as far as this cell goes.
 * Then nothing needs to be estimated. */
static bool same_runs(const struct summary *a, const struct summary *b)
{
	if (a->n_runs != b->n_runs || a->n_valid == 0)
		return false;
	for (size_t i = 0; i < a->n_runs; i++)
		if (!same_run(&a->runs[i], &b->runs[i]))
			return false;
	return true;
}

/* Equal values in the order of the rounds are no difference either, however
 * much they scatter; only few of them might be chance. */
static bool same_values(const double *x, unsigned m, const double *y,
			unsigned n)
{
	if (m != n || m < FEWEST_ROUNDS)
		return false;
	for (unsigned i = 0; i < m; i++)
		if (x[i] != y[i])
			return false;
	return true;
}

/* Fills ratio, interval and outcome from the logarithms of both sides. The side
 * with fewer rounds is the one that more rounds would help. */
static void decide(struct compared *to, const double *x, const double *y,
		   double *scratch)
{
	unsigned m = to->rounds_before, n = to->rounds_after;
	struct contrast contrast = ranksum_contrast(x, m, y, n, scratch);

	to->ratio = contrast.ratio;
	to->low = contrast.low;
	to->high = contrast.high;
	to->outcome = stats_outcome(&contrast);
	if (to->outcome == INCONCLUSIVE)
		to->rounds_needed =
			stats_rounds_needed(&contrast, m < n ? m : n);
}

/* Whether the outcome is another with the rounds that were dropped as noisy:
 * then it says something about the noise. */
static bool is_noise(const struct compared *cell, double *scratch)
{
	double *x = scratch, *y = x + cell->before->n_runs;
	unsigned m = gather(cell->before, cell->metric, true, x);
	unsigned n = gather(cell->after, cell->metric, true, y);
	struct contrast contrast;

	if (m == cell->rounds_before && n == cell->rounds_after)
		return false;
	if (m < FEWEST_ROUNDS || n < FEWEST_ROUNDS)
		return false;
	contrast = ranksum_contrast(x, m, y, n, y + cell->after->n_runs);
	return stats_outcome(&contrast) != cell->outcome;
}

/* Compares one cell. Scratch holds the numbers of both sides and what
 * ranksum_scratch() asks for behind them. Without a verdict there is no ratio
 * either: three rounds would look like evidence. */
static void compare_cell(struct compared *to, double *scratch)
{
	double *x = scratch, *y = x + to->before->n_runs;
	double *rest = y + to->after->n_runs;

	to->rounds_before = gather(to->before, to->metric, false, x);
	to->rounds_after = gather(to->after, to->metric, false, y);
	to->same = same_runs(to->before, to->after) ||
		   same_values(x, to->rounds_before, y, to->rounds_after);
	to->outcome = NO_VERDICT;
	to->ratio = to->low = to->high = NAN;
	if (to->same) {
		to->outcome = NO_DIFFERENCE;
		to->ratio = to->low = to->high = 1;
	} else if (to->rounds_before >= FEWEST_ROUNDS &&
		   to->rounds_after >= FEWEST_ROUNDS) {
		decide(to, x, y, rest);
	}
	if (!to->same && is_noise(to, scratch)) {
		to->outcome = INCONCLUSIVE_NOISE;
		to->rounds_needed = 0;
	}
}

/* Compares the cells that were matched. The scratch is as large as the longest
 * cell needs, so one serves them all. */
static void compare_all(struct comparison *comparison)
{
	struct arena *arena = comparison->memory;
	size_t m = summaries_most_runs(comparison->before);
	size_t n = summaries_most_runs(comparison->after), side = m > n ? m : n;
	double *scratch;

	scratch = arena_array(arena, m + n + ranksum_scratch(side),
			      sizeof *scratch);
	for (size_t i = 0; i < comparison->n_cells; i++) {
		compare_cell(&comparison->cells[i], scratch);
		comparison->counts[comparison->cells[i].outcome]++;
		comparison->n_broken += comparison->cells[i].rounds_before &&
					!comparison->cells[i].rounds_after;
	}
}

/* What bars the comparison is known before cells are matched, because on
 * another machine they are matched in another way. */
struct comparison *compare_load(const char *before, const char *after,
				char *error, size_t size)
{
	struct arena *arena = arena_new();
	struct comparison *comparison =
		arena_array(arena, 1, sizeof *comparison);

	comparison->memory = arena;
	comparison->before = analysis_load(before, error, size);
	if (comparison->before)
		comparison->after = analysis_load(after, error, size);
	if (!comparison->after) {
		compare_free(comparison);
		return NULL;
	}
	compare_sessions(comparison);
	compare_match(comparison);
	compare_all(comparison);
	return comparison;
}

void compare_free(struct comparison *comparison)
{
	if (!comparison)
		return;
	analysis_free(comparison->before);
	analysis_free(comparison->after);
	arena_free(comparison->memory);
}

/* A regression is said even if other cells broke: it is the surer news. Cells
 * that are slightly behind are within the margin and no regression. */
int compare_status(const struct comparison *comparison)
{
	const size_t *counts = comparison->counts;

	if (counts[WORSE])
		return 1;
	if (comparison->n_broken)
		return 2;
	return counts[BETTER] + counts[SLIGHTLY_AHEAD] + counts[NO_DIFFERENCE] +
			       counts[SLIGHTLY_BEHIND]
		       ? 0
		       : 2;
}

bool compare_differs(enum outcome outcome)
{
	return outcome == BETTER || outcome == WORSE ||
	       outcome == SLIGHTLY_AHEAD || outcome == SLIGHTLY_BEHIND;
}

/* Only what differs within the experiment; the rest is in the suite. The names
 * of axes are said but for concurrency, which is a number alone everywhere. */
char *compare_point(const struct compared *compared, char *to, size_t size)
{
	const struct experiment *experiment = compared->experiment;
	const struct summary *cell = compared->after;
	char value[FORMAT_TEXT];
	int n = snprintf(to, size, "%.24s", cell->workload);

	for (size_t i = 0; i < experiment->n_axes; i++) {
		const struct axis *axis = &experiment->axes[i];
		bool plain = !strcmp(axis->name, "concurrency");

		if (n < 0 || (size_t)n >= size)
			break;
		n += snprintf(to + n, size - (size_t)n, ", %.16s%s%s",
			      plain ? "" : axis->name, plain ? "" : " ",
			      figure_value(cell, axis, value));
	}
	return to;
}
