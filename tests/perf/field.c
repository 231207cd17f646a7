/*
 * field.c - numbers out of a line of results, for the shell: reads one line of
 * runs.jsonl on standard input and prints the fields that are named, such as
 * throughput or service_ns.p50. A run that is not valid is no number: it fails
 * with the run's own reasons.
 */
#include "tests/perf/perf.h"

#include <jansson.h>
#include <string.h>

static const char usage[] = "field NAME[.NAME]... < line";

static void require_valid(const json_t *line)
{
	const json_t *reason;
	size_t i;

	if (json_is_true(json_object_get(line, "valid")))
		return;
	fprintf(stderr, "not valid:");
	json_array_foreach(json_object_get(line, "reasons"), i, reason)
		fprintf(stderr, " %s",
			json_string_value(json_object_get(reason, "text")));
	fprintf(stderr, "\n");
	exit(EXIT_FAILURE);
}

static double number(const json_t *line, char *path)
{
	const json_t *at = line;
	char *rest;

	for (char *name = strtok_r(path, ".", &rest); name;
	     name = strtok_r(NULL, ".", &rest))
		at = json_object_get(at, name);
	if (json_is_number(at))
		return json_number_value(at);
	fprintf(stderr, "field: no number %s in the line\n", path);
	exit(EXIT_FAILURE);
}

int main(int argc, char **argv)
{
	json_error_t where;
	json_t *line = json_loadf(stdin, 0, &where);

	if (argc < 2)
		perf_usage(usage);
	if (!line) {
		fprintf(stderr, "field: not JSON: %s\n", where.text);
		return EXIT_FAILURE;
	}
	require_valid(line);
	for (int i = 1; i < argc; i++)
		printf("%.3f%c", number(line, argv[i]),
		       i + 1 < argc ? ' ' : '\n');
	json_decref(line);
	return 0;
}
