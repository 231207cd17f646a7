/*
 * share.c - tasks per second by how much of a task is compute, a line per
 * contestant.
 */
#include "analysis/figures/curves.h"
#include "analysis/figures/kind.h"

/* The compute fraction, or else the first parameter with several values. */
static const struct axis *axes(const struct experiment *experiment,
			       const struct axis **y)
{
	const struct axis *share = figure_axis(experiment, "share");

	*y = NULL;
	return share ? share : figure_param_axis(experiment);
}

static const struct figure_kind kind = {
	.name = "share",
	.program = "curve",
	.asked = "share",
	.title = "Throughput by compute fraction",
	.y = "throughput (tasks/s)",
	.metric = THROUGHPUT,
	.whiskers = true,
	.axes = axes,
	.write = curves_of_metric,
};

FIGURE_KIND(kind)
