/*
 * request_cells.c - the grid of `avt run`: workloads x concurrencies x
 * contestants, with the parameters that were set.
 *
 * A parameter that only some of the workloads have is set in those; one that
 * none has is a mistake.
 */
#include "cli/request.h"

#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Parameters are filled in with the workload, all of them. */
static bool has_param(const struct cell *cell, const char *name)
{
	for (unsigned i = 0; i < cell->n_params; i++)
		if (strcmp(cell->params[i].name, name) == 0)
			return true;
	return false;
}

/* Complains about a parameter that none of the workloads has. */
static void unknown_param(const struct request *request, const char *name)
{
	const char *names[REQUEST_MOST * CELL_PARAMS];
	char error[CELL_ERROR];
	unsigned step = request->n_cells / request->n_workloads;
	size_t n = 0;

	for (unsigned i = 0; i < request->n_cells; i += step)
		for (unsigned p = 0; p < request->cells[i].n_params; p++) {
			const char *other = request->cells[i].params[p].name;
			size_t known = 0;

			while (known < n && strcmp(names[known], other) != 0)
				known++;
			if (known == n)
				names[n++] = other;
		}
	cell_unknown(error, "parameter", name, names, n);
	cli_usage("%s", error);
}

/* Sets one parameter in all cells that have it. */
static void apply(struct request *request, const struct setting *setting)
{
	char error[CELL_ERROR];
	bool used = false;

	for (unsigned i = 0; i < request->n_cells; i++) {
		struct cell *cell = &request->cells[i];

		if (!has_param(cell, setting->name))
			continue;
		used = true;
		if (!cell_set_param(cell, setting->name, setting->value, error))
			cli_usage("%s: %s", cell->workload, error);
	}
	if (!used)
		unknown_param(request, setting->name);
}

/* Fills one cell with everything but set parameters. */
static void fill(const struct request *request, unsigned w, unsigned c,
		 unsigned r, struct cell *cell)
{
	char error[CELL_ERROR];

	snprintf(cell->experiment, CELL_NAME, "run");
	cell->contestant = request->contestants[r];
	cell->concurrency = request->concurrencies[c];
	cell->arrivals = request->arrivals;
	cell->rate = request->rate;
	cell->tasks = (uint64_t)request->tasks;
	cell->duration_ns = request->duration_ns;
	cell->warmup_ns = request->warmup_ns;
	memcpy(cell->cpus, request->cpus, CELL_CPUS);
	memcpy(cell->peer_cpus, request->peer_cpus, CELL_CPUS);
	snprintf(cell->fault, CELL_NAME, "%s", request->fault);
	if (!cell_set_workload(cell, request->workloads[w], error) ||
	    !cell_check(cell, error))
		cli_usage("%s", error);
}

void request_make_cells(struct request *request)
{
	unsigned n = request->n_workloads * request->n_concurrencies *
		     request->n_contestants;

	request->cells = calloc(n, sizeof *request->cells);
	if (!request->cells)
		cli_usage("%u cells do not fit in memory", n);
	for (unsigned w = 0; w < request->n_workloads; w++)
		for (unsigned c = 0; c < request->n_concurrencies; c++)
			for (unsigned r = 0; r < request->n_contestants; r++)
				fill(request, w, c, r,
				     &request->cells[request->n_cells++]);
	for (unsigned i = 0; i < request->n_settings; i++)
		apply(request, &request->settings[i]);
}
