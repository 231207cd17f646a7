/*
 * suite.h - a suite: which experiments one bench makes.
 *
 * A suite is suites/NAME.ini. Section [suite] holds defaults for all; every
 * other section is an experiment, named as the section:
 *
 * title            both   one line for reports
 * rounds           both   how often each cell is measured (10)
 * duration         both   measured time of a run (200ms)
 * warmup           both   time before it (50ms)
 * cpus, peer_cpus  both   placement, see cpus.h (all, "")
 * seed             suite  of the random order (from the clock)
 * question         exp.   what the figure answers
 * claim            exp.   what is commonly said, and the experiment tests
 * holds_if         exp.   what decides it: A better|no_worse|worse than B
 *                         [at NAME=VALUE [and NAME=VALUE]], see claims.h
 * figure           exp.   curves, share, map, open or stopwatch (curves)
 * metric           exp.   what decides: a metric of cells.csv (throughput)
 * tasks            exp.   a fixed batch of so many, in place of duration
 * workload         exp.   list
 * contestants      exp.   list; async* is a copy of async
 * concurrency      exp.   list: tasks in flight (1); in an open load how many
 *                         a loop or threads:match holds (1k)
 * rate             exp.   list: an open load, arrivals a second
 * load             exp.   list: an open load, shares of each contestant's own
 *                         capacity, which the bench measures first
 * arrivals         exp.   of an open load: poisson or constant (poisson)
 * slo              exp.   a slo on the response, p99=10ms: see slo.h
 * fault            exp.   done on purpose to every run, genstop:50ms,40ms: see
 *                         docs/method.md; capacities are measured without it
 * NAME             exp.   list: a parameter of those workloads that have it
 *
 * A list with several values, separated by commas, is an axis of the grid.
 */
#ifndef BENCH_SUITE_SUITE_H
#define BENCH_SUITE_SUITE_H

#include "bench/suite/inifile.h"
#include "harness/cell/cell.h"

#include <limits.h>

enum {
	SUITE_VALUES = 64,   /* most values of one list */
	SUITE_TEXT = 512,    /* longest title or question */
	SUITE_CELLS = 20000, /* most cells of one experiment */
	SUITE_ROUNDS = 1000,
};

/* The values of one key. */
struct list {
	unsigned n;
	unsigned line; /* 0: not set */
	char value[SUITE_VALUES][CELL_NAME];
};

/* A parameter and its values, in canonical text for the first workload that
 * has it. */
struct param_list {
	char name[CELL_NAME];
	struct list values;
};

/* An experiment, or the defaults of [suite]. */
struct section {
	char name[CELL_NAME];
	unsigned line;
	char title[SUITE_TEXT], question[SUITE_TEXT];
	char claim[SUITE_TEXT], holds_if[SUITE_TEXT];
	char figure[CELL_NAME], metric[CELL_NAME];
	unsigned rounds;
	int64_t duration_ns, warmup_ns;
	uint64_t tasks; /* 0: by duration */
	uint64_t seed;  /* [suite] only; 0: from the clock */
	char cpus[CELL_CPUS], peer_cpus[CELL_CPUS]; /* resolved */
	struct list workloads, contestants, concurrency;
	struct list rates, loads; /* one of them: an open load */
	enum arrivals arrivals;
	char slo[CELL_NAME];   /* "" : none */
	char fault[CELL_NAME]; /* "" : none */
	struct param_list params[CELL_PARAMS];
	unsigned n_params;
};

/* A whole suite. */
struct suite {
	char name[CELL_NAME]; /* the file's, without .ini */
	char path[PATH_MAX];
	struct section defaults; /* [suite] */
	struct section *sections;
	size_t n_sections;
};

/* Finds the file that a word names: a path if it holds a slash or ends in .ini,
 * else a suite of the project. False with one line in error that lists them. */
bool suite_find(const char *word, char path[PATH_MAX], char error[COMPLAINT]);

/* Reads and checks everything. `metrics` are the words allowed for metric,
 * ended by NULL. On false, error holds one line and nothing needs freeing. */
bool suite_load(struct suite *suite, const char *path,
		const char *const *metrics, char error[COMPLAINT]);

/* Gives the experiments back. */
void suite_free(struct suite *suite);

/* The parameter of that name in that section, or NULL. */
const struct param_list *section_param(const struct section *section,
				       const char *name);

#endif
