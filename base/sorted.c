/*
 * sorted.c - see sorted.h.
 */
#include "base/sorted.h"

#include <math.h>
#include <stdlib.h>

/* For qsort(). */
static int ascending(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

void sorted_make(double *values, size_t n)
{
	if (n > 1)
		qsort(values, n, sizeof *values, ascending);
}

double sorted_median(const double *sorted, size_t n)
{
	return n ? (sorted[(n - 1) / 2] + sorted[n / 2]) / 2 : NAN;
}

double sorted_median_of(double *values, size_t n)
{
	sorted_make(values, n);
	return sorted_median(values, n);
}

/* 0.07 * 100 is a little more than 7, and must not become rank 8. */
double sorted_quantile(const double *sorted, size_t n, double p)
{
	double rank = ceil(p * (double)n - 1e-9);

	return n ? sorted[rank < 1 ? 0 : (size_t)rank - 1] : NAN;
}

/* The largest k for which 2 P(B < k) <= 0.05, B binomial of n and 1/2. */
size_t sorted_median_rank(size_t n)
{
	double probability = pow(0.5, (double)n), below = probability;
	size_t k = 0;

	while (below <= 0.025 && k < n / 2) {
		k++;
		probability *= (double)(n - k + 1) / (double)k;
		below += probability;
	}
	return k ? k : 1;
}
