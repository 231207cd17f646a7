/*
 * param.c - the units of parameters, kind by kind.
 *
 * A written value is a number and one suffix. What is shown is exact, however
 * many digits that takes: it names a point of the grid.
 */
#include "analysis/read/param.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A suffix, how many of the base unit it is, and what a reader knows it as. */
struct unit {
	const char *suffix;
	double size;
	const char *words;
};

/* Tables end with a NULL suffix. Zero is written without a unit. */
static const struct unit durations[] = {
	{"", 1, ""},        {"ns", 1, "ns"},
	{"us", 1e3, "µs"},  {"ms", 1e6, "ms"},
	{"s", 1e9, "s"},    {"m", 60e9, "min"},
	{"h", 3600e9, "h"}, {0},
};
static const struct unit sizes[] = {
	{"", 1, "B"},
	{"k", 1 << 10, "KiB"},
	{"m", 1 << 20, "MiB"},
	{"g", 1 << 30, "GiB"},
	{0},
};
static const struct unit counts[] = {
	{"", 1, ""}, {"k", 1e3, "k"}, {"m", 1e6, "M"}, {0}};
static const struct unit percents[] = {{"%", 1, "%"}, {0}};
static const struct unit choices[] = {{0}};
static const struct unit unknown[] = {
	{"", 1, NULL},       {"%", 1, NULL},      {"ns", 1, NULL},
	{"us", 1e3, NULL},   {"ms", 1e6, NULL},   {"s", 1e9, NULL},
	{"min", 60e9, NULL}, {"h", 3600e9, NULL}, {"k", 1e3, NULL},
	{"m", 1e6, NULL},    {"g", 1e9, NULL},    {0},
};

/* A kind by its word in results. */
static const struct {
	const char *word;
	const struct unit *units;
} kinds[] = {
	[KIND_UNKNOWN] = {"", unknown},
	[KIND_DURATION] = {"duration", durations},
	[KIND_SIZE] = {"size", sizes},
	[KIND_COUNT] = {"count", counts},
	[KIND_PERCENT] = {"percent", percents},
	[KIND_CHOICE] = {"choice", choices},
};

enum value_kind param_kind(const char *word)
{
	for (size_t i = 0; word && i < sizeof kinds / sizeof *kinds; i++)
		if (!strcmp(kinds[i].word, word))
			return (enum value_kind)i;
	return KIND_UNKNOWN;
}

/* Reads a number and its unit: NULL if the text is a word. The suffix is where
 * the digits end. */
static const struct unit *read_number(const char *text, enum value_kind kind,
				      double *number, const char **suffix)
{
	char *end;

	*number = strtod(text, &end);
	*suffix = end;
	if (end == text || !isfinite(*number))
		return NULL;
	for (const struct unit *u = kinds[kind].units; u->suffix; u++)
		if (!strcmp(end, u->suffix))
			return u;
	return NULL;
}

double param_number(const char *text, enum value_kind kind)
{
	const char *suffix;
	double number;
	const struct unit *unit = read_number(text, kind, &number, &suffix);

	return unit ? number * unit->size : NAN;
}

/* Writes it in the next larger unit if that takes three digits at most and is
 * exact: 1500us is 1.5 ms, but 1234us stays what it is, and so does what was
 * written without a unit: 1024 tasks. */
static bool write_shorter(double number, const struct unit *unit,
			  char to[PARAM_WORDS])
{
	const struct unit *next = unit + 1;
	double shown;

	if (!next->suffix || !*unit->words)
		return false;
	shown = number * unit->size / next->size;
	snprintf(to, PARAM_WORDS, "%.3g", shown);
	if (shown < 1 || strtod(to, NULL) != shown)
		return false;
	snprintf(to, PARAM_WORDS, "%.3g %s", shown, next->words);
	return true;
}

char *param_words(const struct param_value *value, char to[PARAM_WORDS])
{
	const char *suffix;
	double number;
	const struct unit *unit =
		read_number(value->text, value->kind, &number, &suffix);
	int digits = unit ? (int)(suffix - value->text) : 0;

	if (!unit || !unit->words || digits > PARAM_WORDS - 8)
		snprintf(to, PARAM_WORDS, "%.24s", value->text);
	else if (digits < 4 || !write_shorter(number, unit, to))
		snprintf(to, PARAM_WORDS, "%.*s%s%s", digits, value->text,
			 *unit->words ? " " : "", unit->words);
	return to;
}
