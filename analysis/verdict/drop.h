/*
 * drop.h - leaves out rounds in which the machine was not quiet.
 *
 * Step by step in docs/method.md, so that other programs can follow it; the
 * rule itself, which bench/ follows too, is in base/noisy_rounds.h.
 */
#ifndef ANALYSIS_VERDICT_DROP_H
#define ANALYSIS_VERDICT_DROP_H

#include "analysis/analysis.h"
#include "analysis/read/design.h"

/* Marks all noisy runs and the runs of all rounds that are dropped, and counts:
 * n_rounds and n_dropped of the summaries, the session's speed and the totals.
 * Summaries must stand in order. */
void drop_noisy(struct analysis *analysis, const struct design *design);

#endif
