/*
 * upstream.h - what the peer's process does: it answers requests and echoes
 * bytes; see peer.h. Nobody but peer.c includes this.
 */
#ifndef HARNESS_PEER_UPSTREAM_H
#define HARNESS_PEER_UPSTREAM_H

/* Serves until the control socket closes; never returns. Tells the starter on
 * the control socket, as one int, 0 or the errno that prevents it. */
_Noreturn void server_run(int control, int tcp, int local, const char *cpus);

#endif
