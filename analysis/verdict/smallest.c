/*
 * smallest.c - one contestant against itself: how small a difference could be
 * seen.
 *
 * The two are the same program, so whatever lies between them is chance. The
 * wider the interval of their ratio, the larger a true difference must be. Of
 * several such pairs the middle one speaks for the bench: the calmest point
 * would promise too much, the least calm one too little.
 */
#include "analysis/analysis.h"
#include "analysis/read/arena.h"

#include <math.h>
#include <stdlib.h>

/* Half the width of the interval, as a logarithm. */
static double half_width(const struct verdict *verdict)
{
	return log(verdict->high / verdict->low) / 2;
}

/* For qsort(); by address where equal, so that the order never varies. */
static int by_width(const void *left, const void *right)
{
	const struct verdict *a = *(const struct verdict *const *)left;
	const struct verdict *b = *(const struct verdict *const *)right;
	double of_a = half_width(a), of_b = half_width(b);

	if (of_a != of_b)
		return of_a < of_b ? -1 : 1;
	return (a > b) - (a < b);
}

const struct verdict *analysis_self(const struct analysis *analysis)
{
	struct arena *arena = arena_new();
	const struct verdict **pairs =
		arena_array(arena, analysis->n_verdicts + 1, sizeof *pairs);
	const struct verdict *middle = NULL;
	size_t n = 0;

	for (size_t i = 0; i < analysis->n_verdicts; i++) {
		const struct verdict *verdict = &analysis->verdicts[i];

		if ((verdict->a->copy || verdict->b->copy) &&
		    isfinite(verdict->ratio))
			pairs[n++] = verdict;
	}
	qsort(pairs, n, sizeof *pairs, by_width);
	if (n)
		middle = pairs[(n - 1) / 2];
	arena_free(arena);
	return middle;
}

/* An interval that is narrower than a difference on both sides of it sees that
 * difference nearly always; half of that only in every other bench. */
double analysis_detectable(const struct analysis *analysis)
{
	const struct verdict *self = analysis_self(analysis);

	return self ? exp(2 * half_width(self)) : NAN;
}
