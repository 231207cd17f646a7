/*
 * threads.c - a pthread pool fed by one queue. A thread that waits is put to
 * sleep by the kernel, and another one runs; all of them share one address
 * space.
 */
#include "harness/contract/runner.h"
#include "runners/pool/thread.h"

const struct runner runner_threads = {
	.summary = "a pool of threads fed by one queue",
	.kind = POOL,
	.fed_by = QUEUE,
	.worker = "threads",
	.label = "thread pool",
	.colour = "#d55e00",
	.awaitables = &blocking_awaitables,
	.run = thread_pool_run,
};
