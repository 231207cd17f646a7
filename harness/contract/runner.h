/*
 * runner.h - the contract of a runner: how tasks are run, how waiting is done.
 *
 * A runner is one file, runners/NAME.c, that ends in a const struct runner
 * named runner_NAME. It includes harness/ and parts of other runners, never a
 * workload. What it is, it declares here, and nobody asks for its name: lists,
 * checks, sentences and figures go by these traits, which travel with every
 * run. See docs/adding-a-runner.md.
 */
#ifndef HARNESS_CONTRACT_RUNNER_H
#define HARNESS_CONTRACT_RUNNER_H

#include "harness/contract/task.h"

struct run;

/* What its workers are. */
enum runner_kind {
	LOOP, /* a worker holds many tasks and polls for all of them */
	POOL, /* a worker holds one task and blocks while that waits */
};

/* Who starts the tasks of a closed load. Those of an open load come through
 * queues always: one that a pool shares, or one for each loop. */
enum runner_feed {
	ITSELF, /* a worker, when its last task has ended; a pool that feeds
		 * itself has one worker */
	QUEUE,  /* the run's queue, which all workers share */
};

/* What a task waits for, as far as its runner knows. A runner notes it in its
 * worker's recorder, so that a run in which nothing moves can say why. */
enum wait {
	WAIT_NONE,
	WAIT_READ,
	WAIT_WRITE,
	WAIT_CONNECT,
	WAIT_READY, /* the last that waits for a descriptor */
	WAIT_TIMER,
	WAIT_LOCK,
	WAIT_HELPER,
	WAIT_KINDS
};

/* A model. */
struct runner {
	const char *summary; /* half a line */
	enum runner_kind kind;
	enum runner_feed fed_by;
	const char *worker;    /* what :N counts: "loops" */
	unsigned most_workers; /* 1: takes no :N; 0: no bound */
	unsigned most_helpers; /* 0: takes no +H */
	const char *label;     /* in figures: "thread pool"; NULL: its name */
	const char *colour;    /* in figures: "#d55e00"; NULL: grey */
	const struct awaitables *awaitables; /* how its workers wait */

	/* Runs the whole of a run: starts the workers, lets run_supervise()
	 * open the gate, has every task's three instants recorded into its
	 * worker's recorder, stops and reaps. 0, or -1 after run_fail(). */
	int (*run)(struct run *run);

	/* Runs tasks of a finished run again, with plain blocking calls and
	 * without waiting for timers: puts their answers into answers[], one at
	 * least, and goes on to the next only while less than limit_ns have
	 * passed. How many, or -1 with errno. NULL: not a reference. */
	int (*recompute)(struct run *run, const uint64_t *seeds,
			 uint64_t *answers, int n, int64_t limit_ns);
};

/* How many of the tasks asked for it has in flight: a pool that feeds itself
 * never has more than one. */
static inline unsigned runner_in_flight(const struct runner *runner,
					unsigned concurrency)
{
	return runner->kind == POOL && runner->fed_by == ITSELF ? 1
								: concurrency;
}

#endif
