/*
 * median.c - see median.h.
 */
#include "base/median.h"

#include <math.h>
#include <stdlib.h>

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void median_sort(double *values, size_t n)
{
	if (n)
		qsort(values, n, sizeof *values, by_size);
}

double median_of(double *values, size_t n)
{
	median_sort(values, n);
	return n ? (values[(n - 1) / 2] + values[n / 2]) / 2 : NAN;
}
