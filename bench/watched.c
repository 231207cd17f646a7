/*
 * watched.c - picks one command's runs out of hyperfine/EXPERIMENT.jsonl.
 */
#include "bench/watched.h"

#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether a field holds a text. */
static bool says(const json_t *line, const char *field, const char *text)
{
	const char *value = json_string_value(json_object_get(line, field));

	return value && strcmp(value, text) == 0;
}

double watched_ns(const char *folder, const char *experiment,
		  const char *workload, const char *contestant)
{
	char path[PATH_MAX], *text = NULL;
	size_t size = 0;
	double sum = 0;
	int n = 0;
	FILE *file;

	snprintf(path, sizeof path, "%.3900s/hyperfine/%.64s.jsonl", folder,
		 experiment);
	file = fopen(path, "re");
	while (file && getline(&text, &size, file) > 0) {
		json_t *line = json_loads(text, 0, NULL);

		/* A command's first line is that of its warm-up. */
		if (says(line, "workload", workload) &&
		    says(line, "contestant", contestant) && n++ > 0)
			sum += json_number_value(json_object_get(line, "elapsed"
								       "_ns"));
		json_decref(line);
	}
	free(text);
	if (file)
		fclose(file);
	return n > 1 ? sum / (n - 1) : NAN;
}
