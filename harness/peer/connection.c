/*
 * connection.c - one connection of the peer: read a message, wait as it asks,
 * write the answer, and only then read again.
 *
 * The usual way costs one read and one write a message. Only when a client
 * sends ahead, or does not take its answer, is the watcher changed: input is
 * muted until the answer is out. So a connection needs no more than its one
 * buffer, and a client cannot make the peer hold more.
 */
#include "harness/peer/upstream.h"

#include "harness/record/clock.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

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

void conn_due(struct server *server, struct conn *conn)
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
void conn_event(struct server *server, int fd, uint32_t events)
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

void conn_open(struct server *server, enum conn_kind kind, int in, int out)
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
