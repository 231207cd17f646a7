/*
 * models.h - what theory says beside the points that were measured: bounds, a
 * pool with skewed times, one line against a line each, and how throughput
 * grows with load.
 *
 * Pure functions. Times are in any unit, the same for all arguments of a call,
 * and rates are per that unit. `cpus` is how many tasks can compute at a time.
 */
#ifndef ANALYSIS_MODELS_MODELS_H
#define ANALYSIS_MODELS_MODELS_H

#include <stdbool.h>
#include <stddef.h>

/* The most tasks per unit of time that arithmetic allows: min(tasks / alone,
 * cpus / compute), where a task alone takes `alone`, of which it computes
 * `compute` (Denning and Buzen, "The Operational Analysis of Queueing Network
 * Models", 1978). Infinite where both times are 0. */
double model_bound(double tasks, double alone, double cpus, double compute);

/* Throughput of a pool whose workers always have a task: each computes, then
 * waits, for exponential times of these means (M/M/c//N, the machine repair
 * model; Allen, "Probability, Statistics, and Queueing Theory", 1990, 5.2.7).
 * `compute` is above 0. */
double model_pool(unsigned workers, unsigned cpus, double wait, double compute);

/* The smallest pool of which model_pool() gives this share of cpus / compute;
 * 0 < share < 1. */
unsigned model_pool_for(double share, unsigned cpus, double wait,
			double compute);

/* Goetz's size of a pool, cpus (1 + wait / compute), rounded up ("Java
 * Concurrency in Practice", 2006, 8.2). It is the knee of model_bound(). */
unsigned model_goetz(unsigned cpus, double wait, double compute);

/* Mean wait in one line before c servers, in mean services: Poisson arrivals,
 * each server loaded by rho below 1, services whose variance is cv2 times the
 * mean's square (M/G/c). Exact for one server (Pollaczek and Khinchine) and for
 * cv2 = 1; else Allen and Cunneen's approximation, within 3 % for constant
 * services at rho = 0.8. */
double model_line(unsigned servers, double rho, double cv2);

/* The same where each of the servers has a line of its own, to which tasks are
 * dealt at random: c times M/G/1. Exact. */
double model_lines(double rho, double cv2);

/* Gunther's Universal Scalability Law: throughput at load n is
 * lambda n / (1 + sigma (n - 1) + kappa n (n - 1)). */
struct scaling {
	double lambda; /* of one */
	double sigma;  /* contention: what is done one at a time */
	double kappa;  /* coherence: above 0, throughput falls again */
	double kappa_low, kappa_high; /* 95 % interval */
};

/* Fits the law to n >= 4 loads and rates, all above 0, by least squares of
 * relative errors; sigma and kappa are not negative. False where that cannot be
 * done: too few loads, or all alike. */
bool model_fit(const double *loads, const double *rates, size_t n,
	       struct scaling *to);

/* What the law says of a load. */
double model_scaling(const struct scaling *scaling, double load);

#endif
