/*
 * verdict.h - which of two contestants is better.
 */
#ifndef ANALYSIS_VERDICT_VERDICT_H
#define ANALYSIS_VERDICT_VERDICT_H

#include "analysis/analysis.h"

/* The verdict on a pair by the rounds in which both have a valid run with a
 * positive figure, without the dropped ones; if it is another with these, it is
 * INCONCLUSIVE_NOISE. Scratch for verdict_scratch(of the most rounds). */
struct verdict verdict_pair(const struct summary *a, const struct summary *b,
			    enum metric metric, double *scratch);

/* How many numbers of scratch a pair of so many rounds takes. */
size_t verdict_scratch(size_t rounds);

/* The verdict on two cells of an analysis, seen from a; NO_VERDICT if there is
 * none. */
struct verdict verdict_between(const struct analysis *analysis,
			       const struct summary *a,
			       const struct summary *b);

/* The same verdict with A and B in each other's place. */
struct verdict verdict_flip(const struct verdict *verdict);

#endif
