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

/* The runs of the cell that has most, at least 1: for scratch memory that is
 * made once. */
size_t summaries_most_runs(const struct analysis *analysis);

#endif
