/*
 * switches.c - context switches per task, a line per contestant: what waiting
 * in the kernel costs, and a loop saves.
 */
#include "analysis/figures/kinds/curves.h"
#include "analysis/figures/kind.h"

static const struct figure_kind kind = {
	.name = "switches",
	.program = "curve",
	.asked = "curves",
	.rank = 6,
	.title = "Context switches per task",
	.y = "context switches per task",
	.metric = SWITCHES_PER_TASK,
	.small = true,
	.whiskers = true,
	.fits = figure_has_curve,
	.write = curves_of_metric,
};

FIGURE_KIND(kind)
