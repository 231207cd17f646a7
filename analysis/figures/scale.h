/*
 * scale.h - the range of an axis and where its ticks stand.
 *
 * Computed here, because the gnuplot programs only draw: ticks are round
 * numbers with their unit ("10 ms"), and never so many that they touch.
 */
#ifndef ANALYSIS_FIGURES_SCALE_H
#define ANALYSIS_FIGURES_SCALE_H

#include "analysis/analysis.h"
#include "base/format.h"

enum { MOST_TICKS = 40 };

/* A range with ticks, as a figure's labels file holds it. */
struct scale {
	bool log;
	double least, most;
	size_t n;
	struct tick {
		double at;
		char text[FORMAT_TEXT];
	} ticks[MOST_TICKS];
};

/* Writes a number of one kind as text: format_time and its like. */
typedef char *scale_words(double number, char *to);

/* A logarithmic scale around values from least to most, both above zero. */
void scale_log(struct scale *scale, double least, double most,
	       scale_words *words);

/* A scale from zero to a round number above most. */
void scale_linear(struct scale *scale, double most, scale_words *words);

/* Where a value stands on a scale: 0 at its start, 1 at its end. */
double scale_position(const struct scale *scale, double at);

/* Empties a scale that ticks are to be added to, in ascending order. */
void scale_start(struct scale *scale, bool log, double least, double most);

/* Adds a tick unless its text would touch the one before on an axis `width`
 * characters long; a tick at the end of the range makes room for itself. */
void scale_tick(struct scale *scale, double at, const char *text,
		unsigned width);

#endif
