/*
 * figures.h - which figures a folder deserves.
 *
 * figures_plan() decides, the same for drawing and for the report; each figure
 * is then written as two tidy files, plots/data/NAME.tsv (points) and
 * plots/data/NAME.labels.tsv (words, ticks, series), and drawn by the gnuplot
 * program of its kind. Names are safe as file names whatever the suite calls
 * things.
 */
#ifndef ANALYSIS_FIGURES_FIGURES_H
#define ANALYSIS_FIGURES_FIGURES_H

#include "analysis/figures/figure.h"
#include "analysis/figures/kind.h"
#include "analysis/read/arena.h"

/* All pictures of a folder, in the order of the suite. */
struct figures {
	size_t n;
	struct figure *all;
};

/* Plans the figures of a folder; memory comes from the arena. */
void figures_plan(const struct analysis *analysis, struct arena *arena,
		  struct figures *to);

#endif
