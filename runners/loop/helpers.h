/*
 * helpers.h - threads that run blocking functions for whoever cannot wait for
 * them. They know tasks, and nothing of loops.
 */
#ifndef RUNNERS_LOOP_HELPERS_H
#define RUNNERS_LOOP_HELPERS_H

#include "harness/contract/task.h"
#include "harness/record/recorder.h"

struct helpers;

/* A function to run for a task; memory of whoever wants it run. */
struct job {
	struct job *next;
	offloaded *function;
	struct task *task;
};

/* Called by a helper when a job's function has returned; what it returned is
 * in task->error. */
typedef void job_done(struct task *task);

/* Starts n helpers; NULL with errno if not all of them can be had. What they
 * have used is added to `used` when they end: async+4 pays for its four. */
struct helpers *helpers_start(unsigned n, job_done *done, struct usage *used);

/* Lets a helper run a job, which stays where it is until it is done. */
void helpers_run(struct helpers *helpers, struct job *job);

/* Ends the helpers, when they are idle, and frees them; nothing happens for
 * NULL. */
void helpers_stop(struct helpers *helpers);

#endif
