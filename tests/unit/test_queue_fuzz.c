/*
 * test_queue_fuzz.c - the queue against a plain list, in many random orders.
 *
 * The ring has laps, hints that lag behind and words that say how far an entry
 * is; a mistake in one of them shows only in some order of events. In virtual
 * steps one thread does what many would, so a seed that fails fails again; with
 * real threads the same slos are looked at from outside: each task taken
 * once, in order of tickets by each taker, with the instant it was put in with.
 */
#include "harness/load/queue.h"
#include "harness/contract/workload.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CAPACITY = 4096, THREADS = 4, EACH = 30000 };

static struct queue *queue;

static void make(uint64_t limit)
{
	size_t size = queue_bytes(CAPACITY);

	size += -size & 63;
	queue = aligned_alloc(64, size);
	assert_non_null(queue);
	memset(queue, 0, size);
	queue_init(queue, CAPACITY, limit);
}

/* When ticket t arrived, by agreement. */
static int64_t arrive_of(uint64_t ticket)
{
	return (int64_t)(mix64(ticket) & ((UINT64_C(1) << 44) - 1));
}

/* What a plain list would say: tickets from first to next - 1 are in line. */
struct model {
	uint64_t first, next, limit;
	bool closed;
};

static void put_in(struct model *model, bool own)
{
	bool room = model->next - model->first < CAPACITY;
	bool want = !model->closed && model->next < model->limit && room;
	int64_t arrive = arrive_of(model->next);

	assert_int_equal(own ? queue_post_own(queue, arrive)
			     : queue_post(queue, arrive),
			 want);
	model->next += want;
}

static void take_out(struct model *model)
{
	struct arrival arrival;
	bool want = model->first < model->next;

	assert_int_equal(queue_try_take(queue, &arrival), want);
	if (!want)
		return;
	assert_int_equal(arrival.ticket, model->first);
	assert_int_equal(arrival.arrive, arrive_of(model->first));
	model->first++;
}

static void agrees(const struct model *model)
{
	bool over = model->closed || model->next == model->limit;

	assert_int_equal(queue_posted(queue), model->next);
	assert_int_equal(queue_taken(queue), model->first);
	assert_int_equal(queue_has_task(queue), model->first < model->next);
	assert_int_equal(queue_over(queue),
			 over && model->first == model->next);
}

/* Bursts of random length at either end, long enough to fill and to empty the
 * ring, over many laps. */
static void steps_agree_with_a_list(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 6; seed++) {
		struct model model = {.limit = 40000 + seed};
		uint64_t random = seed;

		make(model.limit);
		while (model.first < model.limit) {
			random = mix64(random + 1);
			for (uint64_t n = random % 3000; n; n--)
				put_in(&model, n & 1);
			agrees(&model);
			for (uint64_t n = (random >> 20) % 3000; n; n--)
				take_out(&model);
			agrees(&model);
		}
		put_in(&model, false);
		take_out(&model);
		free(queue);
	}
}

/* Single steps in any order, and a worker that is said to have died. */
static void single_steps_agree_too(void **state)
{
	struct model model = {.limit = 20000};
	uint64_t random = 3;

	(void)state;
	make(model.limit);
	while (model.first < model.limit) {
		random = mix64(random + 1);
		if (random & 1)
			put_in(&model, random & 2);
		else
			take_out(&model);
		if (random % 1000 == 0)
			queue_worker_died(queue);
		agrees(&model);
	}
	free(queue);
}

/* Closed at any moment: nothing goes in, all that is in comes out. */
static void closed_at_any_moment(void **state)
{
	(void)state;
	for (uint64_t n = 0; n < 200; n++) {
		struct model model = {.limit = 100};

		make(model.limit);
		for (uint64_t i = 0; i < n; i++)
			put_in(&model, true);
		for (uint64_t i = 0; i < n / 3; i++)
			take_out(&model);
		queue_close(queue);
		model.closed = true;
		put_in(&model, true);
		agrees(&model);
		if (n % 2)
			assert_int_equal(queue_abandon(queue),
					 model.next - model.first);
		else
			while (model.first < model.next)
				take_out(&model);
		assert_true(queue_over(queue));
		free(queue);
	}
}

/* An instant keeps its 44 bits, the largest and the smallest too. */
static void instants_come_back(void **state)
{
	const int64_t most = (INT64_C(1) << QUEUE_ARRIVE_BITS) - 1;
	const int64_t instants[] = {0, 1, most, most - 1, most / 2};

	(void)state;
	make(UINT64_MAX);
	for (size_t i = 0; i < 5; i++) {
		struct arrival arrival;

		assert_true(queue_post(queue, instants[i]));
		assert_true(queue_try_take(queue, &arrival));
		assert_int_equal(arrival.arrive, instants[i]);
	}
	free(queue);
}

static _Atomic uint64_t instants_in, instants_out;
static _Atomic uint32_t wrong;
static unsigned char taken[THREADS * EACH];

/* Puts its share in; a full ring is tried again. */
static void *poster(void *argument)
{
	uint64_t random = *(const uint64_t *)argument;

	for (int i = 0; i < EACH; i++) {
		int64_t arrive = (int64_t)((random = mix64(random)) >> 24);

		atomic_fetch_add(&instants_in, (uint64_t)arrive);
		while (!queue_post(queue, arrive))
			sched_yield();
	}
	return NULL;
}

/* Takes until there will never be one again. */
static void *taker(void *argument)
{
	struct arrival arrival;
	uint64_t next = 0;

	(void)argument;
	while (queue_take(queue, &arrival)) {
		wrong +=
			arrival.ticket < next || arrival.ticket >= sizeof taken;
		if (arrival.ticket < sizeof taken)
			__atomic_add_fetch(&taken[arrival.ticket], 1,
					   __ATOMIC_RELAXED);
		next = arrival.ticket + 1;
		atomic_fetch_add(&instants_out, (uint64_t)arrival.arrive);
	}
	return NULL;
}

static void threads_at_both_ends(void **state)
{
	pthread_t posters[THREADS], takers[THREADS];
	uint64_t seeds[THREADS];

	(void)state;
	make(sizeof taken);
	for (uint64_t i = 0; i < THREADS; i++) {
		seeds[i] = i + 1;
		assert_int_equal(pthread_create(&takers[i], NULL, taker, NULL),
				 0);
		assert_int_equal(
			pthread_create(&posters[i], NULL, poster, &seeds[i]),
			0);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(posters[i], NULL);
	for (int i = 0; i < THREADS; i++)
		pthread_join(takers[i], NULL);
	assert_int_equal(wrong, 0);
	for (size_t i = 0; i < sizeof taken; i++)
		assert_int_equal(taken[i], 1);
	assert_true(instants_in == instants_out);
	assert_true(queue_over(queue));
	free(queue);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_agree_with_a_list),
		cmocka_unit_test(single_steps_agree_too),
		cmocka_unit_test(closed_at_any_moment),
		cmocka_unit_test(instants_come_back),
		cmocka_unit_test(threads_at_both_ends),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
