/*
 * test_ranksum.c - the Mann-Whitney interval against tables, against counting
 * every arrangement, and against a published example.
 */
#include "analysis/stats/ranksum.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST = 40 };

static double *scratch;

static int begin(void **state)
{
	(void)state;
	scratch = malloc(ranksum_scratch(MOST) * sizeof *scratch);
	return scratch ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	free(scratch);
	return 0;
}

/* Critical values of U, two-sided; K is one more. */
static void ranks_are_the_tables(void **state)
{
	static const struct {
		size_t m, n, at95, at90;
	} known[] = {
		{6, 6, 5, 7},     {6, 10, 11, 14},    {8, 8, 13, 15},
		{7, 9, 12, 15},   {10, 10, 23, 27},   {12, 12, 37, 42},
		{15, 15, 64, 72}, {20, 20, 127, 138}, {8, 20, 41, 47},
	};

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		size_t m = known[i].m, n = known[i].n;

		assert_int_equal(ranksum_rank(m, n, 0.05, scratch),
				 known[i].at95 + 1);
		assert_int_equal(ranksum_rank(n, m, 0.05, scratch),
				 known[i].at95 + 1);
		assert_int_equal(ranksum_rank(m, n, 0.10, scratch),
				 known[i].at90 + 1);
	}
}

/* How many of the orders of m x and n y values have U < k. */
static double orders_below(unsigned m, unsigned n, unsigned k)
{
	double below = 0;

	for (unsigned order = 0; order < 1u << (m + n); order++) {
		unsigned u = 0, y_seen = 0;

		if ((unsigned)__builtin_popcount(order) != n)
			continue;
		for (unsigned i = 0; i < m + n; i++)
			if (order >> i & 1)
				y_seen++;
			else
				u += y_seen;
		below += u < k;
	}
	return below;
}

static void ranks_are_counted(void **state)
{
	(void)state;
	for (unsigned m = 2; m <= 7; m++)
		for (unsigned n = 2; n <= 6; n++) {
			unsigned k =
				(unsigned)ranksum_rank(m, n, 0.05, scratch);
			double all = orders_below(m, n, m * n + 1);

			assert_true(orders_below(m, n, k) <= 0.025 * all);
			assert_true(orders_below(m, n, k + 1) > 0.025 * all);
		}
}

/* Where exact ends and approximate begins, nothing jumps. */
static void many_pairs_go_on_smoothly(void **state)
{
	size_t before = ranksum_rank(31, 32, 0.05, scratch);
	size_t after = ranksum_rank(32, 32, 0.05, scratch);

	(void)state;
	assert_in_range(after - before, 8, 14);
}

/* Hollander and Wolfe, permeability of the human chorioamnion: the estimate is
 * 0.305. */
static void estimate_is_the_books(void **state)
{
	static const double term[] = {0.80, 0.83, 1.89, 1.04, 1.45,
				      1.38, 1.91, 1.64, 0.73, 1.46};
	static const double early[] = {1.15, 0.88, 0.90, 0.74, 1.21};
	struct contrast contrast =
		ranksum_contrast(early, 5, term, 10, scratch);
	struct contrast turned = ranksum_contrast(term, 10, early, 5, scratch);

	(void)state;
	assert_true(fabs(log(contrast.ratio) - 0.305) < 1e-12);
	assert_true(contrast.low < contrast.low90);
	assert_true(contrast.high90 < contrast.high);
	assert_true(fabs(contrast.ratio * turned.ratio - 1) < 1e-12);
	assert_true(fabs(contrast.low * turned.high - 1) < 1e-12);
}

static void values_without_scatter_are_exact(void **state)
{
	double one[6], two[9];
	struct contrast contrast;

	(void)state;
	for (size_t i = 0; i < 9; i++) {
		one[i % 6] = log(1000);
		two[i] = log(1000);
	}
	contrast = ranksum_contrast(one, 6, two, 9, scratch);
	assert_true(contrast.low == 1 && contrast.high == 1);
	assert_int_equal(stats_outcome(&contrast), NO_DIFFERENCE);
	for (size_t i = 0; i < 9; i++)
		two[i] = log(900);
	contrast = ranksum_contrast(one, 6, two, 9, scratch);
	assert_true(contrast.low == contrast.high);
	assert_int_equal(stats_outcome(&contrast), WORSE);
}

/* A normal deviate, nearly. */
static double deviate(void)
{
	double sum = 0;

	for (int i = 0; i < 12; i++)
		sum += drand48();
	return sum - 6;
}

/* Two sessions of the same thing: the interval misses 1 in 5 % of all cases,
 * within four standard errors, and never more for values that are equal. */
static void coverage_is_what_it_says(void **state)
{
	int missed = 0, missed_ties = 0, tries = 2000;

	(void)state;
	srand48(1);
	for (int i = 0; i < tries; i++) {
		double x[10], y[8];
		struct contrast contrast;

		for (size_t k = 0; k < 10; k++)
			x[k] = 0.02 * deviate();
		for (size_t k = 0; k < 8; k++)
			y[k] = 0.02 * deviate();
		contrast = ranksum_contrast(x, 10, y, 8, scratch);
		missed += contrast.low > 1 || contrast.high < 1;
		for (size_t k = 0; k < 10; k++)
			x[k] = round(x[k] * 50) / 50;
		for (size_t k = 0; k < 8; k++)
			y[k] = round(y[k] * 50) / 50;
		contrast = ranksum_contrast(x, 10, y, 8, scratch);
		missed_ties += contrast.low > 1 || contrast.high < 1;
	}
	assert_in_range(missed, 40, 120);
	assert_true(missed_ties <= missed);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(ranks_are_the_tables),
		TEST(ranks_are_counted),
		TEST(many_pairs_go_on_smoothly),
		TEST(estimate_is_the_books),
		TEST(values_without_scatter_are_exact),
		TEST(coverage_is_what_it_says),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
