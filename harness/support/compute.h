/*
 * compute.h - calibrated work: how fast this machine runs compute().
 *
 * The rate is measured once per bench and handed to every run, so that all
 * contestants execute the same number of iterations. compute(),
 * compute_iterations() and mix64() themselves are declared in workload.h.
 */
#ifndef HARNESS_SUPPORT_COMPUTE_H
#define HARNESS_SUPPORT_COMPUTE_H

/* Measures iterations of compute() per ms of CPU time: the fastest of many
 * spans of 0.2 ms, so that other programs do not lower it. Takes 80 ms, and as
 * much more as others take. */
double compute_calibrate(void);

/* Sets the rate that compute_iterations() uses; must be called before it. */
void compute_set_rate(double iterations_per_ms);

#endif
