/*
 * blocking.h - the blocking worker: one for threads, procs and serial, which
 * differ only in how a worker is born and reaped, and where its tasks come
 * from.
 */
#ifndef RUNNERS_POOL_BLOCKING_H
#define RUNNERS_POOL_BLOCKING_H

#include "harness/run.h"
#include "harness/contract/task.h"

/* Every awaitable is the plain blocking system call and never answers PENDING.
 */
extern const struct awaitables blocking_awaitables;

/* Runs a few tasks of a finished run again: a runner's `recompute`. */
int blocking_recompute(struct run *run, const uint64_t *seeds,
		       uint64_t *answers, int n, int64_t limit_ns);

/* The whole life of worker number `index`: opens its one slot, waits at the
 * gate, runs tasks until there are none, closes. */
void blocking_worker(struct run *run, unsigned index);

#endif
