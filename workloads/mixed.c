/*
 * mixed - how much computing can a task do before an event loop stops paying?
 *
 * A request handler in small: compute, wait, compute. Its length without any
 * queueing is fixed, or drawn for each task; `compute` moves time from the wait
 * to the computing.
 */
#include "harness/contract/workload.h"

static int64_t length_ns = 5 * MS, percent = 50, times = TIMES_CONSTANT;
static uint64_t iterations; /* of a task of that length */
static int64_t wait_ns, compute_ns;

static int mixed_setup(void)
{
	compute_ns = length_ns * percent / 100;
	iterations = compute_iterations(compute_ns);
	wait_ns = length_ns - compute_ns;
	return 0;
}

/* Iterations of a task, on both sides of its wait: as much longer or shorter
 * than those of the mean as the task is. */
static uint64_t work_of(const struct task *task)
{
	if (times == TIMES_CONSTANT)
		return iterations;
	return (uint64_t)drawn_ns((int64_t)iterations, (enum times)times,
				  task->seed);
}

static enum progress mixed_run(struct task *task)
{
	TASK_BEGIN(task);
	task->answer = compute(task->seed, work_of(task) / 2);
	if (wait_ns > 0)
		AWAIT(await_sleep(task, drawn_ns(wait_ns, (enum times)times,
						 task->seed)));
	task->answer = compute(task->answer, work_of(task) - work_of(task) / 2);
	TASK_END(task);
}

static int64_t mixed_waits_ns(void)
{
	return times == TIMES_CONSTANT ? wait_ns : -1;
}

static int64_t mixed_computes_ns(void)
{
	return times == TIMES_CONSTANT ? compute_ns : -1;
}

static const struct param mixed_params[] = {
	{"length", &length_ns, PARAM_DURATION, 1 * US, 60 * S,
	 "time of a task, waiting included", NULL},
	{"compute", &percent, PARAM_PERCENT, 0, 100,
	 "compute fraction of that time", NULL},
	{"times", &times, PARAM_CHOICE, 0, 0, "how lengths are distributed",
	 times_words},
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
