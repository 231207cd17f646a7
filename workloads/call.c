/*
 * call - where does an event loop pay for a client of a remote service?
 *
 * One connection a slot; with delay=0 it is the price of a round trip. via=ready
 * reads as a library does that owns its socket, told only when to call again.
 */
#include "harness/contract/workload.h"

#include <errno.h>
#include <unistd.h>

enum { AWAIT_BYTES, AWAIT_READY };
static int64_t delay_ns = 5 * MS, times = TIMES_CONSTANT;
static int64_t transport = TRANSPORT_TCP, via = AWAIT_BYTES;

struct call {
	int fd;
	size_t size;
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

/* Stands for a library's own read: true once the reply is whole. */
static bool library_reads(struct call *call, int *error)
{
	ssize_t n = read(call->fd, (char *)&call->got + call->size,
			 sizeof call->got - call->size);

	*error = n > 0 || (n < 0 && errno == EAGAIN) ? 0
		 : n                                 ? errno
						     : ECONNRESET;
	call->size += n > 0 ? (size_t)n : 0;
	return call->size == sizeof call->got;
}

static enum progress call_run(struct task *task)
{
	struct call *call = task->state;
	int error = 0;
	TASK_BEGIN(task);
	call->sent = (struct peer_request){
		task->seed,
		drawn_ns(delay_ns, (enum times)times, task->seed),
		{0}};
	AWAIT(await_write(task, call->fd, &call->sent, sizeof call->sent));
	if (via == AWAIT_BYTES)
		AWAIT(await_read(task, call->fd, &call->got, sizeof call->got));
	else
		for (call->size = 0; !library_reads(call, &error) && !error;)
			AWAIT(await_ready(task, call->fd, READABLE));
	task->answer = mix64(task->seed);
	if (error || call->got.seed != task->seed ||
	    call->got.digest != task->answer)
		return task_fail(task, error ? error : EBADMSG);
	TASK_END(task);
}

static int64_t call_waits_ns(void)
{
	return times == TIMES_CONSTANT ? delay_ns : -1;
}

static const char *const ways[] = {"await", "ready", NULL};
static const struct param call_params[] = {
	{"delay", &delay_ns, PARAM_DURATION, 0, 3600 * S,
	 "delay before the reply", NULL},
	{"times", &times, PARAM_CHOICE, 0, 0, "how delays are distributed",
	 times_words},
	{"transport", &transport, PARAM_CHOICE, 0, 0, "socket type",
	 transports},
	{"via", &via, PARAM_CHOICE, 0, 0, "way of waiting for the reply", ways},
	{0},
};

const struct workload workload_call = {
	.summary = "asks an upstream over a socket and waits for its reply",
	.kind = WAITS,
	.params = call_params,
	.state_size = sizeof(struct call),
	.peer = PEER_UPSTREAM,
	.own_calls = &via, /* a library reads by itself */
	.open = call_open,
	.close = call_close,
	.waits_ns = call_waits_ns,
	.run = call_run,
};
