/*
 * ranksum.c - the exact distribution of the Mann-Whitney statistic.
 *
 * U counts the pairs in which x beats y. Of i x and j y values the greatest is
 * an x with probability i / (i + j) and then beats all j; else it is a y and
 * beats nothing that counts. So P(i, j) grows from P(i - 1, j) and P(i, j - 1),
 * in sums of positive terms only: no precision is lost.
 *
 * References: Mann and Whitney 1947; Hollander and Wolfe, "Nonparametric
 * Statistical Methods", chapter 4; R's wilcox.test(conf.int = TRUE).
 */
#include "analysis/stats/ranksum.h"

#include "base/sorted.h"

#include <math.h>
#include <string.h>

enum { MOST_EXACT_PAIRS = 1000 };

size_t ranksum_scratch(size_t n)
{
	return n * n + (n + 1) * (MOST_EXACT_PAIRS + 1);
}

/* Writes P(U = u) of samples of m and n for all u: row j of the scratch holds
 * it for j values of y, and the last row is the answer. */
static const double *null_distribution(size_t m, size_t n, double *scratch)
{
	size_t width = m * n + 1;

	memset(scratch, 0, (n + 1) * width * sizeof *scratch);
	for (size_t j = 0; j <= n; j++)
		scratch[j * width] = 1;
	for (size_t i = 1; i <= m; i++)
		for (size_t j = 1; j <= n; j++) {
			double *row = scratch + j * width;
			const double *less = row - width;
			double x_last = (double)i / (double)(i + j);

			for (size_t u = i * j + 1; u-- > 0;)
				row[u] = (u >= j ? x_last * row[u - j] : 0) +
					 (1 - x_last) * less[u];
		}
	return scratch + n * width;
}

/* P(U < k) of many pairs. */
static double normal_below(size_t m, size_t n, size_t k)
{
	double pairs = (double)m * (double)n;
	double variance = pairs * (double)(m + n + 1) / 12;

	return erfc((pairs / 2 - ((double)k - 0.5)) / sqrt(2 * variance)) / 2;
}

size_t ranksum_rank(size_t m, size_t n, double alpha, double *scratch)
{
	const double *probability;
	double below;
	size_t k = 0;

	if (m * n > MOST_EXACT_PAIRS) {
		while (normal_below(m, n, k + 1) <= alpha / 2)
			k++;
		return k;
	}
	probability = null_distribution(m, n, scratch);
	for (below = probability[0]; below <= alpha / 2 && k < m * n / 2;)
		below += probability[++k];
	return k;
}

struct contrast ranksum_contrast(const double *x, size_t m, const double *y,
				 size_t n, double *scratch)
{
	size_t pairs = m * n, k95, k90;
	double *shift = scratch;

	for (size_t i = 0; i < m; i++)
		for (size_t j = 0; j < n; j++)
			shift[i * n + j] = y[j] - x[i];
	sorted_make(shift, pairs);
	k95 = ranksum_rank(m, n, 0.05, scratch + pairs);
	k90 = ranksum_rank(m, n, 0.10, scratch + pairs);
	return (struct contrast){
		.ratio = exp(sorted_median(shift, pairs)),
		.low = exp(shift[k95 - 1]),
		.high = exp(shift[pairs - k95]),
		.low90 = exp(shift[k90 - 1]),
		.high90 = exp(shift[pairs - k90]),
	};
}
