/*
 * legend.h - the contestants of a figure, and how each of them looks.
 */
#ifndef ANALYSIS_FIGURES_LEGEND_H
#define ANALYSIS_FIGURES_LEGEND_H

#include "analysis/figures/figure.h"
#include "analysis/figures/table.h"

enum { MOST_SERIES = 16 }; /* as many as a legend holds */

/* Writes the legend and fills names[] with the contestants of the figure, in
 * the suite's order. Returns how many. */
size_t legend_write(FILE *labels, const struct figure *figure,
		    const char *names[MOST_SERIES]);

/* Begins a row of points: the number of its series, from 1, and its
 * contestant. */
void legend_row(FILE *data, size_t series, const struct summary *cell);

#endif
