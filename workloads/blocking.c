/*
 * blocking - what does one call that sleeps inside do to each model?
 *
 * Stands for a library that offers no await: a database driver, a resolver. A
 * pool loses one worker for as long as it lasts; a loop loses everything.
 */
#include "harness/contract/workload.h"

#include <errno.h>
#include <time.h>

static int64_t delay_ns = 5 * MS;

static enum progress blocking_run(struct task *task)
{
	struct timespec left = {delay_ns / S, delay_ns % S};

	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
		;
	task->answer = mix64(task->seed);
	return DONE;
}

static const struct param blocking_params[] = {
	{"delay", &delay_ns, PARAM_DURATION, 0, 60 * S,
	 "time that the call sleeps", NULL},
	{0},
};

const struct workload workload_blocking = {
	.summary = "calls a library that sleeps inside, without an await",
	.kind = WAITS,
	.params = blocking_params,
	.run = blocking_run,
};
