/*
 * units.c - numbers as people write them, read and written exactly.
 *
 * A table per kind holds its units, smallest first, and nothing else knows any.
 * A decimal number is read as an integer and a power of ten in 128 bits, so
 * 1.5ms is exactly 1500000 ns and 1.5ns is refused: what the harness is told
 * never passes through floating point.
 */
#include "base/units.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Of a number's digits: more would not fit 128 bits times an hour. */
enum { MOST_DIGITS = 25 };

/* Words longer than this have no neighbours. */
enum { MOST_WORD = 64 };

const char *const unit_kinds[] = {
	[PARAM_UNKNOWN] = "",        [PARAM_DURATION] = "duration",
	[PARAM_SIZE] = "size",       [PARAM_COUNT] = "count",
	[PARAM_PERCENT] = "percent", [PARAM_CHOICE] = "choice",
};

/* As it is written, how many of the base unit it is, and what a reader knows it
 * as. */
struct unit {
	const char *name;
	int64_t factor;
	const char *words;
};

/* Tables end with a NULL name. The first row is how a number without any
 * larger unit is written. */
static const struct unit durations[] = {
	{"ns", 1, "ns"},
	{"us", US, "µs"},
	{"ms", MS, "ms"},
	{"s", S, "s"},
	{"m", 60 * S, "min"},
	{"h", 3600 * S, "h"},
	{0},
};
static const struct unit sizes[] = {
	{"", 1, "B"},
	{"k", 1 << 10, "KiB"},
	{"m", 1 << 20, "MiB"},
	{"g", 1 << 30, "GiB"},
	{0},
};
static const struct unit counts[] = {
	{"", 1, ""}, {"k", 1000, "k"}, {"m", 1000000, "M"}, {0}};
static const struct unit percents[] = {{"%", 1, "%"}, {0}};
static const struct unit choices[] = {{0}};
static const struct unit guesses[] = {
	{"", 1},     {"%", 1},       {"ns", 1},         {"us", US},
	{"ms", MS},  {"s", S},       {"min", 60 * S},   {"h", 3600 * S},
	{"k", 1000}, {"m", 1000000}, {"g", 1000000000}, {0},
};

static const struct unit *const units[] = {
	[PARAM_UNKNOWN] = guesses,  [PARAM_DURATION] = durations,
	[PARAM_SIZE] = sizes,       [PARAM_COUNT] = counts,
	[PARAM_PERCENT] = percents, [PARAM_CHOICE] = choices,
};

enum param_kind unit_kind(const char *word)
{
	for (int i = PARAM_DURATION; word && i <= PARAM_CHOICE; i++)
		if (strcmp(unit_kinds[i], word) == 0)
			return (enum param_kind)i;
	return PARAM_UNKNOWN;
}

/* A number as it is written: number / scale of a unit. */
struct written {
	__int128 number, scale;
	const struct unit *unit;
	const char *suffix; /* where the digits end */
};

/* The unit of that name, or NULL. Capitals mean the same, as in 64K. Zero needs
 * none, nor does a percentage. */
static const struct unit *find_unit(enum param_kind kind, const char *name,
				    bool zero)
{
	for (const struct unit *u = units[kind]; u->name; u++)
		if (strcasecmp(u->name, name) == 0)
			return u;
	if (!*name && units[kind]->name && (zero || kind == PARAM_PERCENT))
		return units[kind];
	return NULL;
}

/* Reads digits with at most one point, and a unit. */
static bool read_written(enum param_kind kind, const char *text,
			 struct written *to)
{
	bool negative = *text == '-', point = false;
	unsigned digits = 0;

	*to = (struct written){.scale = 1};
	for (text += negative;
	     isdigit((unsigned char)*text) || (*text == '.' && !point);
	     text++) {
		if (*text == '.') {
			point = true;
			continue;
		}
		if (++digits > MOST_DIGITS)
			return false;
		to->number = to->number * 10 + (*text - '0');
		to->scale *= point ? 10 : 1;
	}
	if (!digits || text[-1] == '.')
		return false;
	to->suffix = text;
	to->unit = find_unit(kind, text, to->number == 0);
	if (negative)
		to->number = -to->number;
	return to->unit;
}

bool unit_parse(enum param_kind kind, const char *text, int64_t *value)
{
	struct written written;
	__int128 number;

	if (kind == PARAM_UNKNOWN || !read_written(kind, text, &written))
		return false;
	number = written.number * written.unit->factor;
	if (number % written.scale != 0)
		return false;
	number /= written.scale;
	if (number > INT64_MAX || number < -INT64_MAX)
		return false;
	*value = (int64_t)number;
	return true;
}

double unit_number(enum param_kind kind, const char *text)
{
	struct written written;

	if (!read_written(kind, text, &written))
		return NAN;
	return (double)(written.number * written.unit->factor) /
	       (double)written.scale;
}

/* Writes it in the next larger unit if that takes three digits at most and is
 * exact: 1500us is 1.5 ms, but 1234us stays what it is, and so does what was
 * written without a unit: 1024 tasks. */
static bool write_shorter(const struct written *written, char to[UNIT_TEXT])
{
	const struct unit *unit = written->unit, *next = unit + 1;
	double shown;

	if (!next->name || !*unit->words)
		return false;
	shown = (double)(written->number * unit->factor) /
		(double)(written->scale * next->factor);
	snprintf(to, UNIT_TEXT, "%.3g", shown);
	if (shown < 1 || strtod(to, NULL) != shown)
		return false;
	snprintf(to, UNIT_TEXT, "%.3g %s", shown, next->words);
	return true;
}

char *unit_words(enum param_kind kind, const char *text, char to[UNIT_TEXT])
{
	struct written written;
	bool read = read_written(kind, text, &written);
	int digits = read ? (int)(written.suffix - text) : 0;
	const char *words = read ? written.unit->words : NULL;

	/* A zero that was written without a unit. */
	if (read && !*written.suffix && *written.unit->name)
		words = NULL;
	if (!words || digits > UNIT_TEXT - 8)
		snprintf(to, UNIT_TEXT, "%.24s", text);
	else if (digits < 4 || !write_shorter(&written, to))
		snprintf(to, UNIT_TEXT, "%.*s%s%s", digits, text,
			 *words ? " " : "", words);
	return to;
}

char *unit_format(enum param_kind kind, int64_t value, char to[UNIT_TEXT])
{
	const struct unit *best = units[kind];

	for (const struct unit *u = best; value && u->name; u++)
		if (value % u->factor == 0)
			best = u;
	snprintf(to, UNIT_TEXT, "%" PRId64 "%s", value / best->factor,
		 value || kind == PARAM_PERCENT ? best->name : "");
	return to;
}

const char *unit_example(enum param_kind kind)
{
	switch (kind) {
	case PARAM_DURATION:
		return "a duration such as 5ms or 100us";
	case PARAM_SIZE:
		return "a size such as 4096 or 64k";
	case PARAM_PERCENT:
		return "a whole percentage such as 25%";
	case PARAM_CHOICE:
		return "one of the choices";
	default:
		return "a count such as 64 or 10k";
	}
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Edits between two words: letters put in, left out, replaced, or two
 * neighbours swapped. Both are shorter than MOST_WORD. */
static unsigned edits(const char *a, const char *b)
{
	unsigned rows[3][MOST_WORD + 1], *before = rows[0], *last = rows[1];
	unsigned *row = rows[2], *spare;
	size_t n = strlen(b);

	for (size_t j = 0; j <= n; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; a[i - 1]; i++) {
		row[0] = (unsigned)i;
		for (size_t j = 1; j <= n; j++) {
			row[j] = least(least(row[j - 1], last[j]) + 1,
				       last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		spare = before;
		before = last;
		last = row;
		row = spare;
	}
	return last[n];
}

/* A word cut short is as near as one wrong letter. */
static unsigned distance(const char *word, const char *other)
{
	size_t length = strlen(word);

	if (length >= MOST_WORD || strlen(other) >= MOST_WORD)
		return MOST_WORD;
	if (length >= 2 && strncmp(word, other, length) == 0)
		return length != strlen(other);
	return edits(word, other);
}

const char *unit_nearest(const char *word, const char *const *words, size_t n)
{
	unsigned near = (unsigned)least((unsigned)strlen(word), MOST_WORD) / 3;
	unsigned best = (near ? near : 1) + 1;
	const char *found = NULL;

	for (size_t i = 0; i < n; i++) {
		unsigned d = distance(word, words[i]);

		if (d < best) {
			best = d;
			found = words[i];
		}
	}
	return found;
}
