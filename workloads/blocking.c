/*
 * blocking - what does one call that sleeps inside do to each model?
 *
 * Stands for a library that offers no await: a database driver, a resolver. A
 * pool loses one worker for as long as it lasts; a loop loses everything, unless
 * call=offload hands it to a helper thread (async+4).
 */
#include "harness/contract/workload.h"

#include <errno.h>
#include <time.h>

enum { DIRECT, OFFLOAD };
static int64_t delay_ns = 5 * MS, call = DIRECT;

static int library_call(struct task *task)
{
	struct timespec left = {delay_ns / S, delay_ns % S};

	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
		;
	task->answer = mix64(task->seed);
	return 0;
}

static enum progress blocking_run(struct task *task)
{
	TASK_BEGIN(task);
	if (call == OFFLOAD)
		AWAIT(await_offload(task, library_call));
	else
		library_call(task);
	TASK_END(task);
}

static int64_t blocking_waits_ns(void)
{
	return delay_ns;
}

static enum waiting blocking_waits_by(void)
{
	return call == OFFLOAD ? BY_OFFLOAD : BY_BLOCKING;
}

static const char *const calls[] = {"direct", "offload", NULL};
static const struct param blocking_params[] = {
	{"delay", &delay_ns, PARAM_DURATION, 0, 60 * S,
	 "time that the call sleeps", NULL},
	{"call", &call, PARAM_CHOICE, 0, 0, "where it is called", calls},
	{0},
};

static const int64_t own_calls = 1;

const struct workload workload_blocking = {
	.summary = "calls a library that sleeps inside, without an await",
	.kind = WAITS,
	.params = blocking_params,
	.own_calls = &own_calls,
	.waits_ns = blocking_waits_ns,
	.waits_by = blocking_waits_by,
	.run = blocking_run,
};
