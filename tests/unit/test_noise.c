/*
 * test_noise.c - speed index and hiccup meter. Times of a busy machine prove
 * little, so these are what holds on any.
 */
#include "harness/machine/hiccup.h"
#include "harness/machine/speed.h"
#include "harness/contract/workload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct hist lateness;

static int set_up(void **state)
{
	(void)state;
	memset(&lateness, 0, sizeof lateness);
	hist_reset(&lateness);
	return 0;
}

static void the_speed_is_a_time(void **state)
{
	int64_t index = speed_index();

	(void)state;
	assert_true(index > 50 * US && index < S);
}

static void a_sleeper_wakes_late(void **state)
{
	(void)state;
	hiccup_watch(&lateness, 5 * MS);
	assert_in_range(lateness.total, 1, 5);
	assert_true(lateness.min >= 0);
}

static void a_sleeper_beside_is_stopped(void **state)
{
	struct hist first;

	(void)state;
	hiccup_stop(&lateness);
	assert_int_equal(lateness.total, 0);
	assert_int_equal(hiccup_start(""), 0);
	hiccup_watch(&lateness, 30 * MS);
	first = lateness;
	hiccup_stop(&lateness);
	assert_true(lateness.total > first.total);
	hiccup_stop(&lateness);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_speed_is_a_time),
		cmocka_unit_test_setup(a_sleeper_wakes_late, set_up),
		cmocka_unit_test_setup(a_sleeper_beside_is_stopped, set_up),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
