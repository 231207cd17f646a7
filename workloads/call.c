/*
 * call - where does an event loop pay for a client of a remote service?
 *
 * One connection a slot; with delay=0 it is the price of a round trip.
 */
#include "harness/contract/workload.h"

#include <errno.h>
#include <unistd.h>

static int64_t delay_ns = 5 * MS, transport = TRANSPORT_TCP;

struct call {
	int fd;
	struct peer_request sent;
	struct peer_reply got;
};

static int call_open(struct task *task)
{
	struct call *call = task->state;

	call->fd = peer_connect((enum transport)transport);
	return call->fd < 0 ? -1 : task_adopt(task, call->fd);
}

static void call_close(struct task *task)
{
	close(((struct call *)task->state)->fd);
}

static enum progress call_run(struct task *task)
{
	struct call *call = task->state;
	TASK_BEGIN(task);
	call->sent = (struct peer_request){task->seed, delay_ns, {0}};
	AWAIT(await_write(task, call->fd, &call->sent, sizeof call->sent));
	AWAIT(await_read(task, call->fd, &call->got, sizeof call->got));
	task->answer = mix64(task->seed);
	if (call->got.seed != task->seed || call->got.digest != task->answer)
		return task_fail(task, EBADMSG);
	TASK_END(task);
}

static const struct param call_params[] = {
	{"delay", &delay_ns, PARAM_DURATION, 0, 3600 * S,
	 "delay before the reply", NULL},
	{"transport", &transport, PARAM_CHOICE, 0, 0, "socket type",
	 transports},
	{0},
};

const struct workload workload_call = {
	.summary = "asks an upstream over a socket and waits for its reply",
	.kind = WAITS,
	.params = call_params,
	.state_size = sizeof(struct call),
	.peer = PEER_UPSTREAM,
	.open = call_open,
	.close = call_close,
	.run = call_run,
};
