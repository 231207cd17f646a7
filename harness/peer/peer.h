/*
 * peer.h - the other end of a workload's descriptors: a process of its own, the
 * same for all contestants, so that what it costs is nobody's advantage.
 *
 * One epoll loop with precise timers (a wheel and a timerfd) holds all
 * connections (10,000 and more). It answers every struct peer_request after the
 * asked delay, and echoes every byte that comes through peer_pipes(). It
 * listens on loopback TCP and on an abstract unix socket, on names that the
 * kernel chooses, and ends when its control socket closes, so it never outlives
 * the run, however that ends. peer_connect() and peer_pipes() are in
 * workload.h.
 */
#ifndef HARNESS_PEER_PEER_H
#define HARNESS_PEER_PEER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Starts the peer on a CPU list ("" : anywhere): its pid, or -1 with errno.
 * Called while the process has one thread. When it returns, connections are
 * accepted. */
pid_t peer_start(const char *cpus);

/* CPU time in ns, user and system, that the peer has used so far; -1 if it
 * is not running. */
int64_t peer_cpu_ns(void);

/* Ways to reach the peer; the first two are an enum transport. */
enum peer_way { PEER_TCP, PEER_UNIX, PEER_PIPES, PEER_WAYS };

/* The way on which this run's processes have connected most often; false if
 * nobody has. */
bool peer_way(enum peer_way *way);

/* Asks the peer to end and waits for it; nothing happens if none runs. */
void peer_stop(void);

#endif
