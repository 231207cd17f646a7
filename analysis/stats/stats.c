/*
 * stats.c - an estimate of one cell, Walsh averages, exact signed ranks.
 *
 * The null distribution of the signed-rank statistic W is built one rank at a
 * time: with rank i, W either stays or grows by i, each with probability 1/2.
 * That is exact in double precision as far as 2^-n is: to 1000 rounds, more
 * than any suite may ask for. Cost grows with n^3, nothing at 20 rounds.
 *
 * References: Hollander and Wolfe, "Nonparametric Statistical Methods",
 * chapter 3; the same definitions as R's wilcox.test.
 */
#include "analysis/stats/stats.h"

#include "base/sorted.h"

#include <math.h>
#include <string.h>

struct estimate stats_estimate(double *values, size_t n)
{
	size_t k = sorted_median_rank(n);

	if (n == 0)
		return (struct estimate){NAN, NAN, NAN};
	return (struct estimate){
		.median = sorted_median_of(values, n),
		.low = values[k - 1],
		.high = values[n - k],
	};
}

size_t stats_walsh_count(size_t n)
{
	return n * (n + 1) / 2;
}

void stats_walsh(const double *d, size_t n, double *walsh)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++)
			walsh[count++] = (d[i] + d[j]) / 2;
	sorted_make(walsh, count);
}

/* P(W = s) for all s, into count + 1 numbers: the number of subsets of the
 * ranks 1 to n that sum to s, over 2^n. Downwards, so that each step reads what
 * the step before it left. */
static void signed_rank(size_t n, double *probability)
{
	size_t count = stats_walsh_count(n);

	memset(probability, 0, (count + 1) * sizeof *probability);
	probability[0] = 1;
	for (size_t rank = 1; rank <= n; rank++) {
		size_t most = stats_walsh_count(rank);

		for (size_t s = most; s >= rank; s--)
			probability[s] =
				(probability[s] + probability[s - rank]) / 2;
		for (size_t s = 0; s < rank; s++)
			probability[s] /= 2;
	}
}

size_t stats_rank(size_t n, double alpha, double *scratch)
{
	size_t count = stats_walsh_count(n), k = 0;
	double below;

	signed_rank(n, scratch);
	for (below = scratch[0]; below <= alpha / 2 && k < count / 2;)
		below += scratch[++k];
	return k;
}

struct contrast stats_contrast(const double *d, size_t n, double *scratch)
{
	size_t count = stats_walsh_count(n);
	double *walsh = scratch, *rest = scratch + count;
	size_t k95 = stats_rank(n, 0.05, rest), k90 = stats_rank(n, 0.10, rest);

	stats_walsh(d, n, walsh);
	return (struct contrast){
		.ratio = exp(sorted_median(walsh, count)),
		.low = exp(walsh[k95 - 1]),
		.high = exp(walsh[count - k95]),
		.low90 = exp(walsh[k90 - 1]),
		.high90 = exp(walsh[count - k90]),
	};
}

/* The order of the questions matters: a difference that is certain and large is
 * never "no difference", and one that is certain but small is called so before
 * it is called ahead. */
enum outcome stats_outcome(const struct contrast *contrast)
{
	bool ahead = contrast->low > 1, behind = contrast->high < 1;

	if (ahead && contrast->ratio >= PRACTICAL)
		return BETTER;
	if (behind && contrast->ratio <= 1 / PRACTICAL)
		return WORSE;
	if (contrast->low90 > 1 / PRACTICAL && contrast->high90 < PRACTICAL)
		return NO_DIFFERENCE;
	if (ahead)
		return SLIGHTLY_AHEAD;
	return behind ? SLIGHTLY_BEHIND : INCONCLUSIVE;
}

/* An interval narrows with the square root of the rounds. One that is narrow
 * enough already but lies across a limit gets the next round as its answer. */
unsigned stats_rounds_needed(const struct contrast *contrast, unsigned n)
{
	double half = log(contrast->high / contrast->low) / 2;
	double times = half / log(PRACTICAL);
	double rounds = ceil(n * times * times);

	if (!(rounds > n))
		return n + 1;
	return rounds < 1e9 ? (unsigned)rounds : 1000000000;
}
