/*
 * async.c - libev loops: every task in flight is a paused coroutine of 128
 * bytes and its state, on one thread; async:N is N loops on N threads that
 * share nothing.
 */
#include "harness/contract/runner.h"
#include "runners/loop/loop.h"
#include "runners/pool/thread.h"

static int async_run(struct run *run)
{
	return thread_run(run, loop_worker);
}

const struct runner runner_async = {
	.summary = "an event loop (libev) that holds all its tasks on one "
		   "thread",
	.kind = LOOP,
	.fed_by = ITSELF,
	.worker = "loops",
	.most_helpers = 1024,
	.label = "async loop",
	.colour = "#0072b2",
	.awaitables = &loop_awaitables,
	.run = async_run,
};
