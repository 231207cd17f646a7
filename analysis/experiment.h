/*
 * experiment.h - cells in the order of the suite, cut into experiments and
 * places; and the axes of each grid.
 */
#ifndef ANALYSIS_EXPERIMENT_H
#define ANALYSIS_EXPERIMENT_H

#include "analysis/analysis.h"
#include "analysis/outline.h"

/* Sorts analysis.summaries by experiment, place and contestant: experiments in
 * the order of the suite, ones that it does not name last. */
void experiments_sort(struct analysis *analysis, const struct outline *outline);

/* How many cells from the first of a place on, before the end, are of it. */
size_t experiments_place(const struct outline *outline,
			 const struct summary *first,
			 const struct summary *end);

/* Fills analysis.experiments from sorted summaries: those that have cells.
 * Places have their cells, best first, but no winner yet. Copies are in no
 * experiment's cells or contestants, only in their place's copies. */
void experiments_make(struct analysis *analysis, const struct outline *outline,
		      struct words *words);

#endif
