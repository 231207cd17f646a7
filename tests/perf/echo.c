/*
 * echo.c - the call workload written by hand: nanoseconds per call.
 *
 * loop		a libev client with one persistent watcher: the reply's callback
 *		sends the next request
 * blocking	a plain write() and read()
 *
 * The peer is the suite's own, the request and the reply are those of the call
 * workload without delay, and both sides are bound as the arguments say. A
 * tenth of the calls go first, off the clock. SIGPIPE and timer slack are set
 * as in a run.
 */
#include "tests/perf/perf.h"

#include "harness/record/clock.h"
#include "harness/peer/peer.h"
#include "harness/machine/cpus.h"
#include "harness/contract/workload.h"

#include <errno.h>
#include <ev.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static const char usage[] = "echo loop|blocking tcp|unix CALLS CPUS PEER_CPUS";

/* The one connection, and where its exchange stands. */
static struct client {
	ev_io watcher; /* first: found by a cast */
	int fd;
	uint64_t left;
	size_t got; /* of the reply */
	struct peer_request request;
	struct peer_reply reply;
} client;

static void check_reply(const struct client *c)
{
	if (c->reply.digest == mix64(c->request.seed))
		return;
	fprintf(stderr, "echo: a reply with the wrong digest\n");
	exit(EXIT_FAILURE);
}

/* A whole request fits into an empty socket buffer: less is a failure. */
static void send_request(struct client *c)
{
	c->request.seed = c->left;
	c->got = 0;
	if (write(c->fd, &c->request, sizeof c->request) !=
	    (ssize_t)sizeof c->request)
		perf_die("write");
}

/* Reads what there is: whether the reply is whole. */
static int read_reply(struct client *c)
{
	ssize_t n = read(c->fd, (char *)&c->reply + c->got,
			 sizeof c->reply - c->got);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n <= 0)
		perf_die("read");
	c->got += (size_t)n;
	return c->got == sizeof c->reply;
}

static void on_reply(struct ev_loop *loop, ev_io *watcher, int events)
{
	struct client *c = (struct client *)watcher;

	(void)events;
	if (!read_reply(c))
		return;
	check_reply(c);
	if (--c->left)
		send_request(c);
	else
		ev_break(loop, EVBREAK_ALL);
}

static void call_on_loop(struct client *c)
{
	send_request(c);
	ev_run(ev_default_loop(0), 0);
}

static void call_blocking(struct client *c)
{
	for (; c->left; c->left--) {
		send_request(c);
		while (!read_reply(c))
			;
		check_reply(c);
	}
}

/* Connects, and on a loop sets the watcher up for good. */
static void open_client(struct client *c, enum transport transport, int on_loop)
{
	c->fd = peer_connect(transport);
	if (c->fd < 0)
		perf_die("peer_connect");
	if (!on_loop)
		return;
	if (!ev_default_loop(EVFLAG_NOENV | EVBACKEND_EPOLL) ||
	    fcntl(c->fd, F_SETFL, O_NONBLOCK) < 0)
		perf_die("libev");
	ev_io_init(&c->watcher, on_reply, c->fd, EV_READ);
	ev_io_start(ev_default_loop(0), &c->watcher);
}

/* Makes so many calls and returns what they took. */
static int64_t call(struct client *c, int on_loop, uint64_t calls)
{
	int64_t start = clock_now();

	c->left = calls;
	if (on_loop)
		call_on_loop(c);
	else
		call_blocking(c);
	return clock_now() - start;
}

int main(int argc, char **argv)
{
	int on_loop;
	uint64_t calls;

	if (argc != 6)
		perf_usage(usage);
	on_loop = strcmp(argv[1], "loop") == 0;
	calls = perf_count(argv[3], usage);
	prctl(PR_SET_TIMERSLACK, 1UL);
	if (peer_start(argv[5]) < 0)
		perf_die("peer_start");
	if (cpus_bind(argv[4]) < 0)
		perf_die("cpus_bind");
	open_client(&client,
		    strcmp(argv[2], "tcp") == 0 ? TRANSPORT_TCP
						: TRANSPORT_UNIX,
		    on_loop);
	call(&client, on_loop, calls / 10 + 1);
	perf_print_each(call(&client, on_loop, calls), calls);
	close(client.fd);
	peer_stop();
	return 0;
}
