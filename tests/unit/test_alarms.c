/*
 * test_alarms.c - timers armed ahead: none ends before its instant, they end in
 * order, whether in time or long past, and can be armed again for ever.
 */
#include "harness/load/alarms.h"

#include "harness/record/clock.h"
#include "harness/load/schedule.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

static struct alarms alarms;

static int open_all(void **state)
{
	(void)state;
	return alarms_open(&alarms);
}

static int close_all(void **state)
{
	(void)state;
	for (int i = 0; i < ALARMS; i++)
		close(alarms.fds[i]);
	return 0;
}

static void as_many_as_there_are(void **state)
{
	int64_t now = clock_now();

	(void)state;
	for (int i = 0; i < ALARMS; i++) {
		assert_true(alarms_free(&alarms));
		assert_int_equal(alarms_set(&alarms, now + i), 0);
	}
	assert_false(alarms_free(&alarms));
	assert_true(alarms_wait(&alarms) >= now);
	assert_true(alarms_free(&alarms));
}

/* Gaps of 1 to 200 us, each a little random: as an open load has them. */
static void never_before_its_instant(void **state)
{
	int64_t instants[1000], at = clock_now() + 100000;
	uint64_t seed = 7, set = 0;

	(void)state;
	for (int i = 0; i < 1000; i++)
		instants[i] = at +=
			1000 + (int64_t)(200e3 * schedule_uniform(&seed));
	for (int i = 0; i < 1000; i++) {
		while (set < 1000 && alarms_free(&alarms))
			assert_int_equal(alarms_set(&alarms, instants[set++]),
					 0);
		assert_true(alarms_wait(&alarms) >= instants[i]);
	}
	assert_int_equal(alarms.n, 0);
}

/* Who was stopped for a while finds all of them over, and need not wait. */
static void instants_long_past(void **state)
{
	int64_t now = clock_now();

	(void)state;
	for (int round = 0; round < 100; round++) {
		while (alarms_free(&alarms))
			assert_int_equal(alarms_set(&alarms, now - 1000000), 0);
		while (alarms.n)
			assert_true(alarms_wait(&alarms) >= now);
	}
}

/* However late they ended, no timer is set for more than 50 us too early. */
static void early_within_bounds(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++) {
		assert_int_equal(alarms_set(&alarms, clock_now() - 1000000), 0);
		alarms_wait(&alarms);
	}
	assert_int_equal(alarms.late, 50000);
	assert_int_equal(alarms_set(&alarms, clock_now() + 2000000), 0);
	assert_true(alarms_wait(&alarms) >= 0);
	assert_true(alarms.late <= 50000);
}

static void without_descriptors(void **state)
{
	struct alarms none = {0};

	(void)state;
	for (int i = 0; i < ALARMS; i++)
		none.fds[i] = -1;
	assert_int_equal(alarms_set(&none, clock_now()), -1);
	assert_true(alarms_wait(&none) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(as_many_as_there_are, open_all,
						close_all),
		cmocka_unit_test_setup_teardown(never_before_its_instant,
						open_all, close_all),
		cmocka_unit_test_setup_teardown(instants_long_past, open_all,
						close_all),
		cmocka_unit_test_setup_teardown(early_within_bounds, open_all,
						close_all),
		cmocka_unit_test(without_descriptors),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("alarms", tests, NULL, NULL);
}
