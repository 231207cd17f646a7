/*
 * cpu.c - CPU time per task, a line per contestant.
 */
#include "analysis/figures/kinds/curves.h"
#include "analysis/figures/kind.h"

static const struct figure_kind kind = {
	.name = "cpu",
	.program = "curve",
	.asked = "curves",
	.rank = 4,
	.title = "CPU time per task",
	.y = "CPU time per task",
	.metric = CPU_PER_TASK,
	.small = true,
	.whiskers = true,
	.fits = figure_has_curve,
	.write = curves_of_metric,
};

FIGURE_KIND(kind)
