/*
 * spawn.h - this program, executed anew to measure one order.
 */
#ifndef BENCH_SESSION_SPAWN_H
#define BENCH_SESSION_SPAWN_H

#include "harness/measure.h"

#include <signal.h>
#include <sys/types.h>

/* Starts `avt measure` with the order on its standard input, as the leader of a
 * process group of its own, under the given signal mask. Returns its pid and
 * sets line_fd, which does not block, to read its standard output; or -1 with
 * errno. */
pid_t spawn_measure(const struct job *job, const sigset_t *mask, int *line_fd);

#endif
