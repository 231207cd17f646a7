/*
 * stopwatch_print.c - both clocks side by side, in the terminal.
 */
#include "bench/stopwatch.h"
#include "bench/watched.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

/* The mean in s that an export has for a command of that name, or NAN. */
static double mean_of(const json_t *exported, const char *name)
{
	const json_t *result;
	size_t i;

	json_array_foreach(json_object_get(exported, "results"), i, result)
	{
		const char *command =
			json_string_value(json_object_get(result, "command"));

		if (command && strcmp(command, name) == 0)
			return json_number_value(json_object_get(result, "mea"
									 "n"));
	}
	return NAN;
}

/* A row per batch, in milliseconds. */
static void print_section(const struct plan *plan, unsigned number,
			  const char *folder, FILE *to)
{
	const char *experiment = plan->suite->sections[number].name;
	char path[PATH_MAX], name[2 * CELL_NAME + 1];
	json_t *exported;

	snprintf(path, sizeof path, "%.3900s/hyperfine/%s.json", folder,
		 experiment);
	exported = json_load_file(path, 0, NULL);
	fprintf(to, "\n%s: whole programs, timed by hyperfine\n", experiment);
	fprintf(to, "  %-28s %12s %12s %12s\n", "", "hyperfine", "the suite",
		"difference");
	for (unsigned i = 0; i < plan->n_cells; i++) {
		const struct planned *planned = &plan->cells[i];
		double mean, suite;

		if (planned->section != number)
			continue;
		snprintf(name, sizeof name, "%s %s", planned->cell.workload,
			 planned->cell.contestant.text);
		mean = mean_of(exported, name) * 1e3;
		suite = watched_ns(folder, experiment, planned->cell.workload,
				   planned->cell.contestant.text) /
			1e6;
		if (!isnan(mean) && !isnan(suite))
			fprintf(to, "  %-28s %9.1f ms %9.1f ms %9.1f ms\n",
				name, mean, suite, mean - suite);
	}
	json_decref(exported);
}

void stopwatch_print(const struct plan *plan, const char *folder, FILE *to)
{
	bool any = false;

	for (unsigned i = 0; i < plan->suite->n_sections; i++) {
		const struct section *section = &plan->suite->sections[i];

		if (!stopwatch_is(section) ||
		    !stopwatch_is_done(folder, section->name))
			continue;
		print_section(plan, i, folder, to);
		any = true;
	}
	if (any)
		fputs("  The difference is what a program does before and "
		      "after its batch.\n",
		      to);
}
