/*
 * curves.h - figures that have a line per contestant along an axis of numbers.
 *
 * The data have a block of rows per contestant and a row per point. A cell
 * without a valid run has a row of NaN, which breaks the line there instead of
 * bridging the hole.
 */
#ifndef ANALYSIS_FIGURES_KINDS_CURVES_H
#define ANALYSIS_FIGURES_KINDS_CURVES_H

#include "analysis/figures/gaps.h"
#include "analysis/figures/legend.h"

/* About as many characters fit along the x axis. */
enum { AXIS_CHARACTERS = 80, MOST_COLUMNS = 3 };

/* What is drawn of a cell: so many numbers, NAN for what it lacks, and their
 * names, tab-separated. */
struct curves {
	const char *header; /* of the columns behind x: "y\tlow\thigh" */
	size_t n;           /* of these columns */
	void (*columns)(const struct figure *figure, const struct summary *cell,
			double to[MOST_COLUMNS]);
	scale_words *words; /* of numbers on the y axis */

	/* Where a cell stands, NAN for nowhere, and the scale it stands on;
	 * NULL: on the figure's x axis, with a tick at each value that fits. */
	gaps_place *x;
	void (*scale_x)(const struct figure *figure, struct scale *scale);
};

/* The write() of a kind that has curves. */
bool curves_write(const struct figure *figure, const struct tables *to,
		  const struct curves *curves);

/* The write() of a kind whose lines are the estimates of its own metric, with
 * their intervals. */
bool curves_of_metric(const struct figure *figure, const struct tables *to);

/* Ends the line of a contestant in the data. Lines are blocks that gnuplot tells
 * apart by number, so one without any row gets a row of nothing. */
void curves_end(FILE *data, size_t series, const char *contestant, size_t rows,
		size_t columns);

/* Widens a range by a value that a logarithmic axis can show. */
void curves_widen(double range[2], double value);

/* Draws a line across the figure at the experiment's SLO, if it has one, and
 * widens the y range so that it is seen. */
void curves_slo(const struct figure *figure, double y[2], FILE *labels);

#endif
