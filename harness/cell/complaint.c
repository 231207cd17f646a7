/*
 * complaint.c - one line for a wrong word: names it, says what is allowed.
 *
 * The word came from outside and may hold anything. It is cut at 40 bytes and
 * stripped of control characters, so that a complaint is always one line.
 */
#include "harness/cell/cell.h"

#include "harness/cell/registry.h"
#include "base/units.h"

#include <stdarg.h>
#include <stdio.h>

bool cell_error(char error[CELL_ERROR], const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(error, CELL_ERROR, format, arguments);
	va_end(arguments);
	for (unsigned char *c = (unsigned char *)error; *c; c++)
		if (*c < ' ' || *c == 127)
			*c = '?';
	return false;
}

bool cell_left_out(const char *folder, const char *name, char error[CELL_ERROR])
{
	const struct left_out *missing = registry_missing(folder, name);

	if (!missing)
		return false;
	cell_error(error,
		   "'%.40s' was left out of this build: it needs %s (apt-get "
		   "install %s, then make)",
		   name, missing->library, missing->package);
	return true;
}

bool cell_unknown(char error[CELL_ERROR], const char *what, const char *word,
		  const char *const *words, size_t n)
{
	const char *nearest = unit_nearest(word, words, n);
	char allowed[CELL_ERROR / 2] = "none";
	size_t length = 0;

	for (size_t i = 0; i < n && length < sizeof allowed; i++)
		length += (size_t)snprintf(allowed + length,
					   sizeof allowed - length, "%s%s",
					   i ? ", " : "", words[i]);
	if (nearest)
		return cell_error(error, "no %s '%.40s': did you mean %s? (%s)",
				  what, word, nearest, allowed);
	return cell_error(error, "no %s '%.40s': there are %s", what, word,
			  allowed);
}
