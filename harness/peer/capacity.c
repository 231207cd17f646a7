/*
 * capacity.c - a lean client: epoll, and one request in flight on each
 * connection. The next is sent where an answer has come.
 */
#include "harness/peer/capacity.h"

#include "harness/record/clock.h"
#include "harness/peer/peer.h"
#include "harness/contract/workload.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <unistd.h>

enum {
	CONNECTIONS = 64,
	STRETCHES = 6,
	REQUESTS = 512,    /* of a stretch */
	PATIENCE_MS = 200, /* for the next answer: then it is given up */
	PAUSE_NS = 200000, /* for the peer to find that it has nothing to do */
};

/* One connection; a socket is its own way back. */
struct line {
	int in, out;
	size_t size, got; /* of an answer; of the one that is coming */
};

/* The client. */
struct driver {
	struct line lines[CONNECTIONS];
	unsigned n;
	int epoll;
};

/* Connects as the contestant did: 0, or -1 with errno. */
static int line_open(struct line *line, enum peer_way way)
{
	int fds[2];

	if (way == PEER_PIPES) {
		if (peer_pipes(fds) < 0)
			return -1;
		*line = (struct line){.in = fds[0], .out = fds[1], .size = 1};
		return 0;
	}
	fds[0] = peer_connect((enum transport)way);
	*line = (struct line){
		.in = fds[0], .out = fds[0], .size = sizeof(struct peer_reply)};
	return fds[0] < 0 ? -1 : 0;
}

static void line_close(const struct line *line)
{
	close(line->in);
	if (line->out != line->in)
		close(line->out);
}

/* Its buffer is empty, so a request goes out whole or not at all. */
static bool line_ask(const struct line *line)
{
	static const struct peer_request request;
	size_t size = line->size == 1 ? 1 : sizeof request;

	return write(line->out, &request, size) == (ssize_t)size;
}

/* Reads what has come: 1 if an answer is whole, 0 if not yet, -1 at the end. */
static int line_hear(struct line *line)
{
	char answer[sizeof(struct peer_reply)];
	ssize_t n = read(line->in, answer, line->size - line->got);

	if (n <= 0)
		return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
	line->got += (size_t)n;
	if (line->got < line->size)
		return 0;
	line->got = 0;
	return 1;
}

static bool driver_add(struct driver *driver, enum peer_way way)
{
	struct line *line = &driver->lines[driver->n];
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = line};

	if (line_open(line, way) < 0)
		return false;
	driver->n++;
	return fcntl(line->in, F_SETFL, O_NONBLOCK) == 0 &&
	       epoll_ctl(driver->epoll, EPOLL_CTL_ADD, line->in, &event) == 0;
}

/* Asks so many times, on all lines at once, and hears every answer. */
static bool exchange(struct driver *driver, unsigned requests)
{
	struct epoll_event events[CONNECTIONS];
	unsigned asked = 0, heard = 0;

	while (asked < driver->n && asked < requests)
		if (!line_ask(&driver->lines[asked++]))
			return false;
	while (heard < requests) {
		int n = epoll_wait(driver->epoll, events, CONNECTIONS,
				   PATIENCE_MS);

		if (n == 0 || (n < 0 && errno != EINTR))
			return false;
		for (int i = 0; i < n; i++) {
			struct line *line = events[i].data.ptr;
			int whole = line_hear(line);

			heard += whole > 0;
			if (whole < 0 || (whole > 0 && asked < requests &&
					  (asked++, !line_ask(line))))
				return false;
		}
	}
	return true;
}

/* The kernel brings a process's CPU time up to date when it goes to sleep,
 * which the peer does a few microseconds after its last answer. No event tells
 * when; where the pause is too short, the stretch looks slower or faster by
 * that. */
static int64_t cpu_asleep(void)
{
	clock_sleep_until(clock_now() + PAUSE_NS);
	return peer_cpu_ns();
}

/* Before the first stretch everybody is answered once: by then the peer has
 * closed the contestant's connections. */
static double best_stretch(struct driver *driver)
{
	double best = NAN;

	if (!exchange(driver, driver->n))
		return NAN;
	for (int i = 0; i < STRETCHES; i++) {
		int64_t cpu = cpu_asleep();

		if (!exchange(driver, REQUESTS))
			return NAN;
		cpu = cpu_asleep() - cpu;
		if (cpu > 0)
			best = fmax(best,
				    REQUESTS * (double)NS_PER_S / (double)cpu);
	}
	return best;
}

double peer_capacity(void)
{
	struct driver driver = {.epoll = epoll_create1(EPOLL_CLOEXEC)};
	enum peer_way way;
	double served = NAN;
	bool good = driver.epoll >= 0 && peer_way(&way);

	while (good && driver.n < CONNECTIONS)
		good = driver_add(&driver, way);
	if (good)
		served = best_stretch(&driver);
	for (unsigned i = 0; i < driver.n; i++)
		line_close(&driver.lines[i]);
	if (driver.epoll >= 0)
		close(driver.epoll);
	return served;
}
