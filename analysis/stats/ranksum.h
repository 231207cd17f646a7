/*
 * ranksum.h - two sessions compared: runs that were not measured in pairs.
 *
 * The two-sample counterpart of stats.h. The shift is the Hodges-Lehmann
 * estimate, the median of all differences y_j - x_i; its interval ends at the
 * K-th difference from either side, K from the exact null distribution of the
 * Mann-Whitney statistic. The interval includes its ends, so that equal values
 * can only make it wider than it claims, never narrower.
 */
#ifndef ANALYSIS_STATS_RANKSUM_H
#define ANALYSIS_STATS_RANKSUM_H

#include "analysis/stats/stats.h"

/* How many numbers of scratch the two below take for samples of at most n. */
size_t ranksum_scratch(size_t n);

/* The largest K for which P(U < K) <= alpha / 2; 0 if there is none. Exact up
 * to a thousand pairs; beyond, by the normal approximation with correction for
 * continuity, which is off by one rank there at most. */
size_t ranksum_rank(size_t m, size_t n, double alpha, double *scratch);

/* The contrast exp(y - x) of m logarithms x and n logarithms y; each at least
 * FEWEST_ROUNDS. */
struct contrast ranksum_contrast(const double *x, size_t m, const double *y,
				 size_t n, double *scratch);

#endif
