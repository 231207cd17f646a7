/*
 * say.c - numbers for reading: three digits and a unit.
 *
 * What is rounded up to the next unit gets that unit: 999.7 µs is "1 ms", never
 * "1000 µs". NAN is a dash everywhere, so that no caller has to ask.
 */
#include "analysis/words/say.h"

#include <math.h>
#include <string.h>

/* A unit and how many of the base unit it is. */
struct unit {
	double size;
	const char *name;
};

/* Writes a dash: no number. */
static char *say_nothing(char to[SAY_NUMBER])
{
	snprintf(to, SAY_NUMBER, "–");
	return to;
}

/* Writes the number in the largest unit that is not above it; units ascend. */
static char *in_units(double number, const struct unit *units, size_t n,
		      char to[SAY_NUMBER])
{
	const struct unit *unit = units;
	double size = fabs(number), shown;
	char digits[SAY_NUMBER];

	if (isnan(number))
		return say_nothing(to);
	for (size_t i = 1; i < n; i++)
		if (size >= units[i].size * 0.9995)
			unit = &units[i];
	shown = number / unit->size;
	if (fabs(shown) >= 99.95 || shown == 0)
		snprintf(digits, sizeof digits, "%.0f", shown);
	else
		snprintf(digits, sizeof digits, "%.3g", shown);
	snprintf(to, SAY_NUMBER, "%.20s%s%s", digits, *unit->name ? " " : "",
		 unit->name);
	return to;
}

char *say_time(double ns, char to[SAY_NUMBER])
{
	static const struct unit units[] = {
		{1, "ns"}, {1e3, "µs"}, {1e6, "ms"}, {1e9, "s"}};

	return in_units(ns, units, 4, to);
}

char *say_bytes(double bytes, char to[SAY_NUMBER])
{
	static const struct unit units[] = {
		{1, "B"}, {1e3, "kB"}, {1e6, "MB"}, {1e9, "GB"}};

	return in_units(bytes, units, 4, to);
}

char *say_count(double count, char to[SAY_NUMBER])
{
	static const struct unit units[] = {
		{1, ""}, {1e3, "k"}, {1e6, "M"}, {1e9, "G"}};

	return in_units(count, units, 4, to);
}

char *say_whole(double count, char to[SAY_NUMBER])
{
	if (isnan(count) || count >= 10000)
		return say_count(count, to);
	snprintf(to, SAY_NUMBER, "%.0f", count);
	return to;
}

char *say_ratio(double ratio, char to[SAY_NUMBER])
{
	int digits = ratio < 2.995 ? 2 : ratio < 9.95 ? 1 : 0;
	char count[SAY_NUMBER];

	if (isnan(ratio))
		return say_nothing(to);
	if (ratio >= 999.5)
		snprintf(to, SAY_NUMBER, "%.24s×", say_count(ratio, count));
	else
		snprintf(to, SAY_NUMBER, "%.*f×", digits, ratio);
	return to;
}

char *say_value(enum metric metric, double value, char to[SAY_NUMBER])
{
	char count[SAY_NUMBER];

	switch (metric) {
	case THROUGHPUT:
	case THROUGHPUT_PER_CPU:
	case ACHIEVED_RATE:
		if (isnan(value))
			return say_nothing(to);
		snprintf(to, SAY_NUMBER, "%.24s/s", say_count(value, count));
		return to;
	case MEMORY_PER_TASK:
	case MEMORY_PEAK:
		return say_bytes(value, to);
	case SWITCHES_PER_TASK:
		return say_count(value, to);
	default:
		return say_time(value, to);
	}
}
