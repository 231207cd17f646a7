/*
 * sleep - what does waiting alone cost, and how precise is it?
 *
 * The purest wait there is: no descriptor, no bytes, no peer. How many tasks a
 * model can keep waiting, and how late it wakes them, shows here first.
 */
#include "harness/contract/workload.h"

static int64_t delay_ns = 5 * MS, times = TIMES_CONSTANT;

static enum progress sleep_run(struct task *task)
{
	TASK_BEGIN(task);
	AWAIT(await_sleep(task,
			  drawn_ns(delay_ns, (enum times)times, task->seed)));
	task->answer = mix64(task->seed);
	TASK_END(task);
}

static int64_t sleep_waits_ns(void)
{
	return times == TIMES_CONSTANT ? delay_ns : -1;
}

static const struct param sleep_params[] = {
	{"delay", &delay_ns, PARAM_DURATION, 0, 3600 * S, "time to wait", NULL},
	{"times", &times, PARAM_CHOICE, 0, 0, "how delays are distributed",
	 times_words},
	{0},
};

const struct workload workload_sleep = {
	.summary = "waits on a timer and does nothing else",
	.kind = WAITS,
	.params = sleep_params,
	.waits_ns = sleep_waits_ns,
	.run = sleep_run,
};
