/*
 * theory.c - see theory.h.
 */
#include "tests/oracle/theory.h"

#include <math.h>

enum { MOST_TERMS = 100000 };

/* P(Poisson(mean) >= from), from at or above the mean: terms only fall. */
static double poisson_tail(double mean, unsigned from)
{
	double term = exp((double)from * log(mean) - mean - lgamma(from + 1.0));
	double sum = 0;

	for (unsigned j = from; term > sum * 1e-17; j++) {
		sum += term;
		term *= mean / (j + 1.0);
	}
	return sum;
}

/* Sum over i of P(A_i >= ic) - P(A_i >= ic + 1)/rho, where A_i is the number of
 * arrivals in i services. */
double theory_mdc(unsigned servers, double rho)
{
	double sum = 0;

	for (unsigned i = 1; i < MOST_TERMS; i++) {
		double mean = i * servers * rho;
		double term = poisson_tail(mean, i * servers) -
			      poisson_tail(mean, i * servers + 1) / rho;

		sum += term;
		if (term < sum * 1e-12)
			break;
	}
	return sum;
}

/* Terms are a^k/k!, the last one weighted for all numbers of tasks above c. */
double theory_erlang_c(unsigned servers, double rho)
{
	double term = 1, sum = 0;

	for (unsigned k = 0; k < servers; k++) {
		sum += term;
		term *= servers * rho / (k + 1.0);
	}
	term /= 1 - rho;
	return term / (sum + term);
}

/* Who waits, waits for a point that empties at c (1 - rho) tasks a service. */
double theory_mmc(unsigned servers, double rho)
{
	return theory_erlang_c(servers, rho) / (servers * (1 - rho));
}
