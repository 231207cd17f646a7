/*
 * runline.c - the only place where bench and cli know the fields of a run's
 * line by name.
 */
#include "bench/session/runline.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool runline_valid(const json_t *line)
{
	return json_is_true(json_object_get(line, "valid"));
}

bool runline_noisy(const json_t *line)
{
	return json_array_size(json_object_get(line, "noisy")) > 0;
}

/* Appends to a text that is cut at its size. */
__attribute__((format(printf, 3, 4))) static void append(char *to, size_t size,
							 const char *format,
							 ...)
{
	size_t length = strlen(to);
	va_list words;

	va_start(words, format);
	vsnprintf(to + length, size - length, format, words);
	va_end(words);
}

json_t *runline_reason_data(const json_t *line)
{
	return json_object_get(line, "reasons");
}

char *runline_reasons(const json_t *line, char *to, size_t size)
{
	const json_t *reasons = runline_reason_data(line), *reason;
	size_t i;

	*to = '\0';
	json_array_foreach(reasons, i, reason)
	{
		append(to, size, "%s%s", i ? "; " : "",
		       json_string_value(json_object_get(reason, "text")));
	}
	if (!*to)
		append(to, size, "no reason given");
	return to;
}

double runline_number(const json_t *line, const char *group, const char *name)
{
	const json_t *from = group ? json_object_get(line, group) : line;
	const json_t *field = json_object_get(from, name);

	return json_is_number(field) ? json_number_value(field) : NAN;
}

const char *runline_text(const json_t *line, const char *name)
{
	return json_string_value(json_object_get(line, name));
}

const char *runline_digest(const json_t *line)
{
	const json_t *tasks = json_object_get(line, "tasks");
	const json_t *completed = json_object_get(line, "completed");

	if (!runline_valid(line) || !json_is_integer(tasks) ||
	    json_integer_value(tasks) != json_integer_value(completed))
		return NULL;
	return runline_text(line, "answers");
}

char *runline_differ(const char *who, const char *gave, const char *other,
		     const char *other_gave, char to[RUNLINE_DIFFER])
{
	snprintf(to, RUNLINE_DIFFER,
		 "ANSWERS DIFFER: %s gave %s, but %s gave %s for the same "
		 "tasks. Usual causes: tasks share state without a lock, or an "
		 "answer depends on time, order or unset memory; avt run -n 1, "
		 "2, ... finds the first task that differs",
		 who, gave, other, other_gave);
	return to;
}
