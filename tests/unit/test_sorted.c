/*
 * test_sorted.c - medians, percentiles and ranks of few values.
 */
#include "base/sorted.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_median_is_in_the_middle(void **state)
{
	double odd[] = {3, 1, 2}, even[] = {4, 1, 3, 2};

	(void)state;
	assert_true(sorted_median_of(odd, 3) == 2);
	assert_true(odd[0] == 1 && odd[2] == 3);
	assert_true(sorted_median_of(even, 4) == 2.5);
	assert_true(sorted_median_of(odd, 1) == 1);
	assert_true(isnan(sorted_median_of(odd, 0)));
	assert_true(isnan(sorted_median_of(NULL, 0)));
}

/* The smallest value that a share p of all does not exceed. */
static void a_percentile_is_a_value(void **state)
{
	double values[100];

	(void)state;
	for (int i = 0; i < 100; i++)
		values[i] = i + 1;
	for (int p = 1; p <= 100; p++)
		assert_true(sorted_quantile(values, 100, p / 100.0) == p);
	assert_true(sorted_quantile(values, 100, 0) == 1);
	assert_true(sorted_quantile(values, 3, 0.5) == 2);
	assert_true(sorted_quantile(values, 1, 0.99) == 1);
	assert_true(isnan(sorted_quantile(values, 0, 0.5)));
}

static void ranks_enclose_the_median(void **state)
{
	(void)state;
	assert_int_equal(sorted_median_rank(1), 1);
	assert_int_equal(sorted_median_rank(6), 1);
	assert_int_equal(sorted_median_rank(9), 2);
	assert_int_equal(sorted_median_rank(20), 6);
	assert_int_equal(sorted_median_rank(50), 18);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_median_is_in_the_middle),
		cmocka_unit_test(a_percentile_is_a_value),
		cmocka_unit_test(ranks_enclose_the_median),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
