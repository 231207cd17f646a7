/*
 * verdict.c - one pair of contestants, compared round by round, and said in
 * words. The numbers are stats.c's.
 */
#include "analysis/verdict.h"

#include "analysis/stats.h"

#include <math.h>

const char *const outcome_words[] = {
	[BETTER] = "better",
	[SLIGHTLY_AHEAD] = "slightly ahead",
	[NO_DIFFERENCE] = "no practical difference",
	[INCONCLUSIVE] = "inconclusive",
	[WORSE] = "worse",
	[SLIGHTLY_BEHIND] = "slightly behind",
	[NO_VERDICT] = "no verdict",
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

	if (!a->valid || !b->valid || !(of_a > 0) || !(of_b > 0))
		return NAN;
	return metric_info[metric].more_is_better ? log(of_a / of_b)
						  : log(of_b / of_a);
}

/* The log ratios of all common rounds; both cells have theirs in order. */
static unsigned pair_rounds(const struct summary *a, const struct summary *b,
			    enum metric metric, double *d)
{
	unsigned n = 0;

	for (size_t i = 0, j = 0; i < a->n_runs && j < b->n_runs;) {
		const struct measured *of_a = &a->runs[i], *of_b = &b->runs[j];

		if (of_a->round == of_b->round) {
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
		.rounds = pair_rounds(a, b, metric, scratch),
	};

	for (unsigned i = 0; i < verdict.rounds; i++)
		verdict.ahead += scratch[i] > 0;
	if (verdict.rounds >= FEWEST_ROUNDS)
		decide(&verdict, scratch, scratch + verdict.rounds);
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
	};
	struct verdict flip = *verdict;

	flip.a = verdict->b;
	flip.b = verdict->a;
	flip.outcome = flipped[verdict->outcome];
	flip.ratio = 1 / verdict->ratio;
	flip.low = 1 / verdict->high;
	flip.high = 1 / verdict->low;
	flip.ahead = verdict->rounds - verdict->ahead;
	return flip;
}

/* No number is given where there is no verdict: three rounds would look like
 * evidence. */
static void say_unknown(const struct verdict *verdict, char *to, size_t size)
{
	snprintf(to, size, "%s and %s: no verdict, %u common valid %s of %d",
		 verdict->a->contestant, verdict->b->contestant,
		 verdict->rounds, verdict->rounds == 1 ? "round" : "rounds",
		 FEWEST_ROUNDS);
}

/* The one that is ahead is the subject of the sentence. */
char *verdict_sentence(const struct verdict *verdict, char *to, size_t size)
{
	struct verdict ahead = *verdict;
	int length;

	if (verdict->outcome == NO_VERDICT) {
		say_unknown(verdict, to, size);
		return to;
	}
	if (verdict->ratio < 1)
		ahead = verdict_flip(verdict);
	length = snprintf(to, size,
			  "%s %.2fx %s (95 %%: %.2f-%.2f), "
			  "ahead in %u of %u rounds",
			  ahead.a->contestant, ahead.ratio, ahead.b->contestant,
			  ahead.low, ahead.high, ahead.ahead, ahead.rounds);
	if (length < 0 || (size_t)length >= size)
		return to;
	if (ahead.outcome == INCONCLUSIVE)
		snprintf(to + length, size - (size_t)length,
			 ": inconclusive, about %u rounds would tell",
			 ahead.rounds_needed);
	else if (ahead.outcome == NO_DIFFERENCE)
		snprintf(to + length, size - (size_t)length,
			 ": no practical difference");
	return to;
}
