/*
 * summary.h - cells over their rounds.
 */
#ifndef ANALYSIS_VERDICT_SUMMARY_H
#define ANALYSIS_VERDICT_SUMMARY_H

#include "analysis/analysis.h"

/* Fills what every summary says about its runs: estimates, distribution, number of
 * valid runs, why there is none, and the bottleneck. Rounds must have been dropped
 * before. */
void summaries_estimate(struct analysis *analysis);

#endif
