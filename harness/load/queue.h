/*
 * queue.h - the one queue that feeds both pools: first in, first out, any
 * number of threads or processes at both ends, in memory that they share.
 *
 * A bounded ring without locks. An entry is one 64-bit word that says which lap
 * it belongs to, whether it is full, and when the task was meant to arrive; one
 * compare-and-swap on that word puts a task in or takes it out. Head and tail
 * are only hints, a few tickets late, that anybody may push on, so a worker
 * that is killed at any instruction can lose the task in its hands but never
 * breaks the queue: no lock is left held and no entry half written. (The idea
 * of helping the tail along is Michael and Scott's, "Simple, Fast, and
 * Practical Non-Blocking and Blocking Concurrent Queue Algorithms", 1996.)
 *
 * A worker takes one task at a time, so no task stands behind another in one
 * worker's hands. Who finds nothing sleeps on a futex. At most one worker that
 * was woken is searching at any time; it wakes the next when it finds work and
 * more is left, so a burst of arrivals does not cost a system call each.
 */
#ifndef HARNESS_LOAD_QUEUE_H
#define HARNESS_LOAD_QUEUE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { QUEUE_ARRIVE_BITS = 44 }; /* 4.8 hours in ns */

/* In shared memory; the ring follows. */
struct queue {
	/* set by queue_init, then constant */
	uint64_t mask; /* entries - 1 */
	unsigned lap_shift;
	uint64_t limit; /* tickets are 0 to limit - 1 */

	_Alignas(64) _Atomic uint64_t tail; /* at most the next to put in */
	_Alignas(64) _Atomic uint64_t head; /* at most the next to take */
	_Alignas(64) _Atomic uint32_t sleepers;
	_Atomic uint32_t searching; /* a woken worker has found nothing yet */
	_Atomic uint32_t epoch;     /* futex: changes with every wake */
	_Atomic uint32_t closed;
	_Atomic uint32_t asleep; /* a loop sleeps in its poll: wake it there */
	_Alignas(64) _Atomic uint64_t ring[];
};

/* The queues of a run: one for a pool, one each for the loops of an open load,
 * which take turns. */
struct queues {
	struct queue *first; /* of n, stride bytes apart, in shared memory */
	unsigned n;
	size_t stride;
	int *wakers; /* an eventfd a worker that sleeps on it; or NULL */
	unsigned n_wakers;
};

/* A task as the queue knows it. */
struct arrival {
	uint64_t ticket; /* its place in line, which is its seed */
	int64_t arrive;  /* ns since the run's gate opened */
	unsigned calls;  /* system calls that queue_take() made for it */
};

/* Bytes for a queue that holds at least `capacity` tasks at once. */
size_t queue_bytes(uint64_t capacity);

/* An empty queue in queue_bytes(capacity) bytes of zeroed memory. After `limit`
 * tickets it takes no more. */
void queue_init(struct queue *queue, uint64_t capacity, uint64_t limit);

/* Puts a task in and wakes a worker if one sleeps. False: closed, at its limit
 * or full. */
bool queue_post(struct queue *queue, int64_t arrive);

/* The same without waking anybody: from a worker that takes a task right
 * afterwards, so that the line grows no longer than it makes it shorter, or
 * from someone who puts in several and then calls queue_wake(). */
bool queue_post_own(struct queue *queue, int64_t arrive);

/* Wakes a worker if all who wait sleep; it wakes the next if more is in line.
 * Where one that was woken is searching already, it will find what there is. */
void queue_wake(struct queue *queue);

/* Takes the first task, sleeping while there is none. False: there will never
 * be one again, as the queue is closed or at its limit, and empty. */
bool queue_take(struct queue *queue, struct arrival *arrival);

/* Takes the first task if there is one. */
bool queue_try_take(struct queue *queue, struct arrival *arrival);

/* Whether no task is in line, nor ever will be. */
bool queue_over(const struct queue *queue);

/* Whether a task is in line now. */
bool queue_has_task(const struct queue *queue);

/* Takes no more tasks in and wakes everybody; what is in line can be taken. */
void queue_close(struct queue *queue);

/* Closes, and empties the line: the number of tasks that were still in it. */
uint64_t queue_abandon(struct queue *queue);

/* After a worker was killed: undoes what it may have been in the middle of. */
void queue_worker_died(struct queue *queue);

/* Tasks put in so far. */
uint64_t queue_posted(const struct queue *queue);

/* Tasks taken out so far. */
uint64_t queue_taken(const struct queue *queue);

/* One of the queues. */
static inline struct queue *queues_at(const struct queues *queues,
				      unsigned index)
{
	return (struct queue *)((char *)queues->first + index * queues->stride);
}

/* Wakes the loop that sleeps on a queue's eventfd, from any process. */
void queues_wake(const struct queues *queues, unsigned index);

/* Closes all of them, and wakes whoever waits. */
void queues_close(const struct queues *queues);

/* Closes and empties them: the number of tasks that nobody has started. */
uint64_t queues_abandon(const struct queues *queues);

/* Tasks put in so far, in all of them. */
uint64_t queues_posted(const struct queues *queues);

#endif
