/*
 * test_queue.c - the queue: order, ends, many hands, and hands that are killed.
 */
#include "harness/load/queue.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MANY = 200000, HANDS = 4 };

/* A queue and what the takers saw, in memory that forked takers share. */
struct shared {
	_Atomic uint64_t seen[MANY];
	_Alignas(64) struct queue queue;
};

static struct shared *new_shared(uint64_t capacity, uint64_t limit)
{
	struct shared *shared =
		mmap(NULL, sizeof *shared + queue_bytes(capacity),
		     PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(shared, MAP_FAILED);
	queue_init(&shared->queue, capacity, limit);
	return shared;
}

static void free_shared(struct shared *shared, uint64_t capacity)
{
	munmap(shared, sizeof *shared + queue_bytes(capacity));
}

static void first_in_first_out(void **state)
{
	struct shared *shared = new_shared(100, UINT64_MAX);
	struct arrival arrival;

	(void)state;
	assert_false(queue_try_take(&shared->queue, &arrival));
	for (int64_t lap = 0; lap < 1000; lap++) {
		for (int64_t i = 0; i < 100; i++)
			assert_true(queue_post(&shared->queue, lap * 100 + i));
		for (int64_t i = 0; i < 100; i++) {
			assert_true(queue_try_take(&shared->queue, &arrival));
			assert_int_equal(arrival.ticket, lap * 100 + i);
			assert_int_equal(arrival.arrive, lap * 100 + i);
		}
	}
	assert_false(queue_try_take(&shared->queue, &arrival));
	free_shared(shared, 100);
}

static void full_and_limit_refuse(void **state)
{
	struct shared *shared = new_shared(1, 5000);
	struct arrival arrival;
	int posted = 0;

	(void)state;
	while (queue_post(&shared->queue, 0))
		posted++;
	assert_int_equal(posted, 4096); /* the least number of entries */
	while (queue_try_take(&shared->queue, &arrival))
		;
	while (queue_post(&shared->queue, 0))
		posted++;
	assert_int_equal(posted, 5000);
	assert_int_equal(queue_abandon(&shared->queue), 5000 - 4096);
	assert_false(queue_take(&shared->queue, &arrival));
	free_shared(shared, 1);
}

static void closed_is_emptied_then_over(void **state)
{
	struct shared *shared = new_shared(10, UINT64_MAX);
	struct arrival arrival;

	(void)state;
	queue_post(&shared->queue, 7);
	queue_close(&shared->queue);
	assert_false(queue_post(&shared->queue, 8));
	assert_true(queue_take(&shared->queue, &arrival));
	assert_int_equal(arrival.arrive, 7);
	assert_false(queue_take(&shared->queue, &arrival));
	free_shared(shared, 10);
}

static void take_until_over(struct shared *shared)
{
	struct arrival arrival;

	while (queue_take(&shared->queue, &arrival))
		atomic_fetch_add(&shared->seen[arrival.ticket], 1);
}

static void *taker(void *argument)
{
	take_until_over(argument);
	return NULL;
}

static void assert_each_once(struct shared *shared)
{
	for (unsigned i = 0; i < MANY; i++)
		assert_int_equal(atomic_load(&shared->seen[i]), 1);
}

/* One producer from outside: sleepers must be woken, and the last one too. */
static void threads_take_each_task_once(void **state)
{
	struct shared *shared = new_shared(MANY, MANY);
	pthread_t threads[HANDS];

	(void)state;
	for (int i = 0; i < HANDS; i++)
		pthread_create(&threads[i], NULL, taker, shared);
	for (int i = 0; i < MANY; i++)
		assert_true(queue_post(&shared->queue, i));
	for (int i = 0; i < HANDS; i++)
		pthread_join(threads[i], NULL);
	assert_each_once(shared);
	free_shared(shared, MANY);
}

/* A closed load: every taker puts the next one in before it takes. */
static void closed_load_in_processes(void **state)
{
	struct shared *shared = new_shared(64, MANY);
	struct arrival arrival;

	(void)state;
	for (int i = 0; i < 64; i++)
		queue_post_own(&shared->queue, 0);
	for (int i = 0; i < HANDS; i++) {
		if (fork() > 0)
			continue;
		while (queue_take(&shared->queue, &arrival)) {
			atomic_fetch_add(&shared->seen[arrival.ticket], 1);
			queue_post_own(&shared->queue, 0);
		}
		_exit(0);
	}
	while (wait(NULL) > 0)
		;
	assert_each_once(shared);
	free_shared(shared, 64);
}

/* Workers are killed over and over, at any instruction: the others go on, each
 * task is seen at most once, and no more are missing than workers were killed.
 */
static void killed_takers_break_nothing(void **state)
{
	enum { KILLS = 60 };
	struct shared *shared = new_shared(MANY, MANY);
	unsigned missing = 0;
	pthread_t survivor;

	(void)state;
	for (int i = 0; i < 64; i++)
		queue_post(&shared->queue, 0);
	pthread_create(&survivor, NULL, taker, shared);
	for (int i = 0; i < KILLS; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			take_until_over(shared);
			_exit(0);
		}
		for (int n = 0; n < MANY / KILLS - 8; n++)
			queue_post(&shared->queue, 0);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		queue_worker_died(&shared->queue);
	}
	while (queue_post(&shared->queue, 0))
		;
	pthread_join(survivor, NULL);
	for (unsigned i = 0; i < MANY; i++) {
		assert_true(atomic_load(&shared->seen[i]) <= 1);
		missing += atomic_load(&shared->seen[i]) == 0;
	}
	assert_int_equal(queue_taken(&shared->queue), MANY);
	assert_true(missing <= KILLS);
	free_shared(shared, MANY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_in_first_out),
		cmocka_unit_test(full_and_limit_refuse),
		cmocka_unit_test(closed_is_emptied_then_over),
		cmocka_unit_test(threads_take_each_task_once),
		cmocka_unit_test(closed_load_in_processes),
		cmocka_unit_test(killed_takers_break_nothing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
