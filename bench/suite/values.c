/*
 * values.c - reads the values of keys: texts, numbers with units, words, CPUs
 * and lists. Whether the words of a list mean something is for grid.c.
 *
 * Every reader writes to value->place, whose type only the table in keys.c
 * knows: the cast in each reader is that table's slo. A reader that says
 * false has complained.
 */
#include "bench/suite/values.h"

#include "bench/suite/cpu_words.h"
#include "bench/suite/slo.h"
#include "harness/fault/fault.h"
#include "base/units.h"

#include <stdio.h>
#include <string.h>

/* What analysis/figures/figures.c can draw. */
static const char *const figures[] = {"curves", "share", "map", "open",
				      "stopwatch"};

/* Complains of the whole entry, as it was written. Always false. */
static bool wrong(const struct value *value, const char *why)
{
	return complain(&value->keys->complaint, value->entry->line,
			"%s = %s: %s", value->entry->name, value->entry->value,
			why);
}

bool value_text(const struct value *value)
{
	if (snprintf(value->place, SUITE_TEXT, "%s", value->entry->value) >=
	    SUITE_TEXT)
		return wrong(value, "too long");
	return true;
}

/* As many as analysis/verdict/condition.c reads. */
enum { MOST_WHERE = 4 };

/* Whether what follows B is "at NAME=VALUE", and after it up to three times
 * "and NAME=VALUE". */
static bool is_where(const char *text)
{
	const char *word = "at";
	char got[8], where[32];
	int n, times = 0;

	while (sscanf(text, "%7s %31s%n", got, where, &n) == 2) {
		if (strcmp(got, word) != 0 || !strchr(where, '=') ||
		    times++ == MOST_WHERE)
			return false;
		text += n;
		word = "and";
	}
	return !text[strspn(text, " \t")];
}

/* Only the form: which contestants there are is not known yet. */
bool value_condition(const struct value *value)
{
	char a[32], relation[32], than[32], b[32];
	int n = 0;

	if (sscanf(value->entry->value, "%31s %31s %31s %31s%n", a, relation,
		   than, b, &n) != 4)
		return wrong(value, "not A better than B [at NAME=VALUE]");
	if (strcmp(than, "than") != 0 || (strcmp(relation, "better") != 0 &&
					  strcmp(relation, "no_worse") != 0 &&
					  strcmp(relation, "worse") != 0))
		return wrong(value, "not better than, worse than or no_worse "
				    "than");
	if (!is_where(value->entry->value + n))
		return wrong(value, "after B only at NAME=VALUE [and "
				    "NAME=VALUE] may follow, four at most");
	return value_text(value);
}

/* Reads a number of a kind within limits, both included. */
static bool read_number(const struct value *value, enum param_kind kind,
			int64_t least, int64_t most, int64_t *number)
{
	char low[UNIT_TEXT], high[UNIT_TEXT], why[128];

	if (unit_parse(kind, value->entry->value, number) && *number >= least &&
	    *number <= most)
		return true;
	snprintf(why, sizeof why, "not %s from %s to %s", unit_example(kind),
		 unit_format(kind, least, low), unit_format(kind, most, high));
	return wrong(value, why);
}

bool value_rounds(const struct value *value)
{
	int64_t number;

	/* Fewer than 6 give no verdict, but are good for a first look. */
	if (!read_number(value, PARAM_COUNT, 1, SUITE_ROUNDS, &number))
		return false;
	*(unsigned *)value->place = (unsigned)number;
	return true;
}

/* Below a millisecond a run is all start and end. */
bool value_duration(const struct value *value)
{
	return read_number(value, PARAM_DURATION, MS, 3600 * S, value->place);
}

bool value_warmup(const struct value *value)
{
	return read_number(value, PARAM_DURATION, 0, 3600 * S, value->place);
}

bool value_tasks(const struct value *value)
{
	int64_t number;

	if (!read_number(value, PARAM_COUNT, 1, 1000000000, &number))
		return false;
	*(uint64_t *)value->place = (uint64_t)number;
	return true;
}

bool value_seed(const struct value *value)
{
	int64_t number;

	/* 2^53: what other readers of JSON hold exactly. */
	if (!read_number(value, PARAM_COUNT, 1, INT64_C(1) << 53, &number))
		return false;
	*(uint64_t *)value->place = (uint64_t)number;
	return true;
}

bool value_cpus(const struct value *value)
{
	char error[CELL_ERROR];

	return cpu_words_resolve(value->entry->value, value->place, error) ||
	       wrong(value, error);
}

/* Takes one of the allowed words. */
static bool read_word(const struct value *value, const char *const *words,
		      size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(value->entry->value, words[i]) != 0)
			continue;
		snprintf(value->place, CELL_NAME, "%s", words[i]);
		return true;
	}
	return complain_word(&value->keys->complaint, value->entry->line,
			     value->entry->name, value->entry->value, words, n);
}

bool value_figure(const struct value *value)
{
	return read_word(value, figures, sizeof figures / sizeof *figures);
}

/* The words are the analysis' and come from the caller: bench/ does not know
 * what is analysed. */
bool value_metric(const struct value *value)
{
	size_t n = 0;

	while (value->keys->metrics[n])
		n++;
	return read_word(value, value->keys->metrics, n);
}

/* "closed" is a load, but no way to arrive. */
bool value_arrivals(const struct value *value)
{
	const char *const *words = arrivals_words + ARRIVALS_POISSON;
	size_t n = 0;

	for (; words[n]; n++)
		if (strcmp(value->entry->value, words[n]) == 0) {
			*(enum arrivals *)value->place =
				(enum arrivals)(ARRIVALS_POISSON + n);
			return true;
		}
	return complain_word(&value->keys->complaint, value->entry->line,
			     value->entry->name, value->entry->value, words, n);
}

bool value_slo(const struct value *value)
{
	struct slo slo;
	char error[CELL_ERROR];

	/* Kept as text: it is part of the cell, which is written as text. */
	if (!slo_parse(value->entry->value, &slo, error))
		return wrong(value, error);
	snprintf(value->place, CELL_NAME, "%s", value->entry->value);
	return true;
}

/* Whether it can happen to the section's loads is for grid.c. */
bool value_fault(const struct value *value)
{
	struct fault fault;
	char error[CELL_ERROR];

	if (!*value->entry->value)
		return wrong(value, "empty: one is stall:5s,100ms");
	if (!fault_parse(value->entry->value, &fault, error))
		return wrong(value, error);
	snprintf(value->place, CELL_NAME, "%s", value->entry->value);
	return true;
}

/* Adds one value of a list, white space around it cut off. */
static bool add_value(const struct value *value, struct list *list,
		      const char *from, size_t length)
{
	while (length && strchr(" \t", *from))
		from++, length--;
	while (length && strchr(" \t", from[length - 1]))
		length--;
	if (!length)
		return wrong(value, "a value is missing");
	if (length >= CELL_NAME)
		return wrong(value, "a value is too long");
	if (list->n == SUITE_VALUES)
		return wrong(value, "more than 64 values");
	memcpy(list->value[list->n], from, length);
	list->value[list->n++][length] = '\0';
	return true;
}

/* An empty value is one empty item, and is complained of as such. */
bool value_list(const struct value *value)
{
	struct list *list = value->place;
	const char *from = value->entry->value;
	size_t length;

	*list = (struct list){.line = value->entry->line};
	for (;; from += length + 1) {
		length = strcspn(from, ",");
		if (!add_value(value, list, from, length))
			return false;
		if (!from[length])
			return true;
	}
}
