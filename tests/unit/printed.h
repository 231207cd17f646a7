/*
 * printed.h - what a function writes to a FILE, as a text.
 */
#ifndef TESTS_UNIT_PRINTED_H
#define TESTS_UNIT_PRINTED_H

#include <stdio.h>

static char printed_text[16384];
static FILE *printed_file;

/* Where the function is to write. */
static inline FILE *printing(void)
{
	printed_file = fmemopen(printed_text, sizeof printed_text, "w");
	return printed_file;
}

/* What it has written since printing(). */
static inline const char *printed(void)
{
	long n = ftell(printed_file);

	fclose(printed_file);
	printed_text[n < 0 ? 0 : n] = '\0';
	return printed_text;
}

#endif
