/*
 * queue.c - see queue.h for how the ring works and why.
 *
 * A word of the ring, from its highest bit:
 *
 *	full (1) | lap (19) | arrive in ns (44, zero when empty)
 *
 * The entry of ticket t in lap L = t / entries goes through
 *
 *	empty L  --put in-->  full L, arrive  --taken out-->  empty L+1
 *
 * and each arrow is one compare-and-swap. The word alone tells a worker whether
 * its idea of head or tail is late, in which case it pushes that on and tries
 * again. The lap comes round after 2^19 laps of at least 4096 entries: a worker
 * would have to be stopped between two instructions for exactly a multiple of
 * 2^31 tasks to be fooled.
 */
#include "harness/queue.h"

#include "harness/futex.h"

#define FULL        (UINT64_C(1) << 63)
#define ARRIVE_MASK ((UINT64_C(1) << QUEUE_ARRIVE_BITS) - 1)
#define LAP_MASK    ((UINT64_C(1) << (63 - QUEUE_ARRIVE_BITS)) - 1)

enum { LEAST_ENTRIES = 4096 };

static uint64_t entries_for(uint64_t capacity)
{
	uint64_t entries = LEAST_ENTRIES;

	while (entries < capacity)
		entries *= 2;
	return entries;
}

/* The empty word of a ticket's entry in the lap of that ticket. */
static inline uint64_t empty_word(const struct queue *queue, uint64_t ticket)
{
	return ((ticket >> queue->lap_shift) & LAP_MASK) << QUEUE_ARRIVE_BITS;
}

/* How a word stands to the ticket's lap: an entry is this ticket's, empty or
 * full, or has moved on to a later lap, or is still in the lap before. */
enum standing { IS_EMPTY, IS_FULL, IS_LATER, IS_EARLIER };

static inline enum standing standing_of(uint64_t word, uint64_t empty)
{
	uint64_t ahead = ((word & ~FULL) >> QUEUE_ARRIVE_BITS) -
			 (empty >> QUEUE_ARRIVE_BITS);

	ahead &= LAP_MASK;
	if (ahead == 0)
		return word & FULL ? IS_FULL : IS_EMPTY;
	return ahead <= LAP_MASK / 2 ? IS_LATER : IS_EARLIER;
}

/* Pushes head or tail on from ticket, unless somebody else has. */
static inline void push_on(_Atomic uint64_t *hint, uint64_t ticket)
{
	atomic_compare_exchange_strong(hint, &ticket, ticket + 1);
}

size_t queue_bytes(uint64_t capacity)
{
	return sizeof(struct queue) + entries_for(capacity) * sizeof(uint64_t);
}

void queue_init(struct queue *queue, uint64_t capacity, uint64_t limit)
{
	uint64_t entries = entries_for(capacity);

	queue->mask = entries - 1;
	queue->lap_shift = (unsigned)__builtin_ctzll(entries);
	queue->limit = limit;
}

bool queue_post_own(struct queue *queue, int64_t arrive)
{
	for (;;) {
		uint64_t ticket = atomic_load(&queue->tail);
		_Atomic uint64_t *entry = &queue->ring[ticket & queue->mask];
		uint64_t empty = empty_word(queue, ticket);
		uint64_t word = atomic_load(entry);

		if (ticket >= queue->limit || atomic_load(&queue->closed))
			return false;
		switch (standing_of(word, empty)) {
		case IS_EMPTY:
			if (!atomic_compare_exchange_strong(
				    entry, &word,
				    FULL | empty |
					    ((uint64_t)arrive & ARRIVE_MASK)))
				break;
			push_on(&queue->tail, ticket);
			return true;
		case IS_EARLIER: /* full, or an old idea of the tail */
			if (ticket == atomic_load(&queue->tail))
				return false;
			break;
		default:
			push_on(&queue->tail, ticket);
		}
	}
}

bool queue_try_take(struct queue *queue, struct arrival *arrival)
{
	for (;;) {
		uint64_t ticket = atomic_load(&queue->head);
		_Atomic uint64_t *entry = &queue->ring[ticket & queue->mask];
		uint64_t empty = empty_word(queue, ticket);
		uint64_t next = empty_word(queue, ticket + queue->mask + 1);
		uint64_t word = atomic_load(entry);

		switch (standing_of(word, empty)) {
		case IS_FULL:
			if (!atomic_compare_exchange_strong(entry, &word, next))
				break;
			push_on(&queue->head, ticket);
			arrival->ticket = ticket;
			arrival->arrive = (int64_t)(word & ARRIVE_MASK);
			return true;
		case IS_LATER:
			push_on(&queue->head, ticket);
			break;
		default: /* nothing there, unless the head was an old idea */
			if (ticket == atomic_load(&queue->head))
				return false;
		}
	}
}

static bool has_task(struct queue *queue)
{
	uint64_t ticket = atomic_load(&queue->head);
	uint64_t word = atomic_load(&queue->ring[ticket & queue->mask]);

	return standing_of(word, empty_word(queue, ticket)) != IS_EMPTY;
}

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

bool queue_post(struct queue *queue, int64_t arrive)
{
	if (!queue_post_own(queue, arrive))
		return false;
	wake_one(queue);
	return true;
}

/* No task will ever be put in again. */
static bool is_over(struct queue *queue)
{
	return atomic_load(&queue->closed) ||
	       atomic_load(&queue->tail) >= queue->limit;
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
		if (!has_task(queue) && !is_over(queue))
			futex_wait(&queue->epoch, epoch);
	}
	atomic_fetch_sub(&queue->sleepers, 1);
	atomic_store(&queue->searching, 0);
	if (!taken)
		return queue_try_take(queue, arrival);
	if (has_task(queue))
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
