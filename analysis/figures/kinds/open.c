/*
 * open.c - response time against the offered load of an open loop.
 *
 * x is what was offered in absolute terms, so that contestants of different
 * capacity stand side by side even if each was loaded to shares of its own. The
 * queue's share of the mean response is shaded beneath the median, down from
 * it: on a logarithmic axis a band as high for 1 ms as for 1 s.
 */
#include "analysis/figures/kinds/curves.h"
#include "analysis/figures/kind.h"
#include "base/format.h"

#include <math.h>

/* How far the shading may pull the y axis down below the fastest median. */
#define DEEPEST 8

/* The axis may be a share of a capacity, which says nothing across
 * contestants. What was offered counts, never what was achieved. */
static double offered(const struct figure *figure, const struct summary *cell)
{
	(void)figure;
	return cell->rate > 0 ? cell->rate : NAN;
}

static void scale_offered(const struct figure *figure, struct scale *scale)
{
	double range[2] = {INFINITY, 0};

	for (size_t i = 0; i < figure->n_cells; i++)
		curves_widen(range, figure->cells[i]->rate);
	if (!(range[1] > 0))
		range[0] = range[1] = 1;
	scale_log(scale, range[0], range[1], format_count);
}

/* p50, p99, and where the shading under p50 ends. */
static void columns(const struct figure *figure, const struct summary *cell,
		    double to[MOST_COLUMNS])
{
	double p50 = cell->value[RESPONSE_P50].median;
	double queue = cell->value[QUEUE_MEAN].median /
		       cell->value[RESPONSE_MEAN].median;

	(void)figure;
	if (!(p50 > 0))
		return;
	to[0] = p50;
	to[1] = cell->value[RESPONSE_P99].median;
	to[2] = p50 * (1 - fmin(fmax(queue, 0), 1 - 1.0 / DEEPEST));
}

static bool write(const struct figure *figure, const struct tables *to)
{
	static const struct curves curves = {
		.header = "p50\tp99\tservice",
		.n = 3,
		.columns = columns,
		.words = format_time,
		.x = offered,
		.scale_x = scale_offered,
	};

	table_label(to->labels, "x", "offered load (tasks/s)", 0, "");
	return curves_write(figure, to, &curves);
}

static const struct axis *axes(const struct experiment *experiment,
			       const struct axis **y)
{
	const struct axis *load = figure_axis(experiment, "load");

	*y = NULL;
	return load ? load : figure_axis(experiment, "rate");
}

static const struct figure_kind kind = {
	.name = "open",
	.asked = "open",
	.title = "Response time in an open loop",
	.y = "response time, p50 and p99",
	.metric = RESPONSE_P50,
	.axes = axes,
	.write = write,
};

FIGURE_KIND(kind)
