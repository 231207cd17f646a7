/*
 * upstream.h - inside the peer's process: what its loop and its connections
 * share. Nobody else includes this; see peer.h.
 *
 * peer_server.c has the loop: new connections, new pipes, time. peer_conn.c has
 * what happens on one connection. Descriptors are the index of connections.
 */
#ifndef HARNESS_PEER_UPSTREAM_H
#define HARNESS_PEER_UPSTREAM_H

#include "harness/load/wheel.h"
#include "harness/contract/workload.h"

#include <stdbool.h>
#include <stdint.h>

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

/* Serves until the control socket closes; never returns. Tells the starter on
 * the control socket, as one int, 0 or the errno that prevents it. */
_Noreturn void server_run(int control, int tcp, int local, const char *cpus);

/* Takes over two descriptors (the same one twice for a socket) and watches
 * them; closes them if it cannot. */
void conn_open(struct server *server, enum conn_kind kind, int in, int out);

/* Acts on what epoll says about a connection's descriptor. */
void conn_event(struct server *server, int fd, uint32_t events);

/* Replies on a connection whose delay is over. */
void conn_due(struct server *server, struct conn *conn);

#endif
