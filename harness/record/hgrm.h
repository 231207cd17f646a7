/*
 * hgrm.h - a histogram as text, exactly as HdrHistogram prints its percentile
 * distribution, so that every tool that reads .hgrm files reads ours.
 */
#ifndef HARNESS_RECORD_HGRM_H
#define HARNESS_RECORD_HGRM_H

#include "harness/record/hist.h"

#include <stdio.h>

/* Writes value (ns, unscaled), percentile, count and 1/(1-percentile), five
 * lines for each halving of the distance to 100 %, and the footer. 0, or -1
 * with errno. */
int hgrm_write(const struct hist *hist, FILE *to);

#endif
