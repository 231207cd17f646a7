/*
 * queue_wait.c - how takers of the queue sleep and are woken; the ring itself
 * is in queue.c.
 *
 * A futex word, the epoch, changes with every wake. A taker that finds nothing
 * reads the epoch, looks once more, and sleeps only while the epoch is the
 * same: a task that was put in between is seen by one of the two looks.
 */
#include "harness/load/queue.h"

#include "harness/load/futex.h"

/* Wakes one sleeper, unless one is awake and searching already. A sleeper that
 * was killed is still counted: then nobody wakes, and nobody searches. */
static void wake_one(struct queue *queue)
{
	uint32_t nobody = 0;

	if (atomic_load(&queue->sleepers) == 0 ||
	    !atomic_compare_exchange_strong(&queue->searching, &nobody, 1))
		return;
	atomic_fetch_add(&queue->epoch, 1);
	if (futex_wake(&queue->epoch, 1) <= 0)
		atomic_store(&queue->searching, 0);
}

void queue_wake(struct queue *queue)
{
	wake_one(queue);
}

bool queue_post(struct queue *queue, int64_t arrive)
{
	if (!queue_post_own(queue, arrive))
		return false;
	wake_one(queue);
	return true;
}

/* No task will ever be put in again. */
static bool is_over(const struct queue *queue)
{
	return atomic_load(&queue->closed) ||
	       queue_posted(queue) >= queue->limit;
}

bool queue_over(const struct queue *queue)
{
	return is_over(queue) && !queue_has_task(queue);
}

static void wake_all(struct queue *queue)
{
	atomic_fetch_add(&queue->epoch, 1);
	futex_wake(&queue->epoch, INT_MAX);
}

/* The slow way: sleeps until there is a task or the end. A sleeper that takes
 * the last ticket wakes the others, so that they see the end. */
static bool take_sleeping(struct queue *queue, struct arrival *arrival)
{
	bool taken;

	atomic_fetch_add(&queue->sleepers, 1);
	for (;;) {
		uint32_t epoch = atomic_load(&queue->epoch);

		taken = queue_try_take(queue, arrival);
		if (taken || is_over(queue))
			break;
		atomic_store(&queue->searching, 0);
		if (!queue_has_task(queue) && !is_over(queue))
			futex_wait(&queue->epoch, epoch);
	}
	atomic_fetch_sub(&queue->sleepers, 1);
	atomic_store(&queue->searching, 0);
	if (!taken)
		return queue_try_take(queue, arrival);
	if (queue_has_task(queue))
		wake_one(queue);
	return true;
}

bool queue_take(struct queue *queue, struct arrival *arrival)
{
	if (queue_try_take(queue, arrival))
		return true;
	if (is_over(queue)) {
		if (atomic_load(&queue->sleepers))
			wake_all(queue);
		return queue_try_take(queue, arrival);
	}
	return take_sleeping(queue, arrival);
}

void queue_close(struct queue *queue)
{
	atomic_store(&queue->closed, 1);
	wake_all(queue);
}

uint64_t queue_abandon(struct queue *queue)
{
	struct arrival arrival;
	uint64_t left = 0;

	queue_close(queue);
	while (queue_try_take(queue, &arrival))
		left++;
	return left;
}

void queue_worker_died(struct queue *queue)
{
	atomic_store(&queue->searching, 0);
	wake_all(queue);
}
