/*
 * lines.c - reads numbers out of lines of results.
 *
 * A missing or null field is NAN here and never a zero; only valid runs have a
 * say in a median.
 */
#include "cli/lines.h"

#include "base/sorted.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool lines_is_valid(const json_t *line)
{
	return json_is_true(json_object_get(line, "valid"));
}

bool lines_is_noisy(const json_t *line)
{
	return json_array_size(json_object_get(line, "noisy")) > 0;
}

/* A number of a line, or NAN: "throughput", or "p50" in "response_ns". */
static double number_of(const json_t *line, const char *group, const char *name)
{
	const json_t *from = group ? json_object_get(line, group) : line;
	const json_t *field = json_object_get(from, name);

	return json_is_number(field) ? json_number_value(field) : NAN;
}

double lines_throughput(const json_t *line)
{
	return number_of(line, NULL, "throughput");
}

double lines_p50(const json_t *line)
{
	return number_of(line, "response_ns", "p50");
}

double lines_p99(const json_t *line)
{
	return number_of(line, "response_ns", "p99");
}

/* None at all means that the kernel's account is coarser than the run. */
double lines_cpu_per_task(const json_t *line)
{
	double completed = number_of(line, NULL, "completed");
	double cpu_ns = number_of(line, "cpu_ns", "user") +
			number_of(line, "cpu_ns", "system");

	return completed > 0 && cpu_ns > 0 ? cpu_ns / completed : NAN;
}

double lines_memory_per_task(const json_t *line)
{
	return number_of(line, "memory", "per_task");
}

double lines_median(const json_t *lines, lines_metric *metric)
{
	size_t n = 0, i;
	/* One more, since calloc() may answer a request for none with NULL. */
	double *values = calloc(json_array_size(lines) + 1, sizeof *values);
	double middle;
	json_t *line;

	if (!values)
		return NAN;
	json_array_foreach(lines, i, line)
	{
		double value = lines_is_valid(line) ? metric(line) : NAN;

		if (!isnan(value))
			values[n++] = value;
	}
	middle = sorted_median_of(values, n);
	free(values);
	return middle;
}

double lines_sum(const json_t *lines, const char *name)
{
	double all = 0;
	json_t *line;
	size_t i;

	json_array_foreach(lines, i, line)
	{
		double value = number_of(line, NULL, name);

		all += isnan(value) ? 0 : value;
	}
	return all;
}

const char *lines_answers(const json_t *lines)
{
	const char *first = NULL;
	json_t *line;
	size_t i;

	json_array_foreach(lines, i, line)
	{
		const char *digest =
			json_string_value(json_object_get(line, "answers"));

		if (!lines_is_valid(line) || !digest)
			continue;
		if (first && strcmp(first, digest) != 0)
			return "differ";
		first = digest;
	}
	return first ? first : "-";
}

size_t lines_valid(const json_t *lines)
{
	size_t n = 0, i;
	json_t *line;

	json_array_foreach(lines, i, line) n += lines_is_valid(line);
	return n;
}
