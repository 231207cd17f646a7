/*
 * summary.c - a cell's figures over its valid runs. Runs, not requests, are the
 * replicates: a percentile is taken inside each run, then its median over runs.
 */
#include "analysis/verdict/summary.h"

#include "analysis/read/arena.h"
#include "analysis/stats/stats.h"
#include "base/sorted.h"

#include <math.h>

/* Whether a run is among those that the figures are made of. */
static bool counts(const struct measured *run)
{
	return run_counts(run) && !run->dropped;
}

/* Where most runs of a cell are not valid, the others are no sample of it: what
 * chance spared would stand for what it does. */
static void find_outlived(struct summary *cell)
{
	size_t n = 0, valid = 0;

	for (size_t i = 0; i < cell->n_runs; i++) {
		n += !cell->runs[i].dropped;
		valid += cell->runs[i].valid && !cell->runs[i].dropped;
	}
	for (size_t i = 0; i < cell->n_runs; i++)
		cell->runs[i].outlived = cell->runs[i].valid && 2 * valid < n;
}

/* A cell that has no valid run is told apart by its first reason. */
static void count_valid(struct summary *cell)
{
	for (size_t i = 0; i < cell->n_runs; i++) {
		const struct measured *run = &cell->runs[i];

		cell->n_valid += counts(run);
		cell->n_invalid += !run->valid;
		if (cell->check)
			continue;
		cell->check = run->check;
		cell->reason = run->reason;
	}
	if (cell->n_valid) {
		cell->check = cell->reason = NULL;
	} else if (!cell->check) {
		cell->check = "noise";
		cell->reason = "every valid round was noisy";
	}
}

/* What limits most of the runs that count; of two, the one seen first. Texts
 * are shared, so the same address is the same word. */
static const char *bottleneck_of(const struct summary *cell)
{
	const char *most = NULL;
	size_t of_most = 0;

	for (size_t i = 0; i < cell->n_runs; i++) {
		const char *bottleneck = cell->runs[i].bottleneck;
		size_t n = 0;

		if (!bottleneck || !counts(&cell->runs[i]))
			continue;
		for (size_t j = 0; j < cell->n_runs; j++)
			n += counts(&cell->runs[j]) &&
			     cell->runs[j].bottleneck == bottleneck;
		if (n > of_most)
			most = bottleneck;
		of_most = n > of_most ? n : of_most;
	}
	return most;
}

/* Runs that lack the figure are left out. */
static struct estimate over_runs(const struct summary *cell, enum metric metric,
				 double *scratch)
{
	size_t n = 0;

	for (size_t i = 0; i < cell->n_runs; i++)
		if (counts(&cell->runs[i]) &&
		    isfinite(cell->runs[i].value[metric]))
			scratch[n++] = cell->runs[i].value[metric];
	return stats_estimate(scratch, n);
}

/* The response of a run at a percentile of its distribution, or NAN. */
static double response_at(const struct measured *run, double p)
{
	for (size_t i = 0; i < run->n_distribution; i++)
		if (fabs(run->distribution[i][0] - p) < 1e-12)
			return run->distribution[i][1];
	return NAN;
}

/* The median over valid runs at a percentile, NAN unless all have it. */
static double distribution_at(const struct summary *cell, double p,
			      double *scratch)
{
	size_t n = 0;

	for (size_t i = 0; i < cell->n_runs; i++) {
		double ns = response_at(&cell->runs[i], p);

		if (counts(&cell->runs[i]) && !isfinite(ns))
			return NAN;
		if (counts(&cell->runs[i]))
			scratch[n++] = ns;
	}
	return sorted_median_of(scratch, n);
}

/* The points of the first valid run, as far as all the others have them. */
static void estimate_distribution(struct summary *cell, double *scratch)
{
	const struct measured *first = cell->runs;

	while (!counts(first))
		first++;
	for (size_t i = 0; i < first->n_distribution; i++) {
		double p = first->distribution[i][0];
		double ns = distribution_at(cell, p, scratch);

		if (!isfinite(ns))
			continue;
		cell->distribution[cell->n_distribution][0] = p;
		cell->distribution[cell->n_distribution++][1] = ns;
	}
}

/* A cell without a valid run keeps NAN everywhere. */
static void estimate(struct summary *cell, double *scratch)
{
	find_outlived(cell);
	count_valid(cell);
	cell->bottleneck = bottleneck_of(cell);
	for (int i = 0; i < METRICS; i++)
		cell->value[i] = over_runs(cell, (enum metric)i, scratch);
	if (cell->n_valid)
		estimate_distribution(cell, scratch);
}

size_t summaries_most_runs(const struct analysis *analysis)
{
	size_t most = 1;

	for (size_t i = 0; i < analysis->n_summaries; i++)
		if (most < analysis->summaries[i].n_runs)
			most = analysis->summaries[i].n_runs;
	return most;
}

void summaries_estimate(struct analysis *analysis)
{
	double *scratch =
		arena_array(analysis->memory, summaries_most_runs(analysis),
			    sizeof *scratch);

	for (size_t i = 0; i < analysis->n_summaries; i++)
		estimate(&analysis->summaries[i], scratch);
}
