/*
 * units.c - numbers as people write them, read and written exactly.
 *
 * A table per kind holds its units, smallest first. A decimal number is read as
 * an integer and a power of ten in 128 bits, so 1.5ms is exactly 1500000 ns and
 * 1.5ns is refused: nothing passes through floating point.
 */
#include "base/units.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Of a number's digits: more would not fit 128 bits times an hour. */
enum { MOST_DIGITS = 25 };

/* Words longer than this have no neighbours. */
enum { MOST_WORD = 64 };

const char *const unit_kinds[] = {
	[PARAM_DURATION] = "duration", [PARAM_SIZE] = "size",
	[PARAM_COUNT] = "count",       [PARAM_PERCENT] = "percent",
	[PARAM_CHOICE] = "choice",
};

struct unit {
	const char *name;
	int64_t factor;
};

/* Tables end with a NULL name. The first row is how a number without any
 * larger unit is written. */
static const struct unit durations[] = {
	{"ns", 1},     {"us", US},      {"ms", MS}, {"s", S},
	{"m", 60 * S}, {"h", 3600 * S}, {0},
};
static const struct unit sizes[] = {
	{"", 1}, {"k", 1 << 10}, {"m", 1 << 20}, {"g", 1 << 30}, {0},
};
static const struct unit counts[] = {{"", 1}, {"k", 1000}, {"m", 1000000}, {0}};
static const struct unit percents[] = {{"%", 1}, {0}};

static const struct unit *units_of(enum param_kind kind)
{
	switch (kind) {
	case PARAM_DURATION:
		return durations;
	case PARAM_SIZE:
		return sizes;
	case PARAM_PERCENT:
		return percents;
	default:
		return counts;
	}
}

/* The factor of a written unit, or 0. Capitals mean the same, as in 64K. */
static int64_t factor_of(enum param_kind kind, const char *name)
{
	for (const struct unit *u = units_of(kind); u->name; u++)
		if (strcasecmp(u->name, name) == 0)
			return u->factor;
	return 0;
}

/* Reads digits with at most one point: value = number / scale. Returns what
 * follows them, or NULL if there is no number or too long a one. */
static const char *read_digits(const char *text, __int128 *number,
			       __int128 *scale)
{
	unsigned digits = 0;
	bool point = false;

	*number = 0;
	*scale = 1;
	for (; isdigit((unsigned char)*text) || (*text == '.' && !point);
	     text++) {
		if (*text == '.') {
			point = true;
			continue;
		}
		if (++digits > MOST_DIGITS)
			return NULL;
		*number = *number * 10 + (*text - '0');
		*scale *= point ? 10 : 1;
	}
	return digits && text[-1] != '.' ? text : NULL;
}

bool unit_parse(enum param_kind kind, const char *text, int64_t *value)
{
	bool negative = *text == '-';
	__int128 number, scale;
	const char *unit = read_digits(text + negative, &number, &scale);
	int64_t factor;

	if (!unit)
		return false;
	factor = factor_of(kind, unit);
	if (!factor && *unit == '\0' && (number == 0 || kind == PARAM_PERCENT))
		factor = 1;
	if (!factor || number * factor % scale != 0)
		return false;
	number = number * factor / scale;
	if (number > INT64_MAX)
		return false;
	*value = negative ? -(int64_t)number : (int64_t)number;
	return true;
}

char *unit_format(enum param_kind kind, int64_t value, char to[UNIT_TEXT])
{
	const struct unit *best = units_of(kind);

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
