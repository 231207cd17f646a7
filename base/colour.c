/*
 * colour.c - see colour.h. Which ink to use goes by relative luminance as WCAG
 * 2 has it: the eye sees green far better than blue.
 */
#include "base/colour.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

bool colour_valid(const char *text)
{
	return text && *text == '#' && strlen(text) == 7 &&
	       strspn(text + 1, "0123456789abcdefABCDEF") == 6;
}

/* Of white ink; for large or bold letters that is enough. */
#define LEAST_CONTRAST 3.0

/* One of the three parts, from 0 to 1, in light and not in steps of a screen. */
static double linear(unsigned long rgb, int shift)
{
	double part = (double)((rgb >> shift) & 255) / 255;

	return part <= 0.04045 ? part / 12.92
			       : pow((part + 0.055) / 1.055, 2.4);
}

bool colour_is_light(const char *text)
{
	unsigned long rgb = strtoul(text + 1, NULL, 16);
	double luminance = 0.2126 * linear(rgb, 16) + 0.7152 * linear(rgb, 8) +
			   0.0722 * linear(rgb, 0);

	return 1.05 / (luminance + 0.05) < LEAST_CONTRAST;
}
