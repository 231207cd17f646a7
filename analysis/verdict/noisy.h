/*
 * noisy.h - rounds in which the machine was not itself.
 *
 * Criteria never look at an outcome: what a run says of its own noise, and how
 * long a fixed piece of work took beside it. The rule is written down, step by
 * step, in docs/method.md, so that other programs can follow it.
 */
#ifndef ANALYSIS_VERDICT_NOISY_H
#define ANALYSIS_VERDICT_NOISY_H

#include "analysis/analysis.h"
#include "analysis/read/design.h"

/* How far the speed of a run may be off the session's. */
#define SPEED_LIMIT 0.03

/* The most rounds of a point that are dropped, of ten. */
enum { DROPPED_OF_TEN = 3 };

/* Marks the runs of all rounds that are dropped, and counts: n_rounds and
 * n_dropped of the summaries, the session's speed and the totals. Summaries
 * must stand in order. */
void noisy_drop(struct analysis *analysis, const struct design *design);

/* How far a run's speed is off the session's, 0 if it is not known. */
double noisy_speed(const struct analysis *analysis, const struct measured *run);

#endif
