/*
 * summary.c - a cell's figures over its valid runs. Runs, not requests, are the
 * replicates: a percentile is taken inside each run, then its median over runs.
 */
#include "analysis/summary.h"

#include "analysis/arena.h"
#include "analysis/stats.h"

#include <math.h>

/* A cell that has no valid run is told apart by its first reason. */
static void count_valid(struct summary *cell)
{
	for (size_t i = 0; i < cell->n_runs; i++)
		cell->n_valid += cell->runs[i].valid;
	if (cell->n_valid == 0 && cell->n_runs)
		cell->reason = cell->runs[0].reason;
}

/* Runs that lack the figure are left out. */
static struct estimate over_runs(const struct summary *cell, enum metric metric,
				 double *scratch)
{
	size_t n = 0;

	for (size_t i = 0; i < cell->n_runs; i++)
		if (isfinite(cell->runs[i].value[metric]))
			scratch[n++] = cell->runs[i].value[metric];
	return stats_estimate(scratch, n);
}

/* The response of a run at a percentile of its spectrum, or NAN. */
static double response_at(const struct measured *run, double p)
{
	for (size_t i = 0; i < run->n_spectrum; i++)
		if (fabs(run->spectrum[i][0] - p) < 1e-12)
			return run->spectrum[i][1];
	return NAN;
}

/* The median over valid runs at a percentile, NAN unless all have it. */
static double spectrum_at(const struct summary *cell, double p, double *scratch)
{
	size_t n = 0;

	for (size_t i = 0; i < cell->n_runs; i++) {
		double ns = response_at(&cell->runs[i], p);

		if (cell->runs[i].valid && !isfinite(ns))
			return NAN;
		if (cell->runs[i].valid)
			scratch[n++] = ns;
	}
	return stats_median(scratch, n);
}

/* The points of the first valid run, as far as all the others have them. */
static void estimate_spectrum(struct summary *cell, double *scratch)
{
	const struct measured *first = cell->runs;

	while (!first->valid)
		first++;
	for (size_t i = 0; i < first->n_spectrum; i++) {
		double p = first->spectrum[i][0];
		double ns = spectrum_at(cell, p, scratch);

		if (!isfinite(ns))
			continue;
		cell->spectrum[cell->n_spectrum][0] = p;
		cell->spectrum[cell->n_spectrum++][1] = ns;
	}
}

static void estimate(struct summary *cell, double *scratch)
{
	count_valid(cell);
	for (int i = 0; i < METRICS; i++)
		cell->value[i] = over_runs(cell, (enum metric)i, scratch);
	if (cell->n_valid)
		estimate_spectrum(cell, scratch);
}

void summaries_estimate(struct analysis *analysis)
{
	size_t most = 0;
	double *scratch;

	for (size_t i = 0; i < analysis->n_summaries; i++)
		if (most < analysis->summaries[i].n_runs)
			most = analysis->summaries[i].n_runs;
	scratch = arena_array(analysis->memory, most, sizeof *scratch);
	for (size_t i = 0; i < analysis->n_summaries; i++)
		estimate(&analysis->summaries[i], scratch);
}
