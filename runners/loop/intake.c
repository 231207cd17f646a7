/*
 * intake.c - an open load on a loop: tasks come from the loop's own line, as
 * fast as they arrive, as long as a slot is idle. With as many slots as tasks
 * ever are in flight, that is a server without a bound.
 *
 * The generator is another process. It writes to an eventfd only if the loop
 * says that it sleeps, so a busy loop costs it nothing. The supervisor writes to
 * the same eventfd, under any load, when the loop is to look up.
 */
#include "runners/loop/loop.h"

#include "harness/record/recorder.h"
#include "harness/worker.h"

#include <errno.h>
#include <unistd.h>

static void on_waker(struct ev_loop *ev, ev_io *watcher, int events)
{
	struct loop *loop = watcher->data;
	uint64_t count;

	(void)ev;
	(void)events;
	recorder_called(loop->worker.recorder, 1);
	while (read(watcher->fd, &count, sizeof count) < 0 && errno == EINTR)
		;
}

void intake_init(struct loop *loop)
{
	struct run *run = loop->worker.run;
	unsigned index = loop->worker.recorder->index;

	slots_init(&loop->idle);
	if (run_is_open(run))
		loop->queue = queues_at(&run->queues, index);
	ev_io_init(&loop->waker_watcher, on_waker, run->queues.wakers[index],
		   EV_READ);
	loop->waker_watcher.data = loop;
	ev_io_start(loop->ev, &loop->waker_watcher);
}

void intake_take(struct loop *loop)
{
	struct run *run = loop->worker.run;
	struct recorder *recorder = loop->worker.recorder;
	struct arrival arrival;

	while (loop->idle.count && queue_try_take(loop->queue, &arrival)) {
		struct slot *slot = slots_take(&loop->idle);

		slot->task.seed =
			arrival.ticket * run->workers + recorder->index;
		slot->task.resume = NULL;
		slot->arrive = recorder->opened_ns + arrival.arrive;
		loop->in_flight++;
		loop->found++;
		slots_put(&loop->ready, slot);
	}
}

bool intake_may_sleep(struct loop *loop)
{
	if (!loop->queue || !loop->idle.count || queue_over(loop->queue))
		return true;
	atomic_store(&loop->queue->asleep, 1);
	/* Looked at after it was said: either the generator sees that this loop
	 * sleeps, or the loop sees the task. */
	if (!queue_has_task(loop->queue) && !queue_over(loop->queue))
		return true;
	atomic_store(&loop->queue->asleep, 0);
	return false;
}

bool intake_over(const struct loop *loop)
{
	return !loop->queue || queue_over(loop->queue);
}
