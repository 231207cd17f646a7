/*
 * worker.h - the life of one worker: a thread, a process or a loop.
 *
 * Fourth in the life of a run (measure, run, supervise, worker, result), and
 * the same in every model:
 *
 *	worker_open_first()  its slots, one after the other
 *	worker_ready()       waits at the gate
 *	tasks                recorder_ended() or recorder_failed() for each
 *	worker_done()        waits until memory has been looked at
 *	worker_close_slot()  its slots
 */
#ifndef HARNESS_WORKER_H
#define HARNESS_WORKER_H

#include "harness/record/recorder.h"
#include "harness/run.h"

#include <stdbool.h>

/* Opens a slot: zeroes its state, calls the workload's open; task->open says
 * how that went. False after an error, with task->error set. */
bool worker_open_slot(struct worker *worker, struct task *task);

/* Closes a slot if it is open. */
void worker_close_slot(struct worker *worker, struct task *task);

/* Before the gate: opens a slot or fails the run with a line that says which
 * of how many slots could not be opened, and why. */
bool worker_open_first(struct worker *worker, struct task *task, unsigned slot,
		       unsigned slots);

/* Says that this worker is ready and waits for the gate. False: the run was
 * called off, close the slots and leave. */
bool worker_ready(struct worker *worker);

/* Says that this worker has no more tasks; returns when it may close its slots
 * and leave. */
void worker_done(struct worker *worker);

#endif
