/*
 * suite.h - a suite: which experiments one bench makes.
 *
 * A suite is suites/NAME.ini. Section [suite] holds defaults for all; every
 * other section is an experiment, named as the section:
 *
 * title            both   one line for reports
 * rounds           both   how often each cell is measured (10)
 * duration         both   measured time of a run, at least (200ms)
 * warmup           both   time before it, at least (50ms)
 * lengths          both   pilots: before the first round pilot runs find how
 *                         long the runs of each point have to be; fixed: as long
 *                         as duration and warmup say, and no longer (pilots)
 * steady           both   off: runs may be too short for a steady state, and
 *                         say so (on); see docs/method.md
 * cpus, peer_cpus  both   placement, see placement.h (all, "")
 * seed             suite  of the random order (from the clock)
 * question         exp.   what the figure answers
 * claim            exp.   what is commonly said, and the experiment tests
 * holds_if         exp.   what decides it: A better|no_worse|worse than B
 *                         [at NAME=VALUE [and NAME=VALUE]], see holds_if.h
 * figure           exp.   curves, fraction, map, open or stopwatch (curves)
 * metric           exp.   what decides: a metric of cells.csv (throughput)
 * tasks            exp.   a fixed batch of so many, in place of duration
 * workload         exp.   list
 * contestants      exp.   list; async* is a copy of async
 * concurrency      exp.   list: tasks in flight (1); in an open load how many
 *                         a loop or threads:match holds (1k)
 * slack            exp.   list: how late timers may be (50us, the kernel's)
 * rate             exp.   list: an open load, arrivals a second
 * load             exp.   list: an open load, parts of each contestant's own
 *                         capacity, which the bench measures first
 * arrivals         exp.   of an open load: poisson or constant (poisson)
 * slo              exp.   of an open load: what response times must keep, as
 *                         p99=10ms, see slo.h
 * fault            exp.   done on purpose to every run, genstop:50ms,40ms: see
 *                         docs/method.md; capacities are measured without it
 * NAME             exp.   list: a parameter of those workloads that have it
 *
 * A list with several values, separated by commas, is an axis of the grid.
 * A comment, after ; or #, has a line of its own.
 *
 * This folder is the only reader of that grammar. What a suite says goes into
 * the results as JSON, typed (docs/results.md).
 */
#ifndef BENCH_SUITE_SUITE_H
#define BENCH_SUITE_SUITE_H

#include "bench/suite/inifile.h"
#include "bench/suite/section.h"

#include <jansson.h>
#include <limits.h>

/* A whole suite. */
struct suite {
	char name[CELL_NAME]; /* the file's, without .ini */
	char path[PATH_MAX];
	struct section defaults; /* [suite] */
	struct section *sections;
	size_t n_sections;
};

/* Reads and checks everything. `metrics` are the words allowed for metric,
 * ended by NULL. On false, error holds one line and nothing needs freeing. */
bool suite_load(struct suite *suite, const char *path,
		const char *const *metrics, char error[COMPLAINT]);

/* Gives the experiments back. */
void suite_free(struct suite *suite);

/* What the suite says, for suite.json of a results folder. The caller's to
 * json_decref(). */
json_t *suite_to_json(const struct suite *suite);

#endif
