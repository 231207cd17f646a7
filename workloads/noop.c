/*
 * noop - what does the suite itself cost?
 *
 * The task does next to nothing, so what is measured is the runner's queue or
 * loop and the recorder. No other workload can be faster than this one.
 */
#include "harness/contract/workload.h"

static enum progress noop_run(struct task *task)
{
	task->answer = mix64(task->seed);
	return DONE;
}

const struct workload workload_noop = {
	.summary = "does nothing: the overhead of the harness",
	.kind = COMPUTES,
	.run = noop_run,
};
