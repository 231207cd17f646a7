/*
 * experiment.h - cells in the order of the suite, cut into experiments and
 * places; and the axes of each grid.
 */
#ifndef ANALYSIS_EXPERIMENT_H
#define ANALYSIS_EXPERIMENT_H

#include "analysis/analysis.h"
#include "analysis/outline.h"

/* Sorts analysis.summaries and fills analysis.experiments: those that have
 * cells, in the order of the suite; ones that it does not name come last.
 * Places have their cells, best first, but no winner yet. */
void experiments_make(struct analysis *analysis, const struct outline *outline,
		      struct words *words);

#endif
