/*
 * noisy.c - the rule, and nothing else: numbers in, numbers out.
 */
#include "bench/session/noisy.h"

#include <math.h>
#include <stdlib.h>

/* How far off the speed may be, and how many rounds may be replaced. */
#define SPEED_OFF  0.03
#define MOST_SHARE 30 /* percent */

/* For qsort(); what was not measured is not among them. */
static int by_value(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

/* The median of the speeds that were taken. */
static double median_speed(const struct beside *runs, size_t n)
{
	double *speeds = malloc((n + 1) * sizeof *speeds), median = NAN;
	size_t taken = 0;

	if (!speeds)
		abort();
	for (size_t i = 0; i < n; i++)
		if (runs[i].speed_ns > 0)
			speeds[taken++] = runs[i].speed_ns;
	qsort(speeds, taken, sizeof *speeds, by_value);
	if (taken)
		median = (speeds[(taken - 1) / 2] + speeds[taken / 2]) / 2;
	free(speeds);
	return median;
}

double noisy_judge(struct beside *runs, size_t n)
{
	double median = median_speed(runs, n);

	for (size_t i = 0; i < n; i++) {
		double off = fabs(runs[i].speed_ns / median - 1);

		/* A comparison with NAN is false: no median, nothing off. */
		runs[i].noisy = runs[i].told ||
				(runs[i].speed_ns > 0 && off > SPEED_OFF);
	}
	return median;
}

unsigned noisy_most(unsigned planned)
{
	return planned * MOST_SHARE / 100;
}

unsigned noisy_replaced(unsigned planned, unsigned noisy)
{
	unsigned most = noisy_most(planned);

	return noisy < most ? noisy : most;
}
