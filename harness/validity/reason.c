/*
 * reason.c - see reason.h.
 */
#include "harness/validity/reason.h"

#include <stdarg.h>
#include <stdio.h>

const char *const check_names[CHECKS] = {
	[CHECK_SETUP] = "setup",         [CHECK_LIMIT] = "limit",
	[CHECK_CAPACITY] = "capacity",   [CHECK_CRASHED] = "crashed",
	[CHECK_TIMEOUT] = "timeout",     [CHECK_INTERRUPTED] = "interrupted",
	[CHECK_DIED] = "died",           [CHECK_FAILED] = "failed",
	[CHECK_STUCK] = "stuck",         [CHECK_ANSWERS] = "answers",
	[CHECK_INVARIANT] = "invariant", [CHECK_EMPTY] = "empty",
	[CHECK_OUTPUT] = "output",       [CHECK_ACCOUNTING] = "accounting",
	[CHECK_CLOCK] = "clock",         [CHECK_COMPUTE] = "compute",
	[CHECK_GENERATOR] = "generator", [CHECK_PEER] = "peer",
	[CHECK_OVERLOAD] = "overload",   [CHECK_STEADY] = "steady",
	[CHECK_LITTLE] = "little",       [CHECK_BOUNDS] = "bounds",
	[CHECK_FAULTS] = "faults",
};

void reason_add(json_t *line, enum check check, const char *format, ...)
{
	char text[REASON_TEXT];
	va_list arguments;
	json_t *string;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	string = json_string(text);
	if (!string) /* a name that is no UTF-8 */
		string = json_string("the reason cannot be written");
	json_object_set_new(line, "valid", json_false());
	json_array_append_new(json_object_get(line, "reasons"),
			      json_pack("{s:s, s:o}", "check",
					check_names[check], "text", string));
}

const char *reason_first(const json_t *line)
{
	const json_t *reasons = json_object_get(line, "reasons");

	return json_string_value(
		json_object_get(json_array_get(reasons, 0), "text"));
}
