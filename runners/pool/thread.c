/*
 * thread.c - see thread.h. Threads get small stacks: a pool of ten thousand has
 * to fit, and a body keeps its state elsewhere.
 */
#include "runners/pool/thread.h"

#include "harness/machine/limits.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { STACK_BYTES = 256 << 10 };

/* What a new thread is told. */
struct birth {
	pthread_t thread;
	struct run *run;
	unsigned index;
	thread_worker *worker;
};

static void *thread_main(void *argument)
{
	const struct birth *birth = argument;

	birth->worker(birth->run, birth->index);
	return NULL;
}

/* Starts the threads: how many, all of them unless run_fail() was called. */
static unsigned start(struct run *run, struct birth *births,
		      thread_worker *worker)
{
	pthread_attr_t attributes;
	char limit[LIMIT_TEXT];
	unsigned started = 0;
	int error = pthread_attr_init(&attributes);

	if (!error)
		error = pthread_attr_setstacksize(&attributes, STACK_BYTES);
	while (!error && started < run->workers && run_may_start(run)) {
		struct birth *birth = &births[started];

		*birth = (struct birth){
			.run = run, .index = started, .worker = worker};
		error = pthread_create(&birth->thread, &attributes, thread_main,
				       birth);
		started += !error;
	}
	pthread_attr_destroy(&attributes);
	if (error)
		run_fail(run, error == EAGAIN ? CHECK_LIMIT : CHECK_SETUP,
			 "cannot start thread %u of %u: %s%s", started + 1,
			 run->workers, strerrordesc_np(error),
			 error == EAGAIN ? limits_met(LIMITED_THREADS, limit)
					 : "");
	return started;
}

int thread_run(struct run *run, thread_worker *worker)
{
	struct birth *births = calloc(run->workers, sizeof *births);
	unsigned started;
	int result;

	if (!births) {
		run_fail(run, CHECK_SETUP, "no memory for %u threads",
			 run->workers);
		return -1;
	}
	started = start(run, births, worker);
	result = run_supervise(run, NULL, NULL);
	if (run->stuck)        /* they still use it, until the process ends */
		return result; /* NOLINT(clang-analyzer-unix.Malloc) */
	for (unsigned i = 0; i < started; i++)
		pthread_join(births[i].thread, NULL);
	free(births);
	return result;
}

int thread_pool_run(struct run *run)
{
	return thread_run(run, blocking_worker);
}
