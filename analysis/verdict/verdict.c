/*
 * verdict.c - one pair of contestants, compared round by round. The numbers are
 * stats.c's, the words sentence.c's.
 */
#include "analysis/verdict/verdict.h"

#include "analysis/stats/stats.h"

#include <math.h>

/* As verdicts.csv has them: scripts of users compare with these words. */
const char *const outcome_words[] = {
	[BETTER] = "better",
	[SLIGHTLY_AHEAD] = "slightly ahead",
	[NO_DIFFERENCE] = "no practical difference",
	[INCONCLUSIVE] = "inconclusive",
	[WORSE] = "worse",
	[SLIGHTLY_BEHIND] = "slightly behind",
	[NO_VERDICT] = "no verdict",
	[INCONCLUSIVE_NOISE] = "inconclusive (noise)",
};

size_t verdict_scratch(size_t rounds)
{
	return rounds + 2 * stats_walsh_count(rounds) + 1;
}

/* ln(A/B), > 0 when A is better; NAN if one of them has no positive figure. */
static double log_ratio(const struct measured *a, const struct measured *b,
			enum metric metric)
{
	double of_a = a->value[metric], of_b = b->value[metric];

	if (!run_counts(a) || !run_counts(b) || !(of_a > 0) || !(of_b > 0))
		return NAN;
	return metric_info[metric].more_is_better ? log(of_a / of_b)
						  : log(of_b / of_a);
}

/* The log ratios of the common rounds that are not dropped, or of all; both
 * cells have theirs in order. */
static unsigned pair_rounds(const struct summary *a, const struct summary *b,
			    enum metric metric, bool all, double *d)
{
	unsigned n = 0;

	for (size_t i = 0, j = 0; i < a->n_runs && j < b->n_runs;) {
		const struct measured *of_a = &a->runs[i], *of_b = &b->runs[j];

		if (of_a->round == of_b->round && (all || !of_a->dropped)) {
			d[n] = log_ratio(of_a, of_b, metric);
			n += isfinite(d[n]);
		}
		i += of_a->round <= of_b->round;
		j += of_b->round <= of_a->round;
	}
	return n;
}

/* Fills ratio, interval and outcome from the log ratios. */
static void decide(struct verdict *verdict, const double *d, double *scratch)
{
	struct contrast contrast = stats_contrast(d, verdict->rounds, scratch);

	verdict->ratio = contrast.ratio;
	verdict->low = contrast.low;
	verdict->high = contrast.high;
	verdict->outcome = stats_outcome(&contrast);
	if (verdict->outcome == INCONCLUSIVE)
		verdict->rounds_needed =
			stats_rounds_needed(&contrast, verdict->rounds);
}

/* Decides again with the dropped rounds. A verdict that needs them gone, or
 * here, is a verdict on the noise. */
static void decide_undropped(struct verdict *verdict, double *scratch)
{
	unsigned n = pair_rounds(verdict->a, verdict->b, verdict->metric, true,
				 scratch);
	struct contrast contrast;

	verdict->dropped = n - verdict->rounds;
	verdict->undropped = verdict->outcome;
	if (verdict->dropped == 0 || n < FEWEST_ROUNDS)
		return;
	contrast = stats_contrast(scratch, n, scratch + n);
	verdict->undropped = stats_outcome(&contrast);
	if (verdict->undropped == verdict->outcome)
		return;
	verdict->outcome = INCONCLUSIVE_NOISE;
	verdict->rounds_needed = 0;
}

struct verdict verdict_pair(const struct summary *a, const struct summary *b,
			    enum metric metric, double *scratch)
{
	struct verdict verdict = {
		.a = a,
		.b = b,
		.metric = metric,
		.outcome = NO_VERDICT,
		.ratio = NAN,
		.low = NAN,
		.high = NAN,
		.rounds = pair_rounds(a, b, metric, false, scratch),
	};

	for (unsigned i = 0; i < verdict.rounds; i++)
		verdict.ahead += scratch[i] > 0;
	if (verdict.rounds >= FEWEST_ROUNDS)
		decide(&verdict, scratch, scratch + verdict.rounds);
	decide_undropped(&verdict, scratch);
	return verdict;
}

/* Rounds in which A was not ahead count for B, ties too: with real times there
 * are none. */
struct verdict verdict_flip(const struct verdict *verdict)
{
	static const enum outcome flipped[] = {
		[BETTER] = WORSE,
		[SLIGHTLY_AHEAD] = SLIGHTLY_BEHIND,
		[NO_DIFFERENCE] = NO_DIFFERENCE,
		[INCONCLUSIVE] = INCONCLUSIVE,
		[WORSE] = BETTER,
		[SLIGHTLY_BEHIND] = SLIGHTLY_AHEAD,
		[NO_VERDICT] = NO_VERDICT,
		[INCONCLUSIVE_NOISE] = INCONCLUSIVE_NOISE,
	};
	struct verdict flip = *verdict;

	flip.a = verdict->b;
	flip.b = verdict->a;
	flip.outcome = flipped[verdict->outcome];
	flip.undropped = flipped[verdict->undropped];
	flip.ratio = 1 / verdict->ratio;
	flip.low = 1 / verdict->high;
	flip.high = 1 / verdict->low;
	flip.ahead = verdict->rounds - verdict->ahead;
	return flip;
}
