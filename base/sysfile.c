/*
 * sysfile.c - see sysfile.h. Nothing here trusts a file: lines are cut at the buffer,
 * numbers must begin one and be finite.
 */
#include "base/sysfile.h"

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* The files that are searched are shorter, but for the tail of meminfo. */
enum { LOOKED_THROUGH = 4096 };

/* A path that does not fit is a file that is not there. */
__attribute__((format(printf, 2, 0))) static FILE *open_at(const char *root,
							   const char *format,
							   va_list words)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof path, "%s", root);

	if (n < 0 || n >= PATH_MAX)
		return NULL;
	/* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it is. */
	if (vsnprintf(path + n, (size_t)(PATH_MAX - n), format, words) >=
	    PATH_MAX - n)
		return NULL;
	return fopen(path, "re");
}

FILE *sysfile_open(const char *root, const char *format, ...)
{
	va_list words;
	FILE *file;

	va_start(words, format);
	file = open_at(root, format, words);
	va_end(words);
	return file;
}

/* Reads and closes. A folder opens too; reading it fails. */
static bool line_of(FILE *file, char *to, size_t size)
{
	*to = '\0';
	if (!file)
		return false;
	if (!fgets(to, (int)size, file))
		*to = '\0';
	to[strcspn(to, "\n")] = '\0';
	fclose(file);
	return *to;
}

bool sysfile_line(const char *root, char *to, size_t size, const char *format,
		  ...)
{
	va_list words;
	FILE *file;

	va_start(words, format);
	file = open_at(root, format, words);
	va_end(words);
	return line_of(file, to, size);
}

double sysfile_number(const char *root, const char *format, ...)
{
	char line[64], *end;
	double number;
	va_list words;
	FILE *file;

	va_start(words, format);
	file = open_at(root, format, words);
	va_end(words);
	if (!line_of(file, line, sizeof line))
		return NAN;
	if (strcmp(line, "max") == 0)
		return INFINITY;
	number = strtod(line, &end);
	return end > line && isfinite(number) ? number : NAN;
}

double sysfile_after(const char *root, const char *path, const char *word)
{
	char text[LOOKED_THROUGH], *at, *end;
	FILE *file = sysfile_open(root, "%s", path);
	double number;
	size_t got;

	if (!file)
		return NAN;
	got = fread(text, 1, sizeof text - 1, file);
	fclose(file);
	text[got] = '\0';
	at = strstr(text, word);
	if (!at)
		return NAN;
	at += strlen(word);
	number = strtod(at, &end);
	return end > at && isfinite(number) ? number : NAN;
}
