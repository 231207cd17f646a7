/*
 * test_order_stats.c - intervals of percentiles: the ranks, and how often they
 * cover the percentile of what was sampled.
 */
#include "harness/record/order_stats.h"
#include "harness/load/schedule.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct hist hist;

static void empty(void)
{
	memset(&hist, 0, sizeof hist);
	hist_reset(&hist);
}

/* 1 to 1000, each in a bucket of its own: a value is its rank. */
static void ranks_of_a_thousand(void **state)
{
	int64_t low, high;

	(void)state;
	empty();
	for (int64_t i = 1; i <= 1000; i++)
		hist_add(&hist, i);
	assert_true(order_stats_interval(&hist, 0.5, &low, &high));
	assert_int_equal(low, 469); /* 500 - 30.99 */
	assert_int_equal(high, 532);
	assert_true(order_stats_interval(&hist, 0.99, &low, &high));
	assert_int_equal(low, 983); /* 990 - 6.17 */
	assert_int_equal(high, 998);
	assert_false(order_stats_interval(&hist, 0.999, &low, &high));
}

static void the_percentile_lies_inside(void **state)
{
	static const double levels[] = {0.5, 0.9, 0.99};
	int64_t low, high;

	(void)state;
	empty();
	for (int64_t i = 1; i <= 5000; i++)
		hist_add(&hist, i * i * 37);
	for (unsigned i = 0; i < 3; i++) {
		int64_t value = hist_quantile(&hist, levels[i]);

		assert_true(
			order_stats_interval(&hist, levels[i], &low, &high));
		assert_true(low <= value && value <= high);
		assert_true(low >= hist.min && high <= hist.max);
	}
}

static void nothing_has_no_interval(void **state)
{
	int64_t low, high;

	(void)state;
	empty();
	assert_false(order_stats_interval(&hist, 0.5, &low, &high));
	for (int i = 0; i < 19; i++)
		hist_add(&hist, 5);
	assert_false(order_stats_interval(&hist, 0.5, &low, &high));
	hist_add(&hist, 5);
	assert_true(order_stats_interval(&hist, 0.5, &low, &high));
	assert_int_equal(low, 5);
	assert_int_equal(high, 5);
}

/* Exponential values of mean 1 ms, of which every percentile is known. */
static void check_coverage(double p, unsigned n, uint64_t *seed)
{
	enum { TIMES = 1000 };
	double truth = -log(1 - p) * 1e6;
	unsigned covered = 0;

	for (unsigned i = 0; i < TIMES; i++) {
		int64_t low, high;

		empty();
		for (unsigned k = 0; k < n; k++)
			hist_add(&hist,
				 (int64_t)(-log(schedule_uniform(seed)) * 1e6));
		assert_true(order_stats_interval(&hist, p, &low, &high));
		covered += (double)low <= truth && truth <= (double)high;
	}
	if (covered < 935 || covered > 990)
		fail_msg("p %g, n %u: %u of %u", p, n, covered, TIMES);
}

static void they_cover_the_truth(void **state)
{
	uint64_t seed = 7;

	(void)state;
	check_coverage(0.5, 200, &seed);
	check_coverage(0.9, 100, &seed);
	check_coverage(0.99, 1000, &seed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranks_of_a_thousand),
		cmocka_unit_test(the_percentile_lies_inside),
		cmocka_unit_test(nothing_has_no_interval),
		cmocka_unit_test(they_cover_the_truth),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
