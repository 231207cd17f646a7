/*
 * runner.h - the contract of a runner: how tasks are run, how waiting is done.
 *
 * A runner is one file, runners/NAME.c, that ends in a const struct runner
 * named runner_NAME. It includes harness/ only, never a workload.
 */
#ifndef HARNESS_CONTRACT_RUNNER_H
#define HARNESS_CONTRACT_RUNNER_H

#include "harness/contract/task.h"

#include <stdbool.h>

struct run;

/* A model. */
struct runner {
	const char *summary;   /* half a line */
	const char *worker;    /* what :N counts: "loops" */
	unsigned most_workers; /* 1: takes no :N; 0: no bound */
	unsigned most_helpers; /* 0: takes no +H */
	bool queued;           /* its workers are fed by the run's queue */
	const struct awaitables *awaitables; /* how its workers wait */

	/* Runs the whole of a run: starts the workers, lets run_supervise()
	 * open the gate, has every task's three instants recorded into its
	 * worker's recorder, stops and reaps. 0, or -1 after run_fail(). */
	int (*run)(struct run *run);
};

/* How many of the tasks asked for it has in flight: one worker without a queue
 * never has more than one. */
static inline unsigned runner_in_flight(const struct runner *runner,
					unsigned concurrency)
{
	return !runner->queued && runner->most_workers == 1 ? 1 : concurrency;
}

#endif
