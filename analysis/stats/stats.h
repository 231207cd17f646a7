/*
 * stats.h - the statistics of the verdicts: pure functions, no allocation.
 *
 * A pair of contestants is compared by its rounds: d = ln(A/B) of each round,
 * the sign turned so that d > 0 means A is better. The ratio is the exponential
 * of the Hodges-Lehmann estimate, the median of the Walsh averages
 * (d_i + d_j) / 2, i <= j; its interval ends at the K-th Walsh average from
 * either side, K from the exact null distribution of Wilcoxon's signed-rank
 * statistic. Distribution-free, and exact however few the rounds; a bootstrap
 * would find 14-17 % false differences at six rounds.
 */
#ifndef ANALYSIS_STATS_STATS_H
#define ANALYSIS_STATS_STATS_H

#include "analysis/analysis.h"
#include "base/noisy_rounds.h"

/* A difference that matters in practice: 5 %. */
#define PRACTICAL 1.05

/* A over B; > 1 is better. */
struct contrast {
	double ratio;
	double low, high;     /* 95 % */
	double low90, high90; /* 90 % */
};

/* Median and the order statistics that cover it with at least 95 %; least and
 * most below six values, NAN of none. Sorts the values. */
struct estimate stats_estimate(double *values, size_t n);

/* Walsh averages of n values: n(n + 1)/2 of them. */
size_t stats_walsh_count(size_t n);

/* Writes all Walsh averages of d, sorted; room for stats_walsh_count(n). */
void stats_walsh(const double *d, size_t n, double *walsh);

/* The K of an interval of level 1 - alpha of n pairs: the largest K for which
 * P(W < K) <= alpha / 2; 0 if there is none. Scratch for
 * stats_walsh_count(n) + 1 numbers. */
size_t stats_rank(size_t n, double alpha, double *scratch);

/* The contrast of n log ratios, n >= FEWEST_ROUNDS. Scratch for
 * 2 * stats_walsh_count(n) + 1 numbers. */
struct contrast stats_contrast(const double *d, size_t n, double *scratch);

/* What a contrast says: never NO_VERDICT. */
enum outcome stats_outcome(const struct contrast *contrast);

/* How many rounds an inconclusive pair of n would take until its interval is as
 * narrow as the practical difference; always more than n. */
unsigned stats_rounds_needed(const struct contrast *contrast, unsigned n);

#endif
