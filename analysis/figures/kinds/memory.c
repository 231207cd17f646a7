/*
 * memory.c - memory per task in flight, a line per contestant.
 */
#include "analysis/figures/kinds/curves.h"
#include "analysis/figures/kind.h"

static const struct figure_kind kind = {
	.name = "memory",
	.program = "curve",
	.asked = "curves",
	.rank = 5,
	.title = "Memory per task",
	.y = "memory per task in flight",
	.metric = MEMORY_PER_TASK,
	.small = true,
	.whiskers = true,
	.fits = figure_has_curve,
	.write = curves_of_metric,
};

FIGURE_KIND(kind)
