/*
 * request.c - reads the command line of `avt run` and makes its cells.
 *
 * Each option is checked where it is read, so that the complaint can name the
 * option and the word. What depends on several options is checked at the end.
 * Then comes the grid: a parameter that only some of the workloads have is set
 * in those; one that none has is a mistake.
 */
#include "cli/request.h"

#include "base/units.h"
#include "bench/suite/placement.h"
#include "cli/cli.h"
#include "harness/contract/workload.h"
#include "harness/fault/fault.h"
#include "harness/record/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Beyond these a number is a slip of the hand. */
#define MOST_TASKS    1000000000
#define MOST_DURATION (3600 * S)
#define MOST_WARMUP   (500 * MS) /* unless --warmup says more */

enum {
	MOST_ROUNDS = 1000,
	OPEN_SLOTS = 1000, /* tasks that a loop holds at once, unless -c says */
};

/* Options without a letter: keys beyond any character. */
enum {
	WARMUP = 256,
	SEED,
	CPUS,
	PEER_CPUS,
	CALIBRATION,
	RATE,
	ARRIVALS,
	FAULT,
	SLO,
	SLACK,
	LOG,
	UNSTEADY,
};

static const struct argp_option options[] = {
	{"workload", 'w', "NAME[,...]", 0, "What to do; avt list names them",
	 1},
	{"runner", 'r', "RUNNER[,...]", 0,
	 "How to run it: RUNNER, RUNNER:N, RUNNER:cores or RUNNER:match; +H "
	 "gives each loop H helper threads",
	 2},
	{"concurrency", 'c', "N[,...]", 0,
	 "Tasks in flight (default: 1). With --rate and --slo the most that a "
	 "loop or threads:match holds (default: 1000)",
	 3},
	{"set", 's', "NAME=VALUE", 0, "Set a parameter of the workload", 4},
	{"duration", 'd', "TIME", 0, "Measurement time (default: 1s)", 5},
	{"tasks", 'n', "TASKS", 0, "Run a fixed number of tasks instead", 6},
	{"warmup", WARMUP, "TIME", 0,
	 "Run before measuring (default: a fifth of -d, at most 500ms)", 7},
	{"rounds", 'R', "N", 0, "Measure every cell N times (default: 1)", 8},
	{"seed", SEED, "N", 0, "Seed of the run order", 9},
	{"cpus", CPUS, "SET", 0,
	 "CPUs of the contestant: a list such as 0-1,3, or all, first, rest",
	 10},
	{"peer-cpus", PEER_CPUS, "SET", 0, "CPUs of the peer, likewise", 11},
	{"rate", RATE, "R", 0,
	 "Open loop: R tasks arrive per second, regardless of earlier ones",
	 12},
	{"arrivals", ARRIVALS, "KIND", 0,
	 "Arrivals of the open loop: poisson (default) or constant", 13},
	{"slo", SLO, "pNN=TIME", 0,
	 "Find the highest rate that meets a latency SLO, such as p99=10ms",
	 14},
	{"slack", SLACK, "TIME", 0,
	 "How late timers of all models may be (default: 50us, the kernel's)",
	 15},
	{"unsteady", UNSTEADY, NULL, 0,
	 "Allow runs that are too short for a steady state: a first look", 15},
	{"json", 'j', NULL, 0, "Print one line of JSON per run, nothing else",
	 16},
	{"calibration", CALIBRATION, "R", OPTION_HIDDEN, NULL, 0},
	{"fault", FAULT, "FAULT", OPTION_HIDDEN, NULL, 0},
	{"log", LOG, "FILE", OPTION_HIDDEN, NULL, 0},
	{0},
};

/* Says the kind if it is no number, the limits if it is one beyond them. */
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

static void add_workloads(struct request *request, char *list)
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

static void add_contestants(struct request *request, char *list)
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

static void add_concurrencies(struct request *request, char *list)
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
static void add_setting(struct request *request, const char *text)
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
static void read_cpus(const char *words, char to[CELL_CPUS])
{
	char error[CELL_ERROR];

	if (!placement_resolve(words, to, error))
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

/* "closed" is a load, but no way to arrive. */
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

/* Which percentile, and how long at most. */
static void read_slo(const char *text, struct slo *to)
{
	char error[CELL_ERROR];

	if (!slo_parse(text, to, error))
		cli_usage("--slo: %s", error);
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
	case SLACK:
		request->slack_ns = read_number("--slack", PARAM_DURATION,
						value, 1, CELL_MOST_SLACK_NS);
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

/* All the others. Nothing here depends on the order of options. */
static error_t parse(int key, char *value, struct argp_state *state)
{
	struct request *request = state->input;

	switch (key) {
	case 'w':
		add_workloads(request, value);
		return 0;
	case 'r':
		add_contestants(request, value);
		return 0;
	case 'c':
		add_concurrencies(request, value);
		return 0;
	case 's':
		add_setting(request, value);
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
	case UNSTEADY:
		request->unsteady = true;
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
	case SLO:
		read_slo(value, &request->slo);
		return 0;
	case LOG:
		request->log = value;
		return 0;
	case FAULT:
		request->fault = read_fault(value);
		return 0;
	default:
		return parse_number(key, value, request);
	}
}

/* A search finds its rates itself; how tasks arrive is kept aside, since the
 * cells are those of the closed loop that it begins with. */
static void complete_search(struct request *request)
{
	if (request->rate > 0)
		cli_usage("--slo finds the rate: leave out --rate");
	if (request->tasks > 0)
		cli_usage("--slo needs -d, not -n: an open loop has a "
			  "duration");
	if (request->rounds > 1)
		cli_usage("--slo confirms by three runs: leave out "
			  "--rounds");
	request->searched = request->arrivals == ARRIVALS_CLOSED
				    ? ARRIVALS_POISSON
				    : request->arrivals;
	request->arrivals = ARRIVALS_CLOSED;
}

/* Sets what was not given, and refuses what does not go together. */
static void complete(struct request *request)
{
	if (!request->n_workloads)
		cli_usage("-w WORKLOAD missing; `avt list` names them");
	if (!request->n_contestants)
		cli_usage("-r CONTESTANT missing, such as async,threads:4");
	if (request->tasks > 0 && request->duration_ns > 0)
		cli_usage("-d and -n exclude each other");
	if (request->tasks > 0 && request->warmup_ns > 0)
		cli_usage("--warmup needs -d: a batch (-n) has none");
	if (request->tasks > 0 && request->unsteady)
		cli_usage("--unsteady needs -d: a batch (-n) has no steady "
			  "state");
	if (request->slo.most_ns)
		complete_search(request);
	else if (request->arrivals != ARRIVALS_CLOSED && request->rate <= 0)
		cli_usage("--arrivals needs --rate");
	if (request->rate > 0 && request->tasks > 0)
		cli_usage("--rate needs -d, not -n: an open loop has a "
			  "duration");
	if (request->rate > 0 && request->arrivals == ARRIVALS_CLOSED)
		request->arrivals = ARRIVALS_POISSON;
	/* In an open loop this is a bound, which should not be the limit. */
	if (!request->n_concurrencies)
		request->concurrencies[request->n_concurrencies++] =
			request->rate > 0 || request->slo.most_ns ? OPEN_SLOTS
								  : 1;
	/* Only now: a duration that was given excludes tasks. */
	if (!request->tasks && !request->duration_ns)
		request->duration_ns = S;
	if (request->warmup_ns < 0)
		request->warmup_ns = request->duration_ns / 5 < MOST_WARMUP
					     ? request->duration_ns / 5
					     : MOST_WARMUP;
}

/* Parameters are filled in with the workload, all of them. */
static bool has_param(const struct cell *cell, const char *name)
{
	for (unsigned i = 0; i < cell->n_params; i++)
		if (strcmp(cell->params[i].name, name) == 0)
			return true;
	return false;
}

/* Complains about a parameter that none of the workloads has. */
static void unknown_param(const struct request *request, const char *name)
{
	const char *names[REQUEST_MOST * CELL_PARAMS];
	char error[CELL_ERROR];
	unsigned step = request->n_cells / request->n_workloads;
	size_t n = 0;

	for (unsigned i = 0; i < request->n_cells; i += step)
		for (unsigned p = 0; p < request->cells[i].n_params; p++) {
			const char *other = request->cells[i].params[p].name;
			size_t known = 0;

			while (known < n && strcmp(names[known], other) != 0)
				known++;
			if (known == n)
				names[n++] = other;
		}
	cell_unknown(error, "parameter", name, names, n);
	cli_usage("%s", error);
}

/* Sets one parameter in all cells that have it. */
static void apply(struct request *request, const struct setting *setting)
{
	char error[CELL_ERROR];
	bool used = false;

	for (unsigned i = 0; i < request->n_cells; i++) {
		struct cell *cell = &request->cells[i];

		if (!has_param(cell, setting->name))
			continue;
		used = true;
		if (!cell_set_param(cell, setting->name, setting->value, error))
			cli_usage("%s: %s", cell->workload, error);
	}
	if (!used)
		unknown_param(request, setting->name);
}

/* Fills one cell with everything but set parameters. */
static void fill(const struct request *request, unsigned w, unsigned c,
		 unsigned r, struct cell *cell)
{
	char error[CELL_ERROR];

	snprintf(cell->experiment, CELL_NAME, "run");
	cell->contestant = request->contestants[r];
	cell->concurrency = request->concurrencies[c];
	cell->arrivals = request->arrivals;
	cell->rate = request->rate;
	cell->tasks = (uint64_t)request->tasks;
	cell->duration_ns = request->duration_ns;
	cell->warmup_ns = request->warmup_ns;
	memcpy(cell->cpus, request->cpus, CELL_CPUS);
	memcpy(cell->peer_cpus, request->peer_cpus, CELL_CPUS);
	cell->slack_ns = request->slack_ns;
	snprintf(cell->fault, CELL_NAME, "%s", request->fault);
	cell->unsteady = request->unsteady;
	if (!cell_set_workload(cell, request->workloads[w], error) ||
	    !cell_check(cell, error))
		cli_usage("%s", error);
}

/* The cells of what was read: workloads x concurrencies x contestants. */
static void make_cells(struct request *request)
{
	unsigned n = request->n_workloads * request->n_concurrencies *
		     request->n_contestants;

	request->cells = calloc(n, sizeof *request->cells);
	if (!request->cells)
		cli_usage("%u cells do not fit in memory", n);
	for (unsigned w = 0; w < request->n_workloads; w++)
		for (unsigned c = 0; c < request->n_concurrencies; c++)
			for (unsigned r = 0; r < request->n_contestants; r++)
				fill(request, w, c, r,
				     &request->cells[request->n_cells++]);
	for (unsigned i = 0; i < request->n_settings; i++)
		apply(request, &request->settings[i]);
}

void request_read(struct request *request, int argc, char **argv)
{
	static const struct argp argp = {
		options,
		parse,
		.doc = "Measure every workload on every contestant at every "
		       "concurrency, each run in its own process.\v"
		       "Write numbers as 5ms, 100us, 64k, 10k, 25%. "
		       "`avt list` shows what can be measured.",
	};

	*request = (struct request){
		.fault = "",
		.warmup_ns = -1, /* not given: 0 can be meant */
		.rounds = 1,
		.seed = (int64_t)(mix64((uint64_t)clock_now()) >> 32),
	};
	cli_parse(&argp, argc, argv, request);
	complete(request);
	make_cells(request);
}
