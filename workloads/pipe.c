/*
 * pipe - what does it cost to hand over and be handed back?
 *
 * One byte goes to the peer and returns through two pipes: next to no work, so
 * what remains is the switch from one waiting task to another.
 */
#include "harness/contract/workload.h"

#include <errno.h>
#include <unistd.h>

struct ends {
	int fds[2];
	unsigned char byte;
};

static int pipe_open(struct task *task)
{
	struct ends *ends = task->state;

	if (peer_pipes(ends->fds) < 0)
		return -1;
	return task_adopt(task, ends->fds[0]) | task_adopt(task, ends->fds[1]);
}

static void pipe_close(struct task *task)
{
	struct ends *ends = task->state;

	close(ends->fds[0]);
	close(ends->fds[1]);
}

static enum progress pipe_run(struct task *task)
{
	struct ends *ends = task->state;

	TASK_BEGIN(task);
	ends->byte = (unsigned char)task->seed;
	AWAIT(await_write(task, ends->fds[1], &ends->byte, 1));
	AWAIT(await_read(task, ends->fds[0], &ends->byte, 1));
	if (ends->byte != (unsigned char)task->seed)
		return task_fail(task, EBADMSG);
	task->answer = mix64(task->seed);
	TASK_END(task);
}

const struct workload workload_pipe = {
	.summary = "sends a byte to a peer and gets it back",
	.kind = WAITS,
	.state_size = sizeof(struct ends),
	.peer = PEER_UPSTREAM,
	.open = pipe_open,
	.close = pipe_close,
	.run = pipe_run,
};
