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
 * its idea of head or tail is late, in which case it looks at the next entry.
 * The lap comes round after 2^19 laps of at least 4096 entries: a worker would
 * have to be stopped between two instructions for exactly a multiple of 2^31
 * tasks to be fooled.
 *
 * Sleeping is in the second half. A futex word, the epoch, changes with every
 * wake. A taker that finds nothing reads the epoch, looks once more, and sleeps
 * only while the epoch is the same: a task that was put in between is seen by
 * one of the two looks.
 */
#include "harness/load/queue.h"

#include "harness/load/futex.h"

#include <errno.h>

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

/* Head and tail are pushed on once in HINT_LAG tickets: the entries between say
 * themselves that they have been passed, and reading them costs less than one
 * more cache line that all workers write. A walk that has become long starts
 * again from the hint, in case this worker was stopped meanwhile. */
enum { HINT_LAG = 8, LONG_WALK = 32, BACK_OFF = 32 };

static inline void push_on(_Atomic uint64_t *hint, uint64_t from,
			   uint64_t ticket)
{
	if (ticket + 1 - from >= HINT_LAG)
		atomic_compare_exchange_strong(hint, &from, ticket + 1);
}

/* The ticket to look at after one that has been passed. */
static inline uint64_t walk_on(const _Atomic uint64_t *hint, uint64_t *from,
			       uint64_t ticket)
{
	uint64_t now;

	if (++ticket - *from < LONG_WALK)
		return ticket;
	now = atomic_load(hint);
	*from = now > ticket ? now : ticket;
	return *from;
}

/* Somebody else had the entry: leaves its cache line to him a little longer,
 * for the next few entries as well. */
static inline void back_off(void)
{
	for (int i = 0; i < BACK_OFF; i++)
#if defined __x86_64__ || defined __i386__
		__builtin_ia32_pause();
#elif defined __aarch64__
		__asm__ volatile("yield");
#else
		;
#endif
}

static enum standing standing_at(const struct queue *queue, uint64_t ticket)
{
	return standing_of(atomic_load(&queue->ring[ticket & queue->mask]),
			   empty_word(queue, ticket));
}

uint64_t queue_posted(const struct queue *queue)
{
	uint64_t tail = atomic_load(&queue->tail), ticket = tail;
	enum standing standing;

	while ((standing = standing_at(queue, ticket)) == IS_FULL ||
	       standing == IS_LATER)
		ticket = walk_on(&queue->tail, &tail, ticket);
	return ticket;
}

uint64_t queue_taken(const struct queue *queue)
{
	uint64_t head = atomic_load(&queue->head), ticket = head;

	while (standing_at(queue, ticket) == IS_LATER)
		ticket = walk_on(&queue->head, &head, ticket);
	return ticket;
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
	uint64_t tail = atomic_load(&queue->tail), ticket = tail;

	while (ticket < queue->limit && !atomic_load(&queue->closed)) {
		_Atomic uint64_t *entry = &queue->ring[ticket & queue->mask];
		uint64_t empty = empty_word(queue, ticket);
		uint64_t full = FULL | empty | ((uint64_t)arrive & ARRIVE_MASK);
		uint64_t word = atomic_load(entry);

		switch (standing_of(word, empty)) {
		case IS_EMPTY:
			if (atomic_compare_exchange_strong(entry, &word,
							   full)) {
				push_on(&queue->tail, tail, ticket);
				return true;
			}
			back_off();
			break;
		case IS_EARLIER: /* no room, or a very old idea of the tail */
			if (atomic_load(&queue->tail) <= ticket)
				return false;
			ticket = tail = atomic_load(&queue->tail);
			break;
		default:
			ticket = walk_on(&queue->tail, &tail, ticket);
		}
	}
	return false;
}

bool queue_try_take(struct queue *queue, struct arrival *arrival)
{
	uint64_t head = atomic_load(&queue->head), ticket = head;

	for (;;) {
		_Atomic uint64_t *entry = &queue->ring[ticket & queue->mask];
		uint64_t empty = empty_word(queue, ticket);
		uint64_t next = empty_word(queue, ticket + queue->mask + 1);
		uint64_t word = atomic_load(entry);

		switch (standing_of(word, empty)) {
		case IS_FULL:
			if (atomic_compare_exchange_strong(entry, &word,
							   next)) {
				push_on(&queue->head, head, ticket);
				arrival->ticket = ticket;
				arrival->arrive = (int64_t)(word & ARRIVE_MASK);
				return true;
			}
			back_off();
			break;
		case IS_LATER:
			ticket = walk_on(&queue->head, &head, ticket);
			break;
		default: /* nothing in line, or a very old idea of the head */
			if (atomic_load(&queue->head) <= ticket)
				return false;
			ticket = head = atomic_load(&queue->head);
		}
	}
}

bool queue_has_task(const struct queue *queue)
{
	return standing_at(queue, queue_taken(queue)) == IS_FULL;
}

/* Wakes one sleeper, unless one is awake and searching already. A sleeper that
 * was killed is still counted: then nobody wakes, and nobody searches. Returns
 * the system calls that it took. */
static unsigned wake_one(struct queue *queue)
{
	uint32_t nobody = 0;

	if (atomic_load(&queue->sleepers) == 0 ||
	    !atomic_compare_exchange_strong(&queue->searching, &nobody, 1))
		return 0;
	atomic_fetch_add(&queue->epoch, 1);
	if (futex_wake(&queue->epoch, 1) <= 0)
		atomic_store(&queue->searching, 0);
	return 1;
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
		if (!queue_has_task(queue) && !is_over(queue)) {
			futex_wait(&queue->epoch, epoch);
			arrival->calls++;
		}
	}
	atomic_fetch_sub(&queue->sleepers, 1);
	atomic_store(&queue->searching, 0);
	if (!taken)
		return queue_try_take(queue, arrival);
	if (queue_has_task(queue))
		arrival->calls += wake_one(queue);
	return true;
}

bool queue_take(struct queue *queue, struct arrival *arrival)
{
	arrival->calls = 0;
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

void queues_wake(const struct queues *queues, unsigned index)
{
	uint64_t one = 1;

	while (write(queues->wakers[index], &one, sizeof one) < 0 &&
	       errno == EINTR)
		;
}

static void wake_loops(const struct queues *queues)
{
	for (unsigned i = 0; queues->wakers && i < queues->n_wakers; i++)
		queues_wake(queues, i);
}

void queues_close(const struct queues *queues)
{
	for (unsigned i = 0; i < queues->n; i++)
		queue_close(queues_at(queues, i));
	wake_loops(queues);
}

uint64_t queues_abandon(const struct queues *queues)
{
	uint64_t left = 0;

	for (unsigned i = 0; i < queues->n; i++)
		left += queue_abandon(queues_at(queues, i));
	wake_loops(queues);
	return left;
}

uint64_t queues_posted(const struct queues *queues)
{
	uint64_t posted = 0;

	for (unsigned i = 0; i < queues->n; i++)
		posted += queue_posted(queues_at(queues, i));
	return posted;
}
