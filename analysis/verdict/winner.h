/*
 * winner.h - who is best of all contestants at a point.
 */
#ifndef ANALYSIS_VERDICT_WINNER_H
#define ANALYSIS_VERDICT_WINNER_H

#include "analysis/analysis.h"

/* Fills analysis.verdicts, every pair of every point once, the one that the
 * suite names first as A; and the winner, margin and decided of the points. A
 * copy makes a pair with its original only. */
void winners_find(struct analysis *analysis);

#endif
