/*
 * pool.c - bounds and sizes of pools; see models.h.
 */
#include "analysis/models/models.h"

#include <math.h>

/* Above it, all terms are made smaller. */
#define LARGE 0x1p500

double model_bound(double tasks, double alone, double cpus, double compute)
{
	double waiting = alone > 0 ? tasks / alone : INFINITY;
	double computing = compute > 0 ? cpus / compute : INFINITY;

	return fmin(waiting, computing);
}

/* Terms are the probabilities that k workers compute or wait for a CPU, up to
 * a factor: from k to k + 1 one of N - k waiting ones comes back, from k + 1 to
 * k one of min(k + 1, c) ends. */
double model_pool(unsigned workers, unsigned cpus, double wait, double compute)
{
	double term = 1, sum = 1, busy = 0;

	if (wait <= 0)
		return fmin(workers, cpus) / compute;
	for (unsigned k = 0; k < workers; k++) {
		double at_work = fmin(k + 1, cpus);

		term *= (workers - k) * compute / (wait * at_work);
		sum += term;
		busy += term * at_work;
		if (sum > LARGE) {
			term /= LARGE;
			sum /= LARGE;
			busy /= LARGE;
		}
	}
	return busy / sum / compute;
}

/* More workers never do less, so the size is bracketed by doubling, then
 * bisected. */
unsigned model_pool_for(double share, unsigned cpus, double wait,
			double compute)
{
	double wanted = share * cpus / compute;
	unsigned low = 0, high = cpus;

	while (model_pool(high, cpus, wait, compute) < wanted) {
		low = high;
		high *= 2;
	}
	while (high - low > 1) {
		unsigned middle = low + (high - low) / 2;

		if (model_pool(middle, cpus, wait, compute) < wanted)
			low = middle;
		else
			high = middle;
	}
	return high;
}

/* Not one more for what a double cannot hold: 1 / 0.1 is not quite 10. */
unsigned model_goetz(unsigned cpus, double wait, double compute)
{
	return (unsigned)ceil(cpus * (1 + wait / compute) - 1e-9);
}
