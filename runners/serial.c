/*
 * serial.c - one task after the other in one thread, without a queue: the
 * baseline that shows what the work itself costs.
 */
#include "harness/contract/runner.h"
#include "runners/pool/thread.h"

const struct runner runner_serial = {
	.summary = "one task after the other, no queue: what the work costs",
	.kind = POOL,
	.fed_by = ITSELF,
	.worker = "threads",
	.most_workers = 1,
	.label = "serial",
	.colour = "#8a5a83",
	.awaitables = &blocking_awaitables,
	.run = thread_pool_run,
	.recompute = blocking_recompute,
};
