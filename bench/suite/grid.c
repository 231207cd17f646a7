/*
 * grid.c - tries every value of every list on a cell of its own, so that a
 * wrong word is found before anything is measured or written.
 */
#include "bench/suite/grid.h"

#include "bench/suite/offered.h"
#include "harness/fault/fault.h"
#include "base/units.h"

#include <stdio.h>
#include <string.h>

/* The experiment under check. */
struct grid {
	const struct complaint *complaint;
	const struct inifile_section *read;
	struct section *section;
};

/* Passes on what a cell's own check said. Always false. */
static bool wrong(const struct grid *grid, unsigned line, const char *why)
{
	return complain(grid->complaint, line, "%s", why);
}

/* A value that is there twice would make the same cell twice. */
static bool no_doubles(const struct grid *grid, const char *name,
		       const struct list *list)
{
	for (unsigned i = 0; i < list->n; i++)
		for (unsigned j = 0; j < i; j++)
			if (strcmp(list->value[i], list->value[j]) == 0)
				return complain(grid->complaint, list->line,
						"%s has %s twice", name,
						list->value[i]);
	return true;
}

/* Workload and contestants have no defaults. */
static bool not_empty(const struct grid *grid)
{
	const struct section *section = grid->section;
	const char *missing = NULL;

	if (!section->contestants.n)
		missing = "contestants";
	if (!section->workloads.n)
		missing = "workload";
	return !missing || complain(grid->complaint, section->line,
				    "[%s] has no %s, so its grid is empty",
				    section->name, missing);
}

/* Every contestant must be one that this program can run. */
static bool contestants_parse(const struct grid *grid)
{
	const struct list *list = &grid->section->contestants;
	struct contestant contestant;
	char error[CELL_ERROR];

	for (unsigned i = 0; i < list->n; i++)
		if (!contestant_parse(list->value[i], &contestant, error))
			return wrong(grid, list->line, error);
	return no_doubles(grid, "contestants", list);
}

/* Rewrites each concurrency in canonical text: 1000 is 1k. */
static bool concurrencies_parse(const struct grid *grid)
{
	struct list *list = &grid->section->concurrency;
	int64_t number;

	for (unsigned i = 0; i < list->n; i++) {
		if (!unit_parse(PARAM_COUNT, list->value[i], &number) ||
		    number < 1 || number > CELL_MOST_CONCURRENCY)
			return complain(grid->complaint, list->line,
					"concurrency %s: not %s from 1 to 10m",
					list->value[i],
					unit_example(PARAM_COUNT));
		unit_format(PARAM_COUNT, number, list->value[i]);
	}
	return no_doubles(grid, "concurrency", list);
}

/* The canonical text of a cell's parameter; NULL if it has none. */
static const char *param_text(const struct cell *cell, const char *name)
{
	for (unsigned i = 0; i < cell->n_params; i++)
		if (strcmp(cell->params[i].name, name) == 0)
			return cell->params[i].value;
	return NULL;
}

/* Tries the values of a parameter on a workload, if that has it; keeps their
 * canonical texts. */
static bool try_param(const struct grid *grid, struct cell *cell,
		      struct param_list *param)
{
	struct list *list = &param->values;
	char error[CELL_ERROR];

	if (!param_text(cell, param->name))
		return true;
	for (unsigned i = 0; i < list->n; i++) {
		if (!cell_set_param(cell, param->name, list->value[i], error))
			return wrong(grid, list->line, error);
		snprintf(list->value[i], CELL_NAME, "%s",
			 param_text(cell, param->name));
	}
	return no_doubles(grid, param->name, list);
}

/* Tries each parameter on every workload that has it: limits may differ. */
static bool params_parse(const struct grid *grid)
{
	struct section *section = grid->section;
	char error[CELL_ERROR];

	for (unsigned w = 0; w < section->workloads.n; w++) {
		struct cell cell = {0};

		if (!cell_set_workload(&cell, section->workloads.value[w],
				       error))
			return wrong(grid, section->workloads.line, error);
		for (unsigned p = 0; p < section->n_params; p++)
			if (!try_param(grid, &cell, &section->params[p]))
				return false;
	}
	return no_doubles(grid, "workload", &section->workloads);
}

/* The line that sets a key here, not by default; 0 if none does. */
static unsigned line_of(const struct grid *grid, const char *name)
{
	for (size_t i = 0; i < grid->read->n_entries; i++)
		if (strcmp(grid->read->entries[i].name, name) == 0)
			return grid->read->entries[i].line;
	return 0;
}

/* Time may come from [suite], but not from the experiment itself. */
static bool batch_or_time(const struct grid *grid)
{
	const char *const of_time[] = {"duration", "warmup"};

	for (int i = 0; i < 2 && grid->section->tasks; i++)
		if (line_of(grid, of_time[i]))
			return complain(grid->complaint,
					line_of(grid, of_time[i]),
					"%s has no meaning beside tasks: a "
					"batch is measured whole",
					of_time[i]);
	return true;
}

/* The stopwatch names its commands by workload and contestant alone. */
static bool stopwatch_fits(const struct grid *grid)
{
	const struct section *section = grid->section;
	bool one = section->concurrency.n == 1;

	if (strcmp(section->figure, "stopwatch") != 0)
		return true;
	for (unsigned i = 0; i < section->n_params; i++)
		one = one && section->params[i].values.n == 1;
	if (!section->tasks)
		return complain(grid->complaint, section->line,
				"[%s] is a stopwatch: it needs tasks = N",
				section->name);
	return one || complain(grid->complaint, section->line,
			       "[%s] is a stopwatch: only workload and "
			       "contestants may have several values",
			       section->name);
}

/* A cell of the section, as far as a fault looks at it. */
static bool fault_fits_cell(const struct grid *grid, struct cell *cell,
			    const char *contestant, const char *concurrency)
{
	char error[CELL_ERROR];
	int64_t number = 0;

	unit_parse(PARAM_COUNT, concurrency, &number); /* has been checked */
	cell->concurrency = (unsigned)number;
	return (contestant_parse(contestant, &cell->contestant, error) &&
		fault_check(cell, error)) ||
	       complain(grid->complaint, line_of(grid, "fault"), "[%s]: %s",
			grid->section->name, error);
}

/* A fault must be able to happen to every cell of the section. */
static bool fault_fits(const struct grid *grid)
{
	const struct section *section = grid->section;
	struct cell cell = {.arrivals = section->arrivals,
			    .duration_ns =
				    section->tasks ? 0 : section->duration_ns,
			    .warmup_ns = section->warmup_ns};
	bool fits = true;

	memcpy(cell.fault, section->fault, CELL_NAME);
	for (unsigned w = 0; w < section->workloads.n; w++) {
		memcpy(cell.workload, section->workloads.value[w], CELL_NAME);
		for (unsigned i = 0; i < section->contestants.n; i++)
			for (unsigned k = 0; k < section->concurrency.n; k++)
				fits = fits &&
				       fault_fits_cell(
					       grid, &cell,
					       section->contestants.value[i],
					       section->concurrency.value[k]);
	}
	return fits;
}

/* A slip of the pen may ask for weeks. In floating point: no overflow. */
static bool size_fits(const struct grid *grid)
{
	const struct section *section = grid->section;
	double cells = section->workloads.n * section->contestants.n *
		       (double)section->concurrency.n * offered_n(section);

	for (unsigned i = 0; i < section->n_params; i++)
		cells *= section->params[i].values.n;
	return cells <= SUITE_CELLS ||
	       complain(grid->complaint, section->line,
			"[%s] has %.0f cells, more than %d", section->name,
			cells, SUITE_CELLS);
}

bool grid_check(const struct keys *keys, const struct inifile_section *read,
		struct section *section)
{
	struct grid grid = {&keys->complaint, read, section};

	return not_empty(&grid) && contestants_parse(&grid) &&
	       offered_check(&keys->complaint, section) &&
	       concurrencies_parse(&grid) && params_parse(&grid) &&
	       batch_or_time(&grid) && stopwatch_fits(&grid) &&
	       fault_fits(&grid) && size_fits(&grid);
}
