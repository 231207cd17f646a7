/*
 * lock.c - locks between tasks of loops. A task that finds a lock held is
 * parked in the lock's line; who unlocks hands the lock over to the first in
 * line, on whichever loop it is, so no loop ever sleeps for a lock.
 */
#include "runners/loop/loop.h"

#include <errno.h>

enum progress loop_lock(struct task *task, unsigned which)
{
	struct task_lock *lock = run_lock(task->worker->run, which);
	struct slot *slot = task_slot(task);
	bool mine;

	if (!lock)
		return task_fail(task, EINVAL);
	if (task->moved) { /* handed over while this task was parked */
		task->moved = 0;
		return DONE;
	}
	pthread_mutex_lock(&lock->mutex);
	mine = !lock->holder;
	if (mine) {
		lock->holder = task;
	} else {
		slot_wait_outside(slot, WAIT_LOCK);
		slot->next = NULL;
		if (lock->first)
			task_slot(lock->last)->next = slot;
		else
			lock->first = task;
		lock->last = task;
	}
	pthread_mutex_unlock(&lock->mutex);
	return mine ? DONE : PENDING;
}

/* Gives a lock to the first who waits for it, unless it is not this task's to
 * give. */
static void hand_over(struct task_lock *lock, const struct task *task)
{
	struct slot *heir = NULL;

	pthread_mutex_lock(&lock->mutex);
	if (lock->holder == task) {
		lock->holder = lock->first;
		heir = lock->first ? task_slot(lock->first) : NULL;
	}
	if (heir)
		lock->first = heir->next ? &heir->next->task : NULL;
	pthread_mutex_unlock(&lock->mutex);
	if (!heir)
		return;
	heir->task.moved = 1;
	if (heir->task.worker == task->worker)
		slot_ready_here(heir);
	else
		slot_ready_elsewhere(heir);
}

void loop_unlock(struct task *task, unsigned which)
{
	struct task_lock *lock = run_lock(task->worker->run, which);

	if (lock)
		hand_over(lock, task);
}

void loop_unlock_all(struct task *task)
{
	struct run *run = task->worker->run;

	for (unsigned i = 0; i < run->workload->locks; i++)
		hand_over(&run->locks[i], task);
}
