/*
 * upstream.c - see upstream.h: one epoll set holds everything, new connections,
 * new pipes, and time.
 *
 * A connection reads a message, waits as it asks, writes the answer, and only
 * then reads again. The usual way costs one read and one write a message. Only
 * when a client sends ahead, or does not take its answer, is the watcher
 * changed: input is muted until the answer is out. So a connection needs no
 * more than its one buffer, and a client cannot make the peer hold more.
 *
 * Deadlines are in a wheel, and one timerfd is armed for the earliest; setting
 * it again also clears what it reported. When descriptors run out, a spare one
 * is given up to accept and close at once, so that a client is refused and not
 * left hanging. Descriptors are the index of connections.
 */
#include "harness/peer/upstream.h"

#include "harness/contract/workload.h"
#include "harness/load/wheel.h"
#include "harness/machine/cpus.h"
#include "harness/record/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* Answers due within 2^13 ns (8.2 us) go out together. */
enum { TICK_BITS = 13 };

/* What a descriptor is for. */
enum conn_kind {
	CONN_NONE,
	CONN_REQUESTS, /* a socket that gets replies */
	CONN_ECHO,     /* the pipe that is read */
	CONN_OUTPUT,   /* the pipe that is written; its state is its `in` */
};

/* What a connection is doing; it reads only when it owes nothing. */
enum conn_phase { READING, DELAYED, WRITING };

/* A connection; one message at a time passes through it. */
struct conn {
	struct timer timer; /* first member: when the delay is over */
	int in, out;        /* the same for a socket */
	enum conn_kind kind;
	enum conn_phase phase;
	bool muted;          /* input is not watched */
	unsigned char moved; /* bytes read or written so far */
	unsigned char size;  /* bytes to write */
	union {
		struct peer_request request;
		struct peer_reply reply;
		unsigned char bytes[64];
	};
};

/* The peer. */
struct server {
	int control, listeners[2], epoll, timer;
	int spare;     /* given up to refuse when descriptors run out */
	int64_t armed; /* when the timer fires; INT64_MAX: never */
	struct conn *conns;
	int n_conns;
	struct wheel wheel;
};

enum { INPUT = EPOLLIN | EPOLLRDHUP, GONE = EPOLLRDHUP | EPOLLHUP | EPOLLERR };

/* Changes what epoll watches. Fails only for want of kernel memory; then the
 * connection stalls, and its client's run is reported as such. */
static int watch(struct server *server, int operation, int fd, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.fd = fd};

	return epoll_ctl(server->epoll, operation, fd, &event);
}

/* Ends a connection. Whatever it owed is not sent. */
static void drop(struct server *server, struct conn *conn)
{
	int in = conn->in, out = conn->out;

	wheel_remove(&server->wheel, &conn->timer);
	conn->kind = CONN_NONE;
	watch(server, EPOLL_CTL_DEL, in, 0);
	close(in);
	if (out == in)
		return;
	if (conn->phase == WRITING)
		watch(server, EPOLL_CTL_DEL, out, 0);
	server->conns[out].kind = CONN_NONE;
	close(out);
}

/* Leaves further input alone until the answer is out. */
static void mute(struct server *server, struct conn *conn)
{
	conn->muted = true;
	watch(server, EPOLL_CTL_MOD, conn->in, EPOLLRDHUP);
}

/* The client does not take its answer: waits for room. */
static void wait_for_room(struct server *server, struct conn *conn)
{
	conn->phase = WRITING;
	conn->muted = true;
	if (conn->in == conn->out) {
		watch(server, EPOLL_CTL_MOD, conn->in, EPOLLOUT | EPOLLRDHUP);
		return;
	}
	watch(server, EPOLL_CTL_MOD, conn->in, 0);
	watch(server, EPOLL_CTL_ADD, conn->out, EPOLLOUT);
}

/* The answer is out: ready for the next message. */
static void turn_to_reading(struct server *server, struct conn *conn)
{
	if (conn->muted) {
		if (conn->in != conn->out)
			watch(server, EPOLL_CTL_DEL, conn->out, 0);
		watch(server, EPOLL_CTL_MOD, conn->in, INPUT);
	}
	conn->muted = false;
	conn->phase = READING;
	conn->moved = 0;
}

/* Writes what is left of the answer, as far as it goes. */
static void flush(struct server *server, struct conn *conn)
{
	while (conn->moved < conn->size) {
		ssize_t n = write(conn->out, conn->bytes + conn->moved,
				  (size_t)(conn->size - conn->moved));

		if (n >= 0) {
			conn->moved += (unsigned char)n;
		} else if (errno == EAGAIN) {
			if (conn->phase != WRITING)
				wait_for_room(server, conn);
			return;
		} else if (errno != EINTR) {
			drop(server, conn);
			return;
		}
	}
	turn_to_reading(server, conn);
}

static void conn_due(struct server *server, struct conn *conn)
{
	uint64_t seed = conn->request.seed;

	conn->reply = (struct peer_reply){.seed = seed, .digest = mix64(seed)};
	conn->size = sizeof conn->reply;
	conn->moved = 0;
	flush(server, conn);
}

/* A whole request is here: replies now or later. */
static void requested(struct server *server, struct conn *conn)
{
	int64_t delay = conn->request.delay_ns, now;

	if (delay <= 0) {
		conn_due(server, conn);
		return;
	}
	now = clock_now();
	conn->phase = DELAYED;
	wheel_add(&server->wheel, &conn->timer,
		  delay < INT64_MAX - now ? now + delay : INT64_MAX);
}

/* Reads once: epoll says so if there is more. */
static void receive(struct server *server, struct conn *conn)
{
	ssize_t n = read(conn->in, conn->bytes + conn->moved,
			 sizeof conn->bytes - conn->moved);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		drop(server, conn);
		return;
	}
	conn->moved += (unsigned char)n;
	if (conn->kind == CONN_ECHO) {
		conn->size = conn->moved;
		conn->moved = 0;
		flush(server, conn);
	} else if (conn->moved == sizeof conn->request) {
		requested(server, conn);
	}
}

/* Events may be older than the connection, if its descriptor was used again in
 * the same batch: nothing here blocks or believes them without trying. */
static void conn_event(struct server *server, int fd, uint32_t events)
{
	struct conn *conn = &server->conns[fd];

	if (conn->kind == CONN_OUTPUT)
		conn = &server->conns[conn->in];
	if (conn->kind == CONN_NONE)
		return;
	if (conn->phase == READING) {
		if (fd == conn->in)
			receive(server, conn);
	} else if (conn->phase == WRITING && events & (EPOLLOUT | EPOLLERR)) {
		flush(server, conn);
	} else if (events & GONE) {
		drop(server, conn);
	} else if (conn->phase == DELAYED) {
		mute(server, conn);
	}
}

static void conn_open(struct server *server, enum conn_kind kind, int in,
		      int out)
{
	if (in < server->n_conns && out < server->n_conns &&
	    watch(server, EPOLL_CTL_ADD, in, INPUT) == 0) {
		server->conns[out] =
			(struct conn){.kind = CONN_OUTPUT, .in = in};
		server->conns[in] =
			(struct conn){.kind = kind, .in = in, .out = out};
		return;
	}
	close(in);
	if (out != in)
		close(out);
}

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

static int watch_input(const struct server *server, int fd)
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
	wheel_init_ticks(&server->wheel, clock_now(), TICK_BITS);
	server->armed = INT64_MAX;
	server->epoll = epoll_create1(EPOLL_CLOEXEC);
	server->timer =
		timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	server->spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (server->epoll < 0 || server->timer < 0 || server->spare < 0 ||
	    cpus_bind(cpus) < 0 || make_room(server) < 0 ||
	    watch_input(server, server->listeners[0]) < 0 ||
	    watch_input(server, server->listeners[1]) < 0 ||
	    watch_input(server, server->timer) < 0)
		return -1;
	return watch_input(server, server->control);
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
