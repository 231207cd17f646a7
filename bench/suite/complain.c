/*
 * complain.c - writes one line that a person can act on: where, which word,
 * what is allowed, and the nearest of it.
 *
 * FILE:LINE: is how compilers begin, so editors jump there. Always false, so
 * that a reader can complain and return in one statement.
 */
#include "bench/suite/complain.h"

#include "base/units.h"

#include <stdarg.h>
#include <stdio.h>

bool complain(const struct complaint *complaint, unsigned line,
	      const char *format, ...)
{
	va_list args;
	int used;

	/* What follows from the first mistake is noise. */
	if (*complaint->error)
		return false;
	used = snprintf(complaint->error, COMPLAINT, "%s:%u: ", complaint->path,
			line);
	if (used < 0 || used >= COMPLAINT)
		return false;
	va_start(args, format);
	vsnprintf(complaint->error + used, (size_t)(COMPLAINT - used), format,
		  args);
	va_end(args);
	return false;
}

bool complain_word(const struct complaint *complaint, unsigned line,
		   const char *what, const char *word,
		   const char *const *allowed, size_t n)
{
	const char *nearest = unit_nearest(word, allowed, n);
	char list[COMPLAINT / 2] = "";
	size_t used = 0;

	for (size_t i = 0; i < n && used < sizeof list; i++)
		used += (size_t)snprintf(list + used, sizeof list - used,
					 "%s%s", i ? ", " : "", allowed[i]);
	if (nearest)
		return complain(complaint, line,
				"unknown %s '%s' (allowed: %s); did you mean "
				"'%s'?",
				what, word, list, nearest);
	return complain(complaint, line, "unknown %s '%s' (allowed: %s)", what,
			word, list);
}
