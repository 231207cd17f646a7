/*
 * slots.c - queues of slots, and how they come back from wherever they waited:
 * from libev, from a helper thread, or from a task on another loop.
 */
#include "runners/loop/loop.h"

void slots_init(struct slots *slots)
{
	slots->first = NULL;
	slots->last = &slots->first;
	slots->count = 0;
}

/* In order of arrival: whoever is ready first runs first. */
void slots_put(struct slots *slots, struct slot *slot)
{
	slot->next = NULL;
	*slots->last = slot;
	slots->last = &slot->next;
	slots->count++;
}

struct slot *slots_take(struct slots *slots)
{
	struct slot *slot = slots->first;

	if (!slot)
		return NULL;
	slots->first = slot->next;
	if (!slots->first)
		slots->last = &slots->first;
	slots->count--;
	return slot;
}

enum progress slot_wait_outside(struct slot *slot, enum wait what)
{
	slot->task.waiting = (unsigned char)what;
	slot_loop(slot)->outside++;
	return PENDING;
}

void slot_ready_here(struct slot *slot)
{
	struct loop *loop = slot_loop(slot);

	slot->task.waiting = WAIT_NONE;
	loop->outside--;
	loop->found++;
	slots_put(&loop->ready, slot);
}

/* libev's async watcher may be sent to from any thread; that, and the mutex,
 * are all that another thread touches of a loop. */
void slot_ready_elsewhere(struct slot *slot)
{
	struct loop *loop = slot_loop(slot);

	pthread_mutex_lock(&loop->inbox_mutex);
	slots_put(&loop->inbox, slot);
	pthread_mutex_unlock(&loop->inbox_mutex);
	ev_async_send(loop->ev, &loop->inbox_watcher);
}

/* One signal may stand for many slots: it empties all. */
void loop_empty_inbox(struct ev_loop *ev, ev_async *watcher, int events)
{
	struct loop *loop = watcher->data;
	struct slot *slot;

	(void)ev;
	(void)events;
	pthread_mutex_lock(&loop->inbox_mutex);
	while ((slot = slots_take(&loop->inbox)))
		slot_ready_here(slot);
	pthread_mutex_unlock(&loop->inbox_mutex);
}

void slot_unwatch(struct slot *slot)
{
	if (!slot->task.watched)
		return;
	ev_io_stop(slot_loop(slot)->ev, &slot->wait.io);
	slot->task.watched = 0;
}
