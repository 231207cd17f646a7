/*
 * test_drawn.c - times drawn from seeds: mean and quantiles of many, against
 * the formulas, within four standard errors; and that they are the same again.
 */
#include "harness/contract/workload.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MANY = 1000000 };
#define MEAN (5 * MS)

static int64_t *drawn;

static int by_size(const void *left, const void *right)
{
	const int64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static double draw(enum times times)
{
	double sum = 0;

	for (int i = 0; i < MANY; i++) {
		drawn[i] = drawn_ns(MEAN, times, (uint64_t)i);
		sum += (double)drawn[i];
	}
	qsort(drawn, MANY, sizeof *drawn, by_size);
	return sum / MANY / (double)MEAN;
}

/* The quantile at p, within what a million draws leave open: a share of p as
 * far off as four deviations of a binomial. */
static void quantile_is(double p, double low, double high)
{
	double off = 4 * sqrt(p * (1 - p) / MANY);

	assert_true((double)drawn[(int)((p + off) * MANY)] >=
		    low * (double)MEAN);
	assert_true((double)drawn[(int)((p - off) * MANY)] <=
		    high * (double)MEAN);
}

static void constant_is_the_mean(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 100; seed++)
		assert_int_equal(drawn_ns(MEAN, TIMES_CONSTANT, seed), MEAN);
}

/* The deviation is the mean. */
static void exponential(void **state)
{
	double mean = draw(TIMES_EXPONENTIAL);

	(void)state;
	assert_true(fabs(mean - 1) < 4 / sqrt(MANY));
	for (double p = 0.1; p < 0.9995; p += 0.1 * (1 - p))
		quantile_is(p, -log(1 - p), -log(1 - p));
}

/* P(X > x) = ((L/x)^1.5 - r^-1.5) / (1 - r^-1.5). */
static double pareto_quantile(double p)
{
	double least = 1 / (3 * (1 - pow(1000, -.5)) / (1 - pow(1000, -1.5)));

	return least *
	       pow((1 - p) * (1 - pow(1000, -1.5)) + pow(1000, -1.5), -1 / 1.5);
}

/* The variance is 9.9 times the mean's square. */
static void heavy(void **state)
{
	double mean = draw(TIMES_HEAVY);

	(void)state;
	assert_true(fabs(mean - 1) < 4 * sqrt(9.9 / MANY));
	for (double p = 0.1; p < 0.9995; p += 0.1 * (1 - p))
		quantile_is(p, pareto_quantile(p), pareto_quantile(p));
	assert_true(pareto_quantile(0.5) < 0.55);
	assert_true(fabs(pareto_quantile(0.99) - 7.4) < 0.01);
	assert_in_range(drawn[0], 1.721 * MS, 1.722 * MS);
	assert_true(drawn[MANY - 1] <= 1722 * MS);
}

/* A wait of nothing stays one, and no seed makes a time that is none. */
static void ends(void **state)
{
	(void)state;
	assert_int_equal(drawn_ns(0, TIMES_HEAVY, 7), 0);
	assert_int_equal(drawn_ns(0, TIMES_EXPONENTIAL, 7), 0);
	for (uint64_t seed = 0; seed < 10000; seed++) {
		assert_true(drawn_ns(S, TIMES_EXPONENTIAL, ~seed) >= 0);
		assert_int_equal(drawn_ns(S, TIMES_HEAVY, seed),
				 drawn_ns(S, TIMES_HEAVY, seed));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(constant_is_the_mean),
		cmocka_unit_test(exponential),
		cmocka_unit_test(heavy),
		cmocka_unit_test(ends),
	};
	int failed;

	drawn = malloc(MANY * sizeof *drawn);
	if (!drawn)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = cmocka_run_group_tests_name("drawn", tests, NULL, NULL);
	free(drawn);
	return failed;
}
