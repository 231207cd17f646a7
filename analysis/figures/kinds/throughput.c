/*
 * throughput.c - tasks per second, a line per contestant.
 */
#include "analysis/figures/kinds/curves.h"
#include "analysis/figures/kind.h"

static const struct figure_kind kind = {
	.name = "throughput",
	.program = "curve",
	.asked = "curves",
	.rank = 1,
	.title = "Throughput",
	.y = "throughput (tasks/s)",
	.metric = THROUGHPUT,
	.whiskers = true,
	.fits = figure_has_curve,
	.write = curves_of_metric,
};

FIGURE_KIND(kind)
