/*
 * thread.h - starts and joins threads that all run one function; for pools of
 * blocking workers and for loops alike.
 */
#ifndef RUNNERS_POOL_THREAD_H
#define RUNNERS_POOL_THREAD_H

#include "runners/pool/blocking.h"

/* The life of one worker, from its slots to its end. */
typedef void thread_worker(struct run *run, unsigned index);

/* One run on run->workers threads: a runner's `run`. 0, or -1 after
 * run_fail(). */
int thread_run(struct run *run, thread_worker *worker);

/* The same with blocking workers. */
int thread_pool_run(struct run *run);

#endif
