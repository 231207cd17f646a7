/*
 * compute.h - calibrated work: how fast this machine runs compute().
 *
 * The rate is measured once per bench and handed to every run, so that all
 * contestants execute the same number of iterations. compute(),
 * compute_iterations() and mix64() themselves are declared in workload.h.
 */
#ifndef HARNESS_SUPPORT_COMPUTE_H
#define HARNESS_SUPPORT_COMPUTE_H

/* Measures iterations of compute() per ms: the fastest of several short
 * spans, so that a noise does not lower it. Takes about 50 ms. */
double compute_calibrate(void);

/* Sets the rate that compute_iterations() uses; must be called before it. */
void compute_set_rate(double iterations_per_ms);

#endif
