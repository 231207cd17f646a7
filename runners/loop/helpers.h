/*
 * helpers.h - helper threads of one loop: they run what would block it.
 */
#ifndef RUNNERS_LOOP_HELPERS_H
#define RUNNERS_LOOP_HELPERS_H

#include "runners/loop/loop.h"

/* Starts n helpers for a loop: false after run_fail(). */
bool helpers_start(struct loop *loop, unsigned n);

/* Lets a helper run a function; the slot becomes ready when it has returned,
 * with its errno in task.error and 1 in task.moved. */
void helpers_run(struct slot *slot, offloaded *function);

/* Ends the helpers, which must be idle, adds what they used to the loop's recorder,
 * and frees them. */
void helpers_stop(struct loop *loop);

#endif
