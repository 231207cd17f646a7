/*
 * request_words.c - the words behind the options of `avt run`: lists, numbers,
 * names. A wrong one ends the program with a line that names it.
 */
#include "cli/request_words.h"

#include "bench/suite/placement.h"
#include "cli/cli.h"
#include "harness/fault/fault.h"
#include "base/units.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Says the kind if it is no number, the limits if it is one beyond them. */
int64_t request_number(const char *option, enum param_kind kind,
		       const char *text, int64_t least, int64_t most)
{
	char from[UNIT_TEXT], to[UNIT_TEXT];
	int64_t value;

	if (!unit_parse(kind, text, &value))
		cli_usage("%s '%.40s' is not %s", option, text,
			  unit_example(kind));
	if (value < least || value > most)
		cli_usage("%s '%.40s' is out of range: %s to %s", option, text,
			  unit_format(kind, least, from),
			  unit_format(kind, most, to));
	return value;
}

/* Cuts the next item off a list, in place; NULL at its end. */
static char *next_item(const char *option, char **list, unsigned n)
{
	char *item = strsep(list, ",");

	if (item && !*item)
		cli_usage("%s has an empty item in its list", option);
	if (item && n == REQUEST_MOST)
		cli_usage("%s '%.40s' is one too many: at most %d", option,
			  item, REQUEST_MOST);
	return item;
}

void request_workloads(struct request *request, char *list)
{
	char *item, error[CELL_ERROR];
	struct cell cell = {0};

	while ((item = next_item("-w", &list, request->n_workloads))) {
		if (!cell_set_workload(&cell, item, error))
			cli_usage("%s", error);
		/* Twice the same would be two cells with one id. */
		for (unsigned i = 0; i < request->n_workloads; i++)
			if (strcmp(item, request->workloads[i]) == 0)
				cli_usage("-w names %s twice", item);
		request->workloads[request->n_workloads++] = item;
	}
}

/* Whether two contestants are one, however they are written. */
static bool same(const struct contestant *a, const struct contestant *b)
{
	return contestant_is_copy(a) == contestant_is_copy(b) &&
	       strcmp(a->runner, b->runner) == 0 && a->kind == b->kind &&
	       a->size == b->size && a->helpers == b->helpers;
}

void request_contestants(struct request *request, char *list)
{
	char *item, error[CELL_ERROR];

	while ((item = next_item("-r", &list, request->n_contestants))) {
		struct contestant *new =
			&request->contestants[request->n_contestants];

		if (!contestant_parse(item, new, error))
			cli_usage("%s", error);
		for (struct contestant *c = request->contestants; c < new; c++)
			if (same(c, new))
				cli_usage("-r names one contestant twice: %s "
					  "and %s",
					  c->text, new->text);
		request->n_contestants++;
	}
}

void request_concurrencies(struct request *request, char *list)
{
	char *item;

	while ((item = next_item("-c", &list, request->n_concurrencies))) {
		unsigned n = (unsigned)request_number("-c", PARAM_COUNT, item,
						      1, CELL_MOST_CONCURRENCY);

		for (unsigned i = 0; i < request->n_concurrencies; i++)
			if (request->concurrencies[i] == n)
				cli_usage("-c names %u twice", n);
		request->concurrencies[request->n_concurrencies++] = n;
	}
}

/* Keeps name and value; what they mean is known when all workloads are. */
void request_setting(struct request *request, const char *text)
{
	const char *value = strchr(text, '=');
	struct setting *new = &request->settings[request->n_settings];

	if (!value || value == text || !value[1])
		cli_usage("-s '%.40s' is not a parameter's name=value", text);
	if (request->n_settings == REQUEST_MOST)
		cli_usage("-s '%.40s' is one too many: at most %d", text,
			  REQUEST_MOST);
	if (value - text >= CELL_NAME || strlen(value + 1) >= CELL_VALUE)
		cli_usage("-s '%.40s...' is too long", text);
	snprintf(new->name, sizeof new->name, "%.*s", (int)(value - text),
		 text);
	snprintf(new->value, sizeof new->value, "%s", value + 1);
	request->n_settings++;
}

/* A word such as "rest" becomes a list here: cells hold lists only. */
void request_cpus(const char *words, char to[CELL_CPUS])
{
	char error[CELL_ERROR];

	if (!placement_resolve(words, to, error))
		cli_usage("%s", error);
}

/* The rate that a bench measured, so that its stopwatch computes the same. */
double request_calibration(const char *text)
{
	char *end;
	double rate = strtod(text, &end);

	if (end == text || *end || !(rate > 0) || rate > 1e12)
		cli_usage("--calibration '%.40s' is not a rate per ms", text);
	return rate;
}

/* "closed" is a load, but no way to arrive. */
enum arrivals request_arrivals(const char *word)
{
	char error[CELL_ERROR];
	size_t n = 0;

	for (; arrivals_words[n]; n++)
		if (n != ARRIVALS_CLOSED &&
		    strcmp(word, arrivals_words[n]) == 0)
			return (enum arrivals)n;
	cell_unknown(error, "arrivals", word, arrivals_words + 1, n - 1);
	cli_usage("%s", error);
}

/* A fault that can be read; whether it suits a cell shows later. */
const char *request_fault(const char *text)
{
	char error[CELL_ERROR];
	struct fault fault;

	if (!*text)
		cli_usage("--fault is empty: one is stall:5s,100ms");
	if (!fault_parse(text, &fault, error))
		cli_usage("%s", error);
	return text;
}

/* Which percentile, and how long at most. */
void request_slo(const char *text, struct slo *to)
{
	char error[CELL_ERROR];

	if (!slo_parse(text, to, error))
		cli_usage("--slo: %s", error);
}
