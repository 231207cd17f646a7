/*
 * test_totals.c - whoever records a time on whatever CPU, the sum of all is the
 * histogram that one writer would have recorded, to the last bucket.
 */
#include "harness/contract/workload.h"
#include "harness/record/totals.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

enum { WORKERS = 4, TIMES = 5000 };

static const struct course course = {.batch = true, .until_ns = INT64_MAX};

static struct recorder *recorders;
static struct bucket_sets sets;
static struct hist expected[3];

static void *fresh(size_t bytes)
{
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	assert_ptr_not_equal(memory, MAP_FAILED);
	return memory;
}

static int set_up(void **state)
{
	(void)state;
	sets.n = buckets_sets();
	sets.of_cpu = fresh(sets.n * sizeof *sets.of_cpu);
	recorders = fresh(WORKERS * sizeof *recorders);
	for (unsigned i = 0; i < WORKERS; i++) {
		recorder_init(&recorders[i], i, &sets);
		recorder_start(&recorders[i], 0, 0, 0);
	}
	memset(expected, 0, sizeof expected);
	for (int i = 0; i < 3; i++)
		hist_reset(&expected[i]);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	munmap(sets.of_cpu, sets.n * sizeof *sets.of_cpu);
	munmap(recorders, WORKERS * sizeof *recorders);
	return 0;
}

/* From nothing to beyond what a histogram holds, even in the logarithm. */
static int64_t time_of(unsigned worker, unsigned i)
{
	uint64_t random = mix64(worker * TIMES + i);

	return (int64_t)(mix64(random) >> (20 + random % 44));
}

/* A worker: its tasks are served right away, or wait a third of the time. */
static void *record(void *argument)
{
	struct recorder *recorder = argument;
	struct task task = {0};

	for (unsigned i = 0; i < TIMES; i++) {
		int64_t time = time_of(recorder->index, i);

		recorder_ended(recorder, &task, 0, i % 2 ? time / 3 : 0, time,
			       INT64_MAX);
	}
	return NULL;
}

static void expect(unsigned worker)
{
	for (unsigned i = 0; i < TIMES; i++) {
		int64_t time = time_of(worker, i), wait = i % 2 ? time / 3 : 0;

		hist_add(&expected[0], wait);
		hist_add(&expected[1], time - wait);
		hist_add(&expected[2], time);
	}
}

/* The sums of squares are added up in another order: the last digits differ. */
static void assert_same(const struct hist *got, const struct hist *want)
{
	assert_int_equal(got->total, want->total);
	assert_int_equal(got->beyond, want->beyond);
	assert_int_equal(got->min, want->min);
	assert_int_equal(got->max, want->max);
	assert_int_equal(got->sum, want->sum);
	assert_true(got->sum_squares / want->sum_squares - 1 < 1e-9);
	assert_true(got->sum_squares / want->sum_squares - 1 > -1e-9);
	assert_memory_equal(got->counts, want->counts, sizeof want->counts);
}

static void assert_totals(void)
{
	static struct hist responses;
	struct totals *totals = totals_new(recorders, WORKERS, &course);

	assert_same(&totals->queue, &expected[0]);
	assert_same(&totals->service, &expected[1]);
	assert_same(&totals->response, &expected[2]);
	memset(&responses, 0, sizeof responses);
	totals_response(recorders, WORKERS, &responses);
	assert_same(&responses, &expected[2]);
	totals_free(totals);
}

static void many_workers_are_one_histogram(void **state)
{
	pthread_t threads[WORKERS];

	(void)state;
	for (unsigned i = 0; i < WORKERS; i++) {
		expect(i);
		pthread_create(&threads[i], NULL, record, &recorders[i]);
	}
	for (unsigned i = 0; i < WORKERS; i++)
		pthread_join(threads[i], NULL);
	assert_totals();
}

/* Of CPUs that were not there when the sets were made. */
static void a_cpu_without_a_set_loses_nothing(void **state)
{
	(void)state;
	sets.n = 1;
	for (unsigned i = 0; i < WORKERS; i++)
		recorder_init(&recorders[i], i, &sets);
	record(&recorders[0]);
	expect(0);
	assert_totals();
	sets.n = buckets_sets();
}

static void nothing_recorded_is_an_empty_histogram(void **state)
{
	struct totals *totals = totals_new(recorders, WORKERS, &course);

	(void)state;
	assert_int_equal(totals->response.total, 0);
	assert_int_equal(hist_quantile(&totals->response, 0.5), 0);
	totals_free(totals);
}

static void touching_changes_no_count(void **state)
{
	(void)state;
	record(&recorders[0]);
	expect(0);
	buckets_touch(&sets, HIST_MOST);
	assert_totals();
}

static void faults_and_switches_are_added_up(void **state)
{
	struct totals *totals;

	(void)state;
	for (unsigned i = 0; i < WORKERS; i++)
		recorders[i].usage = (struct usage){1, 2, 3, 4, 5};
	totals = totals_new(recorders, WORKERS, &course);
	assert_int_equal(totals->usage.voluntary, 3 * WORKERS);
	assert_int_equal(totals->usage.faults, 5 * WORKERS);
	totals_free(totals);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(many_workers_are_one_histogram,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_cpu_without_a_set_loses_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			nothing_recorded_is_an_empty_histogram, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(touching_changes_no_count,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			faults_and_switches_are_added_up, set_up, tear_down),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
