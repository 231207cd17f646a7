/*
 * ceiling.c - see ceiling.h.
 */
#include "harness/validity/ceiling.h"

#include <math.h>

/* fmax() leaves out what is NAN, and so does fmin(). */
double ceiling_rate(const struct ceiling *known)
{
	double waits = fmax(known->waits_ns, 0);
	double computes = fmax(known->computes_ns, 0);
	double alone = waits + computes;
	double by_tasks = alone > 0 ? known->served / alone : NAN;
	double by_cpus = computes > 0 ? known->cpus / computes : NAN;

	return fmin(by_tasks, by_cpus) * 1e9;
}
