/*
 * theory.h - mean waits of queues with c servers and Poisson arrivals, in units
 * of the mean service time. rho is the load of each server, 0 to below 1.
 */
#ifndef TESTS_ORACLE_THEORY_H
#define TESTS_ORACLE_THEORY_H

/* Constant service, M/D/c: Crommelin's series, "Delay Probability Formulae When
 * the Holding Times Are Constant" (1932), summed until nothing changes. */
double theory_mdc(unsigned servers, double rho);

/* The share of tasks that wait at all, M/M/c: Erlang's C formula (1917). */
double theory_erlang_c(unsigned servers, double rho);

/* Exponential service, M/M/c: by the same. */
double theory_mmc(unsigned servers, double rho);

#endif
