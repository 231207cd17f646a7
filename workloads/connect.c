/*
 * connect - what does a new connection for every task cost?
 *
 * A client without a pool. It closes with a reset (SO_LINGER 0): otherwise each
 * TCP connection would keep its port for a minute in TIME_WAIT, and after some
 * 28,000 tasks there would be none left.
 */
#include "harness/contract/workload.h"

#include <errno.h>
#include <unistd.h>

static int64_t delay_ns = 1 * MS, transport = TRANSPORT_TCP, requests = 1;
static struct sockaddr_storage upstream;
static socklen_t upstream_size;

struct connection {
	int fd; /* 0: none, as standard input has that number */
	int64_t left;
	struct peer_request sent;
	struct peer_reply got;
};

static int connect_setup(void)
{
	peer_address((enum transport)transport, &upstream, &upstream_size);
	return 0;
}

static void connect_close(struct task *task)
{
	struct connection *my = task->state;

	if (my->fd > 0) /* of a task that failed */
		close(my->fd);
}

static enum progress connect_run(struct task *task)
{
	const struct linger reset = {.l_onoff = 1};
	struct connection *my = task->state;
	TASK_BEGIN(task);
	my->fd = socket(upstream.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (my->fd < 0 || task_adopt(task, my->fd) < 0 ||
	    setsockopt(my->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) < 0)
		return task_fail(task, errno);
	AWAIT(await_connect(task, my->fd, (struct sockaddr *)&upstream,
			    upstream_size));
	task->answer = task->seed;
	for (my->left = requests; my->left > 0; my->left--) {
		my->sent = (struct peer_request){task->answer, delay_ns, {0}};
		AWAIT(await_write(task, my->fd, &my->sent, sizeof my->sent));
		AWAIT(await_read(task, my->fd, &my->got, sizeof my->got));
		task->answer = my->got.digest;
	}
	task_release(task, my->fd);
	close(my->fd);
	my->fd = 0;
	TASK_END(task);
}

static const struct param connect_params[] = {
	{"delay", &delay_ns, PARAM_DURATION, 0, 3600 * S, "before each reply"},
	{"transport", &transport, PARAM_CHOICE, 0, 0, "socket type",
	 transports},
	{"requests", &requests, PARAM_COUNT, 1, 1000, "in each connection"},
	{0},
};

static const int64_t own_calls = 1;

const struct workload workload_connect = {
	.summary = "connects to an upstream anew for each task",
	.kind = WAITS,
	.params = connect_params,
	.state_size = sizeof(struct connection),
	.peer = PEER_UPSTREAM,
	.requests = &requests,
	.setup = connect_setup,
	.close = connect_close,
	.own_calls = &own_calls,
	.run = connect_run,
};
