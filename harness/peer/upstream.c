/*
 * upstream.c - the peer's loop: new connections, new pipes, and time.
 *
 * One epoll set holds everything. Deadlines are in a wheel, and one timerfd is
 * armed for the earliest; setting it again also clears what it reported. When
 * descriptors run out, a spare one is given up to accept and close at once, so
 * that a client is refused and not left hanging.
 */
#include "harness/peer/upstream.h"

#include "harness/record/clock.h"
#include "harness/machine/cpus.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum {
	BATCH = 256,         /* events taken from the kernel at once */
	MOST_CONNS = 1 << 20 /* descriptors beyond are refused */
};

/* Arms the timer for the earliest deadline. A later deadline than it is armed
 * for needs no call: the timer will fire and be set then. */
static void arm(struct server *server)
{
	int64_t next = wheel_next(&server->wheel);
	struct itimerspec when = {0};

	if (next >= server->armed)
		return;
	server->armed = next;
	when.it_value = clock_timespec(next > 0 ? next : 1);
	timerfd_settime(server->timer, TFD_TIMER_ABSTIME, &when, NULL);
}

/* Answers everything that is due. */
static void pass_time(struct server *server)
{
	const struct itimerspec never = {0};
	struct timer *due = wheel_expired(&server->wheel, clock_now());

	for (struct timer *next; due; due = next) {
		next = due->next;
		conn_due(server, (struct conn *)due);
	}
	server->armed = INT64_MAX;
	if (server->wheel.count == 0)
		timerfd_settime(server->timer, 0, &never, NULL);
}

/* No descriptor is left for a waiting client: closes its connection. */
static void refuse(struct server *server, int listener)
{
	close(server->spare);
	close(accept(listener, NULL, NULL));
	server->spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* Accepts a batch; epoll says so if there are more. */
static void welcome(struct server *server, int listener)
{
	for (int i = 0; i < BATCH; i++) {
		int fd = accept4(listener, NULL, NULL,
				 SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd >= 0)
			conn_open(server, CONN_REQUESTS, fd, fd);
		else if (errno == EMFILE || errno == ENFILE)
			refuse(server, listener);
		else if (errno != EINTR && errno != ECONNABORTED)
			return;
	}
}

/* Takes over the two pipe ends of a message; fewer if none were left. */
static void take_pipes(struct server *server, struct msghdr *message)
{
	struct cmsghdr *header = CMSG_FIRSTHDR(message);
	int fds[2] = {-1, -1};

	if (!header || header->cmsg_type != SCM_RIGHTS)
		return;
	memcpy(fds, CMSG_DATA(header), header->cmsg_len - CMSG_LEN(0));
	if (fds[0] < 0 || fds[1] < 0) {
		close(fds[0]);
		return;
	}
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	fcntl(fds[1], F_SETFL, O_NONBLOCK);
	conn_open(server, CONN_ECHO, fds[0], fds[1]);
}

/* Reads one message of the control socket; its end is the peer's end. */
static void obey(struct server *server)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(2 * sizeof(int))];
	} rights;
	char byte;
	struct iovec data = {&byte, 1};
	struct msghdr message = {.msg_iov = &data,
				 .msg_iovlen = 1,
				 .msg_control = &rights,
				 .msg_controllen = sizeof rights};
	ssize_t n = recvmsg(server->control, &message, MSG_CMSG_CLOEXEC);

	if (n > 0)
		take_pipes(server, &message);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		_exit(0);
}

static void dispatch(struct server *server, const struct epoll_event *event)
{
	int fd = event->data.fd;

	if (fd == server->control)
		obey(server);
	else if (fd == server->listeners[0] || fd == server->listeners[1])
		welcome(server, fd);
	else if (fd == server->timer)
		pass_time(server);
	else
		conn_event(server, fd, event->events);
}

/* Closes everything inherited but standard error and what is served. */
static void close_others(const struct server *server)
{
	const int keep[] = {2, server->control, server->listeners[0],
			    server->listeners[1]};
	unsigned low = 0;

	for (;;) {
		unsigned next = ~0U;

		for (size_t i = 0; i < sizeof keep / sizeof *keep; i++)
			if ((unsigned)keep[i] >= low &&
			    (unsigned)keep[i] < next)
				next = (unsigned)keep[i];
		if (next > low)
			close_range(low, next == ~0U ? next : next - 1, 0);
		if (next == ~0U)
			return;
		low = next + 1;
	}
}

static int watch(const struct server *server, int fd)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

	return epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd, &event);
}

/* Room for a connection per descriptor; only what is used takes memory. */
static int make_room(struct server *server)
{
	struct rlimit limit;
	void *room;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return -1;
	server->n_conns =
		limit.rlim_cur < MOST_CONNS ? (int)limit.rlim_cur : MOST_CONNS;
	room = mmap(NULL, (size_t)server->n_conns * sizeof *server->conns,
		    PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	server->conns = room;
	return room == MAP_FAILED ? -1 : 0;
}

static int prepare(struct server *server, const char *cpus)
{
	close_others(server);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN); /* the run ends first, and ends the peer */
	signal(SIGTERM, SIG_IGN);
	prctl(PR_SET_TIMERSLACK, 1UL);
	cpus_raise_limits();
	wheel_init(&server->wheel, clock_now());
	server->armed = INT64_MAX;
	server->epoll = epoll_create1(EPOLL_CLOEXEC);
	server->timer =
		timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	server->spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (server->epoll < 0 || server->timer < 0 || server->spare < 0 ||
	    cpus_bind(cpus) < 0 || make_room(server) < 0 ||
	    watch(server, server->listeners[0]) < 0 ||
	    watch(server, server->listeners[1]) < 0 ||
	    watch(server, server->timer) < 0)
		return -1;
	return watch(server, server->control);
}

_Noreturn void server_run(int control, int tcp, int local, const char *cpus)
{
	static struct server server;
	static struct epoll_event events[BATCH];
	int error;

	server = (struct server){.control = control, .listeners = {tcp, local}};
	error = prepare(&server, cpus) < 0 ? errno : 0;
	if (send(control, &error, sizeof error, MSG_NOSIGNAL) < 0 || error)
		_exit(1);
	for (;;) {
		int n = epoll_wait(server.epoll, events, BATCH, -1);

		if (n < 0 && errno != EINTR)
			_exit(1);
		for (int i = 0; i < n; i++)
			dispatch(&server, &events[i]);
		arm(&server);
	}
}
