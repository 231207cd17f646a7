/*
 * format.c - numbers for reading.
 *
 * What is rounded up to the next unit gets that unit: 999.7 µs is "1 ms", never
 * "1000 µs".
 */
#include "base/format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NO_BREAK "\u00a0"

/* A unit and how many of the base unit it is. */
struct scale_unit {
	double size;
	const char *name;
};

static char *nothing(char to[FORMAT_TEXT])
{
	strcpy(to, "–");
	return to;
}

/* Writes the number in the largest unit that is not above it; units ascend. */
static char *in_units(double number, const struct scale_unit *units, size_t n,
		      char to[FORMAT_TEXT])
{
	const struct scale_unit *unit = units;
	double size = fabs(number), shown;
	const char *digits;

	if (!isfinite(number))
		return nothing(to);
	for (size_t i = 1; i < n; i++)
		if (size >= units[i].size * 0.9995)
			unit = &units[i];
	shown = number / unit->size;
	digits = fabs(shown) >= 99.95 || shown == 0 ? "%.0f%s%s" : "%.3g%s%s";
	snprintf(to, FORMAT_TEXT, digits, shown, *unit->name ? " " : "",
		 unit->name);
	return to;
}

char *format_time(double ns, char to[FORMAT_TEXT])
{
	static const struct scale_unit units[] = {
		{1, "ns"}, {1e3, "µs"}, {1e6, "ms"}, {1e9, "s"}};

	return in_units(ns, units, 4, to);
}

char *format_bytes(double bytes, char to[FORMAT_TEXT])
{
	static const struct scale_unit units[] = {
		{1, "B"}, {1 << 10, "KiB"}, {1 << 20, "MiB"}, {1 << 30, "GiB"}};

	return in_units(bytes, units, 4, to);
}

char *format_count(double count, char to[FORMAT_TEXT])
{
	static const struct scale_unit units[] = {
		{1, ""}, {1e3, "k"}, {1e6, "M"}, {1e9, "G"}};

	return in_units(count, units, 4, to);
}

char *format_whole(double count, char to[FORMAT_TEXT])
{
	if (isnan(count) || count >= 10000)
		return format_count(count, to);
	snprintf(to, FORMAT_TEXT, "%.0f", count);
	return to;
}

char *format_rate(double rate, char to[FORMAT_TEXT])
{
	format_count(rate, to);
	if (isfinite(rate))
		strcat(to, " tasks/s");
	return to;
}

char *format_percent(double share, char to[FORMAT_TEXT])
{
	if (!isfinite(share))
		return nothing(to);
	snprintf(to, FORMAT_TEXT, "%.1f %%", 100 * share);
	return to;
}

char *format_percent_up(double share, char to[FORMAT_TEXT])
{
	if (!isfinite(share))
		return nothing(to);
	snprintf(to, FORMAT_TEXT, "%.0f %%", fmax(1, ceil(100 * share - 1e-9)));
	return to;
}

/* Decimals of a ratio: three digits at most, and none beyond what an interval
 * ever bears. */
static int decimals(double ratio)
{
	return ratio < 2.995 ? 2 : ratio < 9.95 ? 1 : 0;
}

char *format_ratio(double ratio, char to[FORMAT_TEXT])
{
	if (!isfinite(ratio))
		return nothing(to);
	if (ratio >= 999.5)
		format_count(ratio, to);
	else
		snprintf(to, FORMAT_TEXT, "%.*f", decimals(ratio), ratio);
	return strcat(to, "×");
}

char *format_range(double ratio, double low, double high, char to[FORMAT_TEXT])
{
	char from[FORMAT_TEXT], until[FORMAT_TEXT];
	int digits = decimals(ratio);

	if (!isfinite(low) || !isfinite(high))
		return nothing(to);
	if (high >= 999.5) {
		format_count(low, from);
		format_count(high, until);
	} else {
		do {
			snprintf(from, sizeof from, "%.*f", digits, low);
			snprintf(until, sizeof until, "%.*f", digits, high);
		} while (!strcmp(from, until) && ++digits <= 2);
	}
	snprintf(to, FORMAT_TEXT, "%.16s–%.16s", from, until);
	return to;
}

char *format_interval(double ratio, double low, double high,
		      char to[FORMAT_TEXT])
{
	char range[FORMAT_TEXT];

	snprintf(to, FORMAT_TEXT, "95 %% CI %.38s",
		 format_range(ratio, low, high, range));
	return to;
}

char *format_joined(char to[FORMAT_TEXT])
{
	char spaced[FORMAT_TEXT], *end = to;

	strcpy(spaced, to);
	for (const char *from = spaced; *from; from++)
		if (*from != ' ')
			*end++ = *from;
		else if (end - to + strlen(from) + 1 < FORMAT_TEXT)
			end = stpcpy(end, NO_BREAK);
		else
			*end++ = ' ';
	*end = '\0';
	return to;
}
