/*
 * response.c - median and 99th percentile of the response time, two lines per
 * contestant.
 */
#include "analysis/figures/kinds/curves.h"
#include "analysis/figures/kind.h"
#include "base/format.h"

static void percentiles(const struct figure *figure, const struct summary *cell,
			double to[MOST_COLUMNS])
{
	(void)figure;
	to[0] = cell->value[RESPONSE_P50].median;
	to[1] = cell->value[RESPONSE_P99].median;
}

static bool write(const struct figure *figure, const struct tables *to)
{
	static const struct curves curves = {
		.header = "p50\tp99",
		.n = 2,
		.columns = percentiles,
		.words = format_time,
	};

	return curves_write(figure, to, &curves);
}

static const struct figure_kind kind = {
	.name = "response",
	.asked = "curves",
	.rank = 3,
	.title = "Response time",
	.y = "response time, p50 and p99",
	.metric = RESPONSE_P50,
	.small = true,
	.fits = figure_has_curve,
	.write = write,
};

FIGURE_KIND(kind)
