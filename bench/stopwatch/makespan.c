/*
 * makespan.c - picks one cell's runs out of runs.jsonl.
 */
#include "bench/stopwatch/makespan.h"

#include "base/sorted.h"
#include "bench/session/runlog.h"
#include "bench/suite/suite.h"

#include <math.h>
#include <string.h>

/* The makespans of one cell. */
struct makespans {
	const char *cell, *experiment;
	double ns[SUITE_ROUNDS];
	size_t n;
};

/* Whether a field holds a text. */
static bool says(const json_t *line, const char *field, const char *text)
{
	const char *value = json_string_value(json_object_get(line, field));

	return value && strcmp(value, text) == 0;
}

/* Keeps the makespan if the line is about the cell. */
static void take(void *data, const json_t *line)
{
	struct makespans *makespans = data;

	if (makespans->n < SUITE_ROUNDS &&
	    says(line, "cell", makespans->cell) &&
	    says(line, "experiment", makespans->experiment) &&
	    json_is_true(json_object_get(line, "valid")))
		makespans->ns[makespans->n++] =
			json_number_value(json_object_get(line, "elapsed_ns"));
}

double makespan_ns(const char *folder, const char *cell, const char *experiment)
{
	struct makespans found = {.cell = cell, .experiment = experiment};

	if (runlog_each(folder, take, &found) < 0)
		return NAN;
	return sorted_median_of(found.ns, found.n);
}
