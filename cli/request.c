/*
 * request.c - reads the options of `avt run`.
 *
 * Each option is checked where it is read, so that the complaint can name the
 * option and the word. What depends on several options is checked at the end.
 */
#include "cli/request.h"

#include "bench/cpus.h"
#include "cli/cli.h"
#include "harness/clock.h"
#include "harness/fault.h"
#include "harness/units.h"
#include "harness/workload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_TASKS    1000000000
#define MOST_DURATION (3600 * S)
#define MOST_WARMUP   (500 * MS) /* unless --warmup says more */

enum {
	MOST_ROUNDS = 1000,
	OPEN_SLOTS = 1000, /* tasks that a loop holds at once, unless -c says */
};

/* Options without a letter. */
enum {
	WARMUP = 256,
	SEED,
	CPUS,
	PEER_CPUS,
	CALIBRATION,
	RATE,
	ARRIVALS,
	FAULT,
};

static const struct argp_option options[] = {
	{"workload", 'w', "NAME[,...]", 0, "What to do: avt list names them",
	 1},
	{"runner", 'r', "RUNNER[,...]", 0,
	 "On what: RUNNER, RUNNER:N, RUNNER:cores or RUNNER:match; +H gives "
	 "each loop H helper threads",
	 2},
	{"concurrency", 'c', "N[,...]", 0,
	 "Tasks in flight (default: 1; with --rate the most that a loop or "
	 "threads:match holds, 1000)",
	 3},
	{"set", 's', "NAME=VALUE", 0, "Set a parameter of the workload", 4},
	{"duration", 'd', "TIME", 0, "Measure for so long (default: 1s)", 5},
	{"tasks", 'n', "TASKS", 0, "Measure a batch of so many instead", 6},
	{"warmup", WARMUP, "TIME", 0,
	 "Run before measuring (default: a fifth of -d, at most 500ms)", 7},
	{"rounds", 'R', "N", 0, "Measure every cell N times (default: 1)", 8},
	{"seed", SEED, "N", 0, "Decides the order in each round", 9},
	{"cpus", CPUS, "SET", 0,
	 "CPUs of the contestant: a list such as 0-1,3, or all, first, rest",
	 10},
	{"peer-cpus", PEER_CPUS, "SET", 0, "CPUs of the peer, likewise", 11},
	{"json", 'j', NULL, 0, "Print a line of JSON per run, nothing else",
	 12},
	{"calibration", CALIBRATION, "R", OPTION_HIDDEN, NULL, 0},
	{"fault", FAULT, "FAULT", OPTION_HIDDEN, NULL, 0},
	{"rate", RATE, "R", 0,
	 "open load: R tasks arrive per second, whatever became of those "
	 "before",
	 0},
	{"arrivals", ARRIVALS, "KIND", 0,
	 "of an open load: poisson (default) or constant", 0},
	{0},
};

/* Reads a number of an option, from least to most. */
static int64_t read_number(const char *option, enum param_kind kind,
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

static void read_workloads(struct request *request, char *list)
{
	char *item, error[CELL_ERROR];
	struct cell cell = {0};

	while ((item = next_item("-w", &list, request->n_workloads))) {
		if (!cell_set_workload(&cell, item, error))
			cli_usage("%s", error);
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

static void read_contestants(struct request *request, char *list)
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

static void read_concurrencies(struct request *request, char *list)
{
	char *item;

	while ((item = next_item("-c", &list, request->n_concurrencies))) {
		unsigned n = (unsigned)read_number("-c", PARAM_COUNT, item, 1,
						   CELL_MOST_CONCURRENCY);

		for (unsigned i = 0; i < request->n_concurrencies; i++)
			if (request->concurrencies[i] == n)
				cli_usage("-c names %u twice", n);
		request->concurrencies[request->n_concurrencies++] = n;
	}
}

/* Keeps name and value; what they mean is known when all workloads are. */
static void read_setting(struct request *request, const char *text)
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

static void read_cpus(const char *words, char to[CELL_CPUS])
{
	char error[CELL_ERROR];

	if (!cpus_resolve(words, to, error))
		cli_usage("%s", error);
}

/* The rate that a bench measured, so that its stopwatch computes the same. */
static double read_calibration(const char *text)
{
	char *end;
	double rate = strtod(text, &end);

	if (end == text || *end || !(rate > 0) || rate > 1e12)
		cli_usage("--calibration '%.40s' is not a rate per ms", text);
	return rate;
}

static enum arrivals read_arrivals(const char *word)
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
static const char *read_fault(const char *text)
{
	char error[CELL_ERROR];
	struct fault fault;

	if (!*text)
		cli_usage("--fault is empty: one is stall:5s,100ms");
	if (!fault_parse(text, &fault, error))
		cli_usage("%s", error);
	return text;
}

/* The options that hold one number. */
static error_t parse_number(int key, const char *value, struct request *request)
{
	switch (key) {
	case 'd':
		request->duration_ns = read_number("-d", PARAM_DURATION, value,
						   MS, MOST_DURATION);
		return 0;
	case 'n':
		request->tasks =
			read_number("-n", PARAM_COUNT, value, 1, MOST_TASKS);
		return 0;
	case WARMUP:
		request->warmup_ns = read_number("--warmup", PARAM_DURATION,
						 value, 0, MOST_DURATION);
		return 0;
	case 'R':
		request->rounds = read_number("--rounds", PARAM_COUNT, value, 1,
					      MOST_ROUNDS);
		return 0;
	case SEED:
		request->seed =
			read_number("--seed", PARAM_COUNT, value, 0, INT64_MAX);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct request *request = state->input;

	switch (key) {
	case 'w':
		read_workloads(request, value);
		return 0;
	case 'r':
		read_contestants(request, value);
		return 0;
	case 'c':
		read_concurrencies(request, value);
		return 0;
	case 's':
		read_setting(request, value);
		return 0;
	case CPUS:
		read_cpus(value, request->cpus);
		return 0;
	case PEER_CPUS:
		read_cpus(value, request->peer_cpus);
		return 0;
	case CALIBRATION:
		request->calibration = read_calibration(value);
		return 0;
	case 'j':
		request->json = true;
		return 0;
	case RATE:
		request->rate = (double)read_number("--rate", PARAM_COUNT,
						    value, 1, CELL_MOST_RATE);
		return 0;
	case ARRIVALS:
		request->arrivals = read_arrivals(value);
		return 0;
	case FAULT:
		request->fault = read_fault(value);
		return 0;
	default:
		return parse_number(key, value, request);
	}
}

/* Sets what was not given, and refuses what does not go together. */
static void complete(struct request *request)
{
	if (!request->n_workloads)
		cli_usage("-w WORKLOAD is missing: `avt list` names them");
	if (!request->n_contestants)
		cli_usage("-r CONTESTANT is missing, such as async,threads:4");
	if (request->tasks > 0 && request->duration_ns > 0)
		cli_usage("-d and -n exclude each other: a time or a batch");
	if (request->tasks > 0 && request->warmup_ns > 0)
		cli_usage("--warmup goes with -d: a batch has none");
	if (request->arrivals != ARRIVALS_CLOSED && request->rate <= 0)
		cli_usage("--arrivals goes with --rate: how many per second");
	if (request->rate > 0 && request->tasks > 0)
		cli_usage("--rate goes with -d: an open load has a duration");
	if (request->rate > 0 && request->arrivals == ARRIVALS_CLOSED)
		request->arrivals = ARRIVALS_POISSON;
	if (!request->n_concurrencies)
		request->concurrencies[request->n_concurrencies++] =
			request->rate > 0 ? OPEN_SLOTS : 1;
	if (!request->tasks && !request->duration_ns)
		request->duration_ns = S;
	if (request->warmup_ns < 0)
		request->warmup_ns = request->duration_ns / 5 < MOST_WARMUP
					     ? request->duration_ns / 5
					     : MOST_WARMUP;
}

void request_read(struct request *request, int argc, char **argv)
{
	static const struct argp argp = {
		options,
		parse,
		.doc = "Measures every workload on every contestant at every "
		       "concurrency, each run in a process of its own.\v"
		       "Numbers are written as 5ms, 100us, 64k, 10k, 25%. "
		       "`avt list` says what can be measured.",
	};

	*request = (struct request){
		.fault = "",
		.warmup_ns = -1,
		.rounds = 1,
		.seed = (int64_t)(mix64((uint64_t)clock_now()) >> 32),
	};
	cli_parse(&argp, argc, argv, request);
	complete(request);
	request_make_cells(request);
}
