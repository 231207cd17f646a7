/*
 * lock.c - locks between tasks of loops. A task that finds a lock held is
 * parked in the lock's line; who unlocks hands the lock over to the first in
 * line, on whichever loop it is, so no loop ever sleeps for a lock.
 */
#include "runners/loop/loop.h"

enum progress loop_lock(struct task *task, unsigned which)
{
	struct task_lock *lock = &task->worker->run->locks[which];
	struct slot *slot = task_slot(task);
	bool mine;

	if (task->moved) { /* handed over while this task was parked */
		task->moved = 0;
		return DONE;
	}
	pthread_mutex_lock(&lock->mutex);
	mine = !lock->held;
	lock->held = true;
	if (!mine) {
		slot_wait_outside(slot);
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

void loop_unlock(struct task *task, unsigned which)
{
	struct task_lock *lock = &task->worker->run->locks[which];
	struct slot *heir;

	pthread_mutex_lock(&lock->mutex);
	heir = lock->first ? task_slot(lock->first) : NULL;
	if (heir)
		lock->first = heir->next ? &heir->next->task : NULL;
	else
		lock->held = false;
	pthread_mutex_unlock(&lock->mutex);
	if (!heir)
		return;
	heir->task.moved = 1;
	if (heir->task.worker == task->worker)
		slot_ready_here(heir);
	else
		slot_ready_elsewhere(heir);
}
