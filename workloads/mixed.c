/*
 * mixed - how much computing can a task do before an event loop stops paying?
 *
 * A request handler in small: compute, wait, compute. Its length without any
 * queueing is fixed; `compute` moves time from the wait to the computing.
 */
#include "harness/contract/workload.h"

static int64_t length_ns = 5 * MS, percent = 50;
static uint64_t before, after; /* iterations on either side of the wait */
static int64_t wait_ns, compute_ns;

static int mixed_setup(void)
{
	uint64_t iterations;

	compute_ns = length_ns * percent / 100;
	iterations = compute_iterations(compute_ns);
	before = iterations / 2;
	after = iterations - before;
	wait_ns = length_ns - compute_ns;
	return 0;
}

static enum progress mixed_run(struct task *task)
{
	TASK_BEGIN(task);
	task->answer = compute(task->seed, before);
	if (wait_ns > 0)
		AWAIT(await_sleep(task, wait_ns));
	task->answer = compute(task->answer, after);
	TASK_END(task);
}

static int64_t mixed_waits_ns(void)
{
	return wait_ns;
}

static int64_t mixed_computes_ns(void)
{
	return compute_ns;
}

static const struct param mixed_params[] = {
	{"length", &length_ns, PARAM_DURATION, 1 * US, 60 * S,
	 "time of a task, waiting included", NULL},
	{"compute", &percent, PARAM_PERCENT, 0, 100,
	 "compute fraction of that time", NULL},
	{0},
};

const struct workload workload_mixed = {
	.summary = "computes, waits, computes: a request handler",
	.kind = MIXED,
	.params = mixed_params,
	.setup = mixed_setup,
	.waits_ns = mixed_waits_ns,
	.computes_ns = mixed_computes_ns,
	.run = mixed_run,
};
