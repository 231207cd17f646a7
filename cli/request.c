/*
 * request.c - reads the options of `avt run`.
 *
 * Each option is checked where it is read, so that the complaint can name the
 * option and the word. What depends on several options is checked at the end.
 */
#include "cli/request.h"

#include "cli/cli.h"
#include "cli/request_words.h"
#include "harness/record/clock.h"
#include "harness/contract/workload.h"

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
	LOG,
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
	{"slo", SLO, "pNN=TIME", 0,
	 "find the highest rate that keeps a percentile of the response under "
	 "a slo, such as p99=10ms",
	 0},
	{"log", LOG, "FILE", OPTION_HIDDEN, NULL, 0},
	{0},
};

/* The options that hold one number. */
static error_t parse_number(int key, const char *value, struct request *request)
{
	switch (key) {
	case 'd':
		request->duration_ns = request_number("-d", PARAM_DURATION,
						      value, MS, MOST_DURATION);
		return 0;
	case 'n':
		request->tasks =
			request_number("-n", PARAM_COUNT, value, 1, MOST_TASKS);
		return 0;
	case WARMUP:
		request->warmup_ns = request_number("--warmup", PARAM_DURATION,
						    value, 0, MOST_DURATION);
		return 0;
	case 'R':
		request->rounds = request_number("--rounds", PARAM_COUNT, value,
						 1, MOST_ROUNDS);
		return 0;
	case SEED:
		request->seed = request_number("--seed", PARAM_COUNT, value, 0,
					       INT64_MAX);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* All the others. Words are read in request_words.c; nothing here depends on
 * the order of options. */
static error_t parse(int key, char *value, struct argp_state *state)
{
	struct request *request = state->input;

	switch (key) {
	case 'w':
		request_workloads(request, value);
		return 0;
	case 'r':
		request_contestants(request, value);
		return 0;
	case 'c':
		request_concurrencies(request, value);
		return 0;
	case 's':
		request_setting(request, value);
		return 0;
	case CPUS:
		request_cpus(value, request->cpus);
		return 0;
	case PEER_CPUS:
		request_cpus(value, request->peer_cpus);
		return 0;
	case CALIBRATION:
		request->calibration = request_calibration(value);
		return 0;
	case 'j':
		request->json = true;
		return 0;
	case RATE:
		request->rate = (double)request_number(
			"--rate", PARAM_COUNT, value, 1, CELL_MOST_RATE);
		return 0;
	case ARRIVALS:
		request->arrivals = request_arrivals(value);
		return 0;
	case SLO:
		request_slo(value, &request->slo);
		return 0;
	case LOG:
		request->log = value;
		return 0;
	case FAULT:
		request->fault = request_fault(value);
		return 0;
	default:
		return parse_number(key, value, request);
	}
}

/* A search finds its rates itself; how tasks arrive is kept aside, since the
 * cells are those of the closed load that it begins with. */
static void complete_search(struct request *request)
{
	if (request->rate > 0)
		cli_usage("--slo and --rate exclude each other: it finds the "
			  "rate");
	if (request->tasks > 0)
		cli_usage("--slo goes with -d: an open load has a duration");
	if (request->rounds > 1)
		cli_usage("--slo and --rounds exclude each other: it confirms "
			  "by three runs");
	request->searched = request->arrivals == ARRIVALS_CLOSED
				    ? ARRIVALS_POISSON
				    : request->arrivals;
	request->arrivals = ARRIVALS_CLOSED;
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
	if (request->slo.most_ns)
		complete_search(request);
	else if (request->arrivals != ARRIVALS_CLOSED && request->rate <= 0)
		cli_usage("--arrivals goes with --rate: how many per second");
	if (request->rate > 0 && request->tasks > 0)
		cli_usage("--rate goes with -d: an open load has a duration");
	if (request->rate > 0 && request->arrivals == ARRIVALS_CLOSED)
		request->arrivals = ARRIVALS_POISSON;
	/* In an open load this is a bound, which should not be the limit. */
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
		.warmup_ns = -1, /* not given: 0 can be meant */
		.rounds = 1,
		.seed = (int64_t)(mix64((uint64_t)clock_now()) >> 32),
	};
	cli_parse(&argp, argc, argv, request);
	complete(request);
	request_make_cells(request);
}
