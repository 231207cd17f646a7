/*
 * sentence.c - a verdict as one line: who, by how much, how surely, and what is
 * wrong with it if something is.
 *
 * The same words on the terminal, in the report and in claims, so that a number
 * that is quoted somewhere can be searched for.
 */
#include "analysis/stats/stats.h"
#include "analysis/verdict/verdict.h"

#include <math.h>

/* No number is given where there is no verdict: three rounds would look like
 * evidence. */
static void say_unknown(const struct verdict *verdict, char *to, size_t size)
{
	bool noise = verdict->outcome == INCONCLUSIVE_NOISE;

	snprintf(to, size, "%s and %s: %s, %u common valid %s%s of %d",
		 verdict->a->contestant, verdict->b->contestant,
		 outcome_words[verdict->outcome], verdict->rounds,
		 noise ? "calm " : "",
		 verdict->rounds == 1 ? "round" : "rounds", FEWEST_ROUNDS);
}

/* What follows the numbers, if they are not enough. */
static void say_rest(const struct verdict *verdict, char *to, size_t size)
{
	switch (verdict->outcome) {
	case INCONCLUSIVE:
		snprintf(to, size, ": inconclusive, about %u rounds would tell",
			 verdict->rounds_needed);
		break;
	case NO_DIFFERENCE:
		snprintf(to, size, ": no practical difference");
		break;
	case INCONCLUSIVE_NOISE:
		snprintf(to, size,
			 ": inconclusive (noise), with the %u noisy %s it "
			 "would be %s",
			 verdict->dropped,
			 verdict->dropped == 1 ? "round" : "rounds",
			 outcome_words[verdict->undropped]);
		break;
	default:
		break;
	}
}

/* The one that is ahead is the subject of the sentence. */
char *verdict_sentence(const struct verdict *verdict, char *to, size_t size)
{
	struct verdict ahead = *verdict;
	int length;

	if (isnan(verdict->ratio)) {
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
	if (length >= 0 && (size_t)length < size)
		say_rest(&ahead, to + length, size - (size_t)length);
	return to;
}
