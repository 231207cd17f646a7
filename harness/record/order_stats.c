/*
 * order_stats.c - see order_stats.h.
 */
#include "harness/record/order_stats.h"

#include <math.h>

/* The value of a rank, from 1 to the total; hist_quantile() takes the nearest
 * rank to n p. */
static int64_t of_rank(const struct hist *hist, double rank)
{
	return hist_quantile(hist, rank / (double)hist->total);
}

bool order_stats_interval(const struct hist *hist, double p, int64_t *low,
			  int64_t *high)
{
	double n = (double)hist->total;
	double off = 1.959964 * sqrt(n * p * (1 - p));
	int64_t bucket;

	if (!hist->total || !hist_bears(hist, p))
		return false;
	bucket = hist_lowest(of_rank(hist, fmax(floor(n * p - off), 1)));
	*low = bucket > hist->min ? bucket : hist->min;
	*high = of_rank(hist, fmin(ceil(n * p + off) + 1, n));
	return true;
}
