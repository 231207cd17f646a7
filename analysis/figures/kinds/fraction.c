/*
 * fraction.c - tasks per second by how much of a task is compute, a line per
 * contestant.
 */
#include "analysis/figures/kinds/curves.h"
#include "analysis/figures/kind.h"

/* The compute fraction, or else the first parameter with several values. */
static const struct axis *axes(const struct experiment *experiment,
			       const struct axis **y)
{
	const struct axis *compute = figure_axis(experiment, "compute");

	*y = NULL;
	return compute ? compute : figure_param_axis(experiment);
}

static const struct figure_kind kind = {
	.name = "fraction",
	.program = "curve",
	.asked = "fraction",
	.title = "Throughput by compute fraction",
	.y = "throughput (tasks/s)",
	.metric = THROUGHPUT,
	.whiskers = true,
	.axes = axes,
	.write = curves_of_metric,
};

FIGURE_KIND(kind)
