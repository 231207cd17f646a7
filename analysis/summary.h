/*
 * summary.h - cells over their rounds.
 */
#ifndef ANALYSIS_SUMMARY_H
#define ANALYSIS_SUMMARY_H

#include "analysis/analysis.h"

/* Fills what every summary says about its runs: estimates, spectrum, number of
 * valid runs, why there is none, and the limiter. Rounds must have been dropped
 * before. */
void summaries_estimate(struct analysis *analysis);

#endif
