/*
 * test_recorder.c - what a recorder records of tasks whose three instants are given:
 * windows of a run, shares of life, Little's identity. Virtual time.
 */
#include "harness/record/recorder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* A run of 100 windows of 1 us, of which the first 20 are warm-up. */
#define OPENED INT64_C(5000000)
#define WINDOW INT64_C(1000)

#define UNTIL (OPENED + 100 * WINDOW)

static struct recorder recorder;
static struct bucket_set of_cpu[2];

static void set_up_recorder(int64_t warmup_ns, int64_t duration_ns)
{
	const struct bucket_sets sets = {.of_cpu = of_cpu, .n = 1};

	memset(&recorder, 0, sizeof recorder);
	memset(of_cpu, 0, sizeof of_cpu);
	recorder_init(&recorder, 0, &sets);
	recorder_start(&recorder, OPENED, OPENED + warmup_ns,
		       duration_ns ? warmup_ns + duration_ns : 0);
}

static int set_up(void **state)
{
	(void)state;
	set_up_recorder(20 * WINDOW, 80 * WINDOW);
	return 0;
}

/* Records a task; instants in ns since the gate. */
static void ended(int64_t arrive, int64_t start, int64_t end)
{
	struct task task = {0};

	recorder_ended(&recorder, &task, OPENED + arrive, OPENED + start,
		       OPENED + end, UNTIL);
}

static double sum(const double *values, unsigned from, unsigned until)
{
	double total = 0;

	while (from < until)
		total += values[from++];
	return total;
}

static void a_short_task_is_in_one_window(void **state)
{
	double share[RECORDER_WINDOWS] = {0}, life[RECORDER_WINDOWS] = {0};

	(void)state;
	ended(200, 300, 900);
	ended(900, 910, 999);
	ended(2100, 2100, 2100);
	assert_float_equal(series_read(&recorder.windows[0].share, share), 0,
			   1e-9);
	series_read(&recorder.windows[0].life, life);
	assert_float_equal(share[0], 2, 1e-9);
	assert_float_equal(life[0], 799, 1e-9);
	assert_float_equal(share[2], 1, 1e-9);
	assert_float_equal(sum(share, 0, RECORDER_WINDOWS), 3, 1e-9);
}

static void a_long_task_is_spread_evenly(void **state)
{
	double share[RECORDER_WINDOWS] = {0}, life[RECORDER_WINDOWS] = {0};

	(void)state;
	ended(1500, 2500, 7500);
	series_read(&recorder.windows[0].share, share);
	series_read(&recorder.windows[0].life, life);
	assert_float_equal(share[1], 0, 1e-9);
	assert_float_equal(share[2], 0.1, 1e-9);
	for (int i = 3; i < 7; i++) {
		assert_float_equal(share[i], 0.2, 1e-9);
		assert_float_equal(life[i], 1000, 1e-6);
	}
	assert_float_equal(share[7], 0.1, 1e-9);
	assert_float_equal(share[8], 0, 1e-9);
	assert_float_equal(life[1], 500, 1e-6);
	assert_float_equal(life[7], 500, 1e-6);
}

static void what_comes_after_the_end_is_apart(void **state)
{
	double share[RECORDER_WINDOWS] = {0}, life[RECORDER_WINDOWS] = {0};

	(void)state;
	ended(99500, 99500, 101500);
	ended(150000, 150000, 160000);
	assert_float_equal(series_read(&recorder.windows[0].share, share), 1.75,
			   1e-9);
	assert_float_equal(series_read(&recorder.windows[0].life, life), 11500,
			   1e-6);
	assert_float_equal(share[99], 0.25, 1e-9);
}

static void a_batch_has_one_window(void **state)
{
	double share[RECORDER_WINDOWS] = {0};

	(void)state;
	set_up_recorder(0, 0);
	ended(0, 10, INT64_C(1000000000));
	ended(10, 20, 30);
	series_read(&recorder.windows[0].share, share);
	assert_float_equal(share[0], 2, 1e-9);
	assert_float_equal(sum(share, 0, RECORDER_WINDOWS), 2, 1e-9);
}

/* Three slots, each with one task after the other of any length: at every
 * instant three are in flight, and the identity says so to the nanosecond. */
static void a_closed_load_keeps_littles_law(void **state)
{
	int64_t at[3] = {0};
	uint64_t seed = 1, inside;

	(void)state;
	for (int slot = 0; slot < 3; slot++)
		while (at[slot] < 100 * WINDOW) {
			int64_t length = (int64_t)(mix64(seed++) % 6000);

			ended(at[slot], at[slot], at[slot] + length);
			at[slot] += length;
		}
	inside = recorder.response.sum - (uint64_t)recorder.outside;
	assert_int_equal(inside, WINDOW * 3 * 80);
}

/* All arrive at once on one worker, which needs three windows for each, so that
 * the first hardly queue: of whole tasks and of parts it does what it can. */
static void throughput_is_by_service(void **state)
{
	(void)state;
	for (int64_t i = 0; i < 40; i++)
		ended(0, i * 3 * WINDOW, (i + 1) * 3 * WINDOW);
	assert_float_equal((double)recorder.whole + recorder.part, 80.0 / 3,
			   1e-9);
	ended(0, 50 * WINDOW, 50 * WINDOW);
	assert_float_equal((double)recorder.whole + recorder.part, 80.0 / 3 + 1,
			   1e-9);
}

static void a_task_left_out_counts_as_in_flight(void **state)
{
	uint64_t inside;

	(void)state;
	ended(0, 0, 60 * WINDOW);
	recorder_left_out(&recorder, OPENED + 60 * WINDOW, UNTIL);
	inside = recorder.response.sum - (uint64_t)recorder.outside;
	assert_int_equal(inside, 80 * WINDOW);
	recorder_left_out(&recorder, UNTIL + 5, UNTIL);
	assert_int_equal(recorder.response.sum - (uint64_t)recorder.outside,
			 inside);
}

static void time_that_steps_back_is_counted(void **state)
{
	(void)state;
	ended(100, 100, 100);
	assert_int_equal(recorder.backwards, 0);
	ended(100, 99, 150);
	ended(100, 110, 109);
	assert_int_equal(recorder.backwards, 2);
}

static void ends_are_summed(void **state)
{
	(void)state;
	ended(0, 1, 500);
	ended(0, 1, 70000);
	assert_int_equal(recorder.ends, 70500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_short_task_is_in_one_window, set_up),
		cmocka_unit_test_setup(a_long_task_is_spread_evenly, set_up),
		cmocka_unit_test_setup(what_comes_after_the_end_is_apart,
				       set_up),
		cmocka_unit_test(a_batch_has_one_window),
		cmocka_unit_test_setup(a_closed_load_keeps_littles_law, set_up),
		cmocka_unit_test_setup(throughput_is_by_service, set_up),
		cmocka_unit_test_setup(a_task_left_out_counts_as_in_flight,
				       set_up),
		cmocka_unit_test_setup(time_that_steps_back_is_counted, set_up),
		cmocka_unit_test_setup(ends_are_summed, set_up),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
