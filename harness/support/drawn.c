/*
 * drawn.c - how long one task takes, where not all take the same: drawn from its
 * seed, so every contestant has the same times in the same order. See
 * workload.h.
 *
 * Both distributions are drawn by inversion from one uniform number. The heavy
 * one is a bounded Pareto: P(X > x) falls as x^-1.5 from the least value L to
 * the most, 1000 L. Its mean is
 *
 *	L * a/(a-1) * (1 - r^(1-a)) / (1 - r^-a),  a = 1.5, r = 1000
 *
 * so L = 0.344 of the mean; half of all tasks take less than 0.55 of the mean, one
 * in a hundred more than 7.4 times the mean, and the variance is 9.9 times the
 * mean's square (of the exponential once).
 * (Harchol-Balter, "Performance Modeling and Design of Computer Systems", 2013,
 * chapter 20.)
 */
#include "harness/contract/workload.h"

#include <math.h>

#define RATIO 1000.0 /* the most by the least */

const char *const times_words[] = {"constant", "exponential", "heavy", NULL};

/* Above 0, at most 1; not the number that answers are made of. */
static double uniform(uint64_t seed)
{
	uint64_t bits = mix64(seed ^ UINT64_C(0x7469686d65730a)) >> 11;

	return ((double)bits + 1) * 0x1p-53;
}

/* x^(-2/3) is 1/cbrt(x)^2: no pow(), which takes longer. */
static double pareto(double u)
{
	const double tail = 1 / (RATIO * sqrt(RATIO)); /* r^-a */
	const double mean = 3 * (1 - 1 / sqrt(RATIO)) / (1 - tail);
	double root = cbrt(tail + u * (1 - tail));

	return 1 / (root * root * mean);
}

int64_t drawn_ns(int64_t mean, enum times times, uint64_t seed)
{
	switch (times) {
	case TIMES_EXPONENTIAL:
		return (int64_t)(-log(uniform(seed)) * (double)mean);
	case TIMES_HEAVY:
		return (int64_t)(pareto(uniform(seed)) * (double)mean);
	default:
		return mean;
	}
}
