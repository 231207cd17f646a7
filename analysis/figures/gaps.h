/*
 * gaps.h - what is not there: cells without a valid run.
 *
 * A hole in a curve is easily overlooked, so each such cell has a hatched box
 * at the top edge of its figure, above its place on the x axis, one row of them
 * per contestant, and beside a stretch of boxes the check that stopped the
 * runs. All places are given as shares of the plot: the gnuplot programs only
 * draw.
 */
#ifndef ANALYSIS_FIGURES_GAPS_H
#define ANALYSIS_FIGURES_GAPS_H

#include "analysis/figures/figure.h"
#include "analysis/figures/table.h"

/* Where a cell stands on the x axis, or NAN: not here. */
typedef double gaps_place(const struct figure *figure,
			  const struct summary *cell);

/* Marks the cells of a contestant that have no valid run, with a prefix to the
 * name of their check. Rows that are used already are `rows`; returns how many
 * are used then. */
unsigned gaps_row(const struct figure *figure, const char *contestant,
		  size_t series, gaps_place *place, const struct scale *x,
		  const char *prefix, unsigned rows, FILE *labels);

/* Marks one cell at a place given as shares of the plot. */
void gaps_mark(const struct summary *cell, size_t series, double x, double y,
	       FILE *labels);

/* Makes room at the top of the y axis for rows of gaps. */
void gaps_room(struct scale *y, unsigned rows);

#endif
