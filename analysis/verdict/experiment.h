/*
 * experiment.h - cells in the order of the suite, cut into experiments and
 * points; and the axes of each grid.
 */
#ifndef ANALYSIS_VERDICT_EXPERIMENT_H
#define ANALYSIS_VERDICT_EXPERIMENT_H

#include "analysis/analysis.h"
#include "analysis/read/design.h"

/* Sorts analysis.summaries by experiment, point and contestant: experiments in
 * the order of the suite, ones that it does not name last. */
void experiments_sort(struct analysis *analysis, const struct design *design);

/* How many cells from the first of a point on, before the end, are of it. */
size_t experiments_point(const struct design *design,
			 const struct summary *first,
			 const struct summary *end);

/* Fills analysis.experiments from sorted summaries: those that have cells.
 * Points have their cells, best first, but no winner yet. Copies are in no
 * experiment's cells or contestants, only in their point's copies. */
void experiments_make(struct analysis *analysis, const struct design *design,
		      struct words *words);

/* Whether an experiment only compares contestants with their own copies: an A/A
 * test. There is no contest in it, so it has no figure, no table and no part in
 * the tally of points. */
bool experiment_is_self(const struct experiment *experiment);

#endif
