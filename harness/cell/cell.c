/*
 * cell.c - a cell's workload and its parameters.
 *
 * Parameters are kept as canonical text, sorted by name, so that 5000us and 5ms
 * are the same cell, and a result shows what a person would have written. Only
 * the process that measures turns them into numbers, in the workload's own
 * variables.
 */
#include "harness/cell/cell.h"

#include "base/cpulist.h"
#include "harness/cell/registry.h"
#include "base/units.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Complains about a workload that does not exist. */
static bool unknown_workload(const char *name, char error[CELL_ERROR])
{
	const char *names[256];
	size_t n = 0;

	for (const struct named_workload *w = registry_workloads;
	     w->name && n < 256; w++)
		names[n++] = w->name;
	return cell_unknown(error, "workload", name, names, n);
}

/* A parameter of a workload, or NULL with a complaint. */
static const struct param *find_param(const struct workload *workload,
				      const char *name, char error[CELL_ERROR])
{
	const char *names[CELL_PARAMS];
	size_t n = 0;

	for (const struct param *p = workload->params; p && p->name; p++) {
		if (strcmp(p->name, name) == 0)
			return p;
		if (n < CELL_PARAMS)
			names[n++] = p->name;
	}
	cell_unknown(error, "parameter", name, names, n);
	return NULL;
}

/* Reads the word of a choice: its index, or -1 with a complaint. */
static int64_t read_choice(const struct param *param, const char *text,
			   char error[CELL_ERROR])
{
	int64_t n = 0;

	for (; param->choices[n]; n++)
		if (strcmp(param->choices[n], text) == 0)
			return n;
	cell_unknown(error, param->name, text, param->choices, (size_t)n);
	return -1;
}

/* Reads and checks a parameter's value. */
static bool read_value(const struct param *param, const char *text,
		       int64_t *value, char error[CELL_ERROR])
{
	char least[UNIT_TEXT], most[UNIT_TEXT];

	if (param->kind == PARAM_CHOICE) {
		*value = read_choice(param, text, error);
		return *value >= 0;
	}
	if (!unit_parse(param->kind, text, value))
		return cell_error(error, "%s '%.40s' is not %s", param->name,
				  text, unit_example(param->kind));
	if (*value < param->least || *value > param->most)
		return cell_error(error, "%s '%.40s' is out of range: %s to %s",
				  param->name, text,
				  unit_format(param->kind, param->least, least),
				  unit_format(param->kind, param->most, most));
	return true;
}

/* Stores a value in its canonical text. */
static void store(struct setting *setting, const struct param *param,
		  int64_t value)
{
	char text[UNIT_TEXT];

	snprintf(setting->name, sizeof setting->name, "%s", param->name);
	snprintf(setting->value, sizeof setting->value, "%s",
		 param->kind == PARAM_CHOICE
			 ? param->choices[value]
			 : unit_format(param->kind, value, text));
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct setting *)a)->name,
		      ((const struct setting *)b)->name);
}

bool cell_set_workload(struct cell *cell, const char *name,
		       char error[CELL_ERROR])
{
	const struct workload *workload = registry_workload(name);

	if (!workload)
		return unknown_workload(name, error);
	snprintf(cell->workload, sizeof cell->workload, "%s", name);
	memset(cell->params, 0, sizeof cell->params);
	cell->n_params = 0;
	for (const struct param *p = workload->params; p && p->name; p++) {
		if (cell->n_params == CELL_PARAMS)
			return cell_error(error,
					  "%s has more than %d parameters",
					  name, CELL_PARAMS);
		store(&cell->params[cell->n_params++], p, *p->value);
	}
	qsort(cell->params, cell->n_params, sizeof *cell->params, by_name);
	return true;
}

bool cell_set_param(struct cell *cell, const char *name, const char *value,
		    char error[CELL_ERROR])
{
	const struct workload *workload = registry_workload(cell->workload);
	const struct param *param;
	int64_t number;

	if (!workload)
		return unknown_workload(cell->workload, error);
	param = find_param(workload, name, error);
	if (!param || !read_value(param, value, &number, error))
		return false;
	for (unsigned i = 0; i < cell->n_params; i++)
		if (strcmp(cell->params[i].name, name) == 0)
			store(&cell->params[i], param, number);
	return true;
}

bool cell_apply_params(const struct cell *cell, char error[CELL_ERROR])
{
	const struct workload *workload = registry_workload(cell->workload);

	if (!workload)
		return unknown_workload(cell->workload, error);
	for (unsigned i = 0; i < cell->n_params; i++) {
		const struct setting *setting = &cell->params[i];
		const struct param *param =
			find_param(workload, setting->name, error);
		int64_t value;

		if (!param || !read_value(param, setting->value, &value, error))
			return false;
		*param->value = value;
	}
	return true;
}

bool cell_check_cpus(const char *list, char error[CELL_ERROR])
{
	cpu_set_t usable, asked, both;
	char allowed[CELL_CPUS];

	if (sched_getaffinity(0, sizeof usable, &usable) < 0)
		return cell_error(error, "cannot ask for CPUs: %s",
				  strerror(errno));
	cpulist_format(&usable, allowed, sizeof allowed);
	if (strlen(list) >= CELL_CPUS || !cpulist_parse(list, &asked))
		return cell_error(error,
				  "CPUs '%.40s' are not a list of %s, such as "
				  "0 or 0-1,3",
				  list, allowed);
	CPU_AND(&both, &asked, &usable);
	if (!CPU_EQUAL(&both, &asked))
		return cell_error(error,
				  "CPUs '%.40s' are not all usable: %s are",
				  list, allowed);
	return true;
}
