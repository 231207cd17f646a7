/*
 * loop.h - one event loop: the worker of the async runner, from the inside.
 *
 * libev watches descriptors. Everything else is ours: slots that hold a paused
 * task each, a list of slots that are ready to run, and a timing wheel behind
 * one timerfd, because libev's epoll backend rounds timers up to a millisecond.
 *
 *	turn: every slot that was ready at its start runs until it waits; one
 *	whose task ends goes on with its next, see step() in loop.c
 *	poll: what has become ready meanwhile is put at the end of the list
 */
#ifndef RUNNERS_LOOP_LOOP_H
#define RUNNERS_LOOP_LOOP_H

#include "harness/run.h"
#include "harness/contract/task.h"
#include "harness/load/wheel.h"
#include "runners/loop/helpers.h"

#include <ev.h>
#include <pthread.h>

/* What a helper thread runs; the rest is for a pread(). */
struct offload {
	struct job job;
	void *to;
	size_t size;
	off_t offset;
	int fd;
};

/* A task in flight on a loop: two cache lines, and its state. A descriptor's
 * watcher stays active between waits on the same descriptor, as in a program
 * written for libev; task.watched says so. */
struct slot {
	struct task task; /* first: a task's slot is found by a cast */
	int64_t arrive, start;
	struct slot *next; /* in the one list that it is in */
	union {
		ev_io io;
		struct timer timer;
		struct offload offload;
	} wait;
};

/* A queue of slots. */
struct slots {
	struct slot *first, **last;
	unsigned count;
};

/* A loop. */
struct loop {
	struct worker worker; /* first */
	struct ev_loop *ev;
	struct slots ready;
	unsigned in_flight; /* tasks that have arrived and not ended */
	unsigned outside;   /* slots that wait for libev or another thread */
	unsigned found;     /* slots made ready since the last turn */
	struct wheel wheel;
	int timer_fd;
	int64_t armed; /* when the timerfd fires; 0: it is not armed */
	ev_io timer_watcher;

	struct slot *slots;
	char *states;
	unsigned n_slots, n_open;
	uint64_t next_seed; /* this loop's share: every workers-th seed */

	struct queue *queue; /* of an open load; NULL: closed */
	struct slots idle;   /* of an open load: slots without a task */
	ev_io waker_watcher; /* generator and supervisor wake a loop by it */

	pthread_mutex_t inbox_mutex; /* slots that other threads made ready */
	struct slots inbox;
	ev_async inbox_watcher;
	struct helpers *helpers; /* NULL: none */
};

/* Every awaitable tries first, and registers only when it would block. */
extern const struct awaitables loop_awaitables;

/* The whole life of loop number `index`: a thread_worker. */
void loop_worker(struct run *run, unsigned index);

/* Queues of slots, first in first out. */
void slots_init(struct slots *slots);
/* Puts a slot at the end. */
void slots_put(struct slots *slots, struct slot *slot);
/* Takes the first, or NULL. */
struct slot *slots_take(struct slots *slots);

/* The loop that runs a slot, and the slot of a task. */
static inline struct loop *slot_loop(const struct slot *slot)
{
	return (struct loop *)slot->task.worker;
}
static inline struct slot *task_slot(struct task *task)
{
	return (struct slot *)task;
}

/* Makes a slot wait for something outside the loop's own thread. */
enum progress slot_wait_outside(struct slot *slot, enum wait what);

/* Ends that wait, from the loop's own thread. */
void slot_ready_here(struct slot *slot);
/* Ends that wait, from any other thread. */
void slot_ready_elsewhere(struct slot *slot);

/* The inbox's watcher: makes ready what other threads have put into it. */
void loop_empty_inbox(struct ev_loop *ev, ev_async *watcher, int events);

/* Arrivals (intake.c): watches for whoever wakes this loop. */
void intake_init(struct loop *loop);

/* Takes tasks from the queue into idle slots, as many as there are of both. */
void intake_take(struct loop *loop);

/* Whether the loop may sleep in its poll: nothing waits that it could take. If
 * so the generator has been told to wake it. */
bool intake_may_sleep(struct loop *loop);

/* Whether there will be no further task. */
bool intake_over(const struct loop *loop);

/* Stops a slot's descriptor watcher if it is active, so that the union can hold
 * something else, or the descriptor be closed. */
void slot_unwatch(struct slot *slot);

/* await_lock() and task_unlock() between tasks of any loops. */
enum progress loop_lock(struct task *task, unsigned which);
/* Hands the lock over to the first task that waits for it. */
void loop_unlock(struct task *task, unsigned which);
/* Hands over all that a task holds, which has failed. */
void loop_unlock_all(struct task *task);

#endif
