/*
 * test_models.c - the models against known answers: the sizes of pools that
 * docs/method.md names, Erlang's and Crommelin's waits, and a law fitted to
 * points that follow it.
 */
#include "analysis/models/models.h"
#include "tests/oracle/theory.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define NEAR(a, b, off) assert_true(fabs((a) - (b)) <= (off))

static void bounds(void **state)
{
	(void)state;
	NEAR(model_bound(16, 10, 2, 0), 1.6, 1e-12);
	NEAR(model_bound(1000, 10, 2, 1), 2, 1e-12);
	NEAR(model_bound(20, 10, 2, 1), 2, 1e-12);
	assert_true(isinf(model_bound(1, 0, 1, 0)));
}

/* Share of capacity at Goetz's size, and the size that gives 95 %. */
static void goetz(void **state)
{
	static const struct {
		unsigned cpus;
		double wait;
		unsigned size, percent, for95;
	} rows[] = {{1, 4, 5, 80, 8},
		    {1, 9, 10, 83, 14},
		    {1, 99, 100, 93, 104},
		    {2, 9, 20, 88, 24},
		    {8, 9, 80, 94, 82}};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unsigned c = rows[i].cpus;
		double wait = rows[i].wait;

		assert_int_equal(model_goetz(c, wait, 1), rows[i].size);
		NEAR(100 * model_pool(rows[i].size, c, wait, 1) / c,
		     rows[i].percent, 0.5);
		assert_int_equal(model_pool_for(0.95, c, wait, 1),
				 rows[i].for95);
		NEAR(model_bound(rows[i].size, wait + 1, c, 1), c, 1e-12);
	}
	assert_int_equal(model_goetz(1, 0.9, 0.1), 10);
	assert_int_equal(model_goetz(1, 1, 3), 2);
}

/* Far too few, far too many, and more states than a double has range. */
static void pools(void **state)
{
	(void)state;
	NEAR(model_pool(1, 1, 4, 1), 0.2, 1e-12);
	NEAR(model_pool(3, 100, 4, 1), 0.6, 1e-12);
	NEAR(model_pool(7, 3, 0, 2), 1.5, 1e-12);
	NEAR(model_pool(100000, 4, 9, 1), 4, 1e-9);
	NEAR(model_pool(1000, 1000, 1e6, 1), 1000 / 1000001.0, 1e-9);
}

static void lines(void **state)
{
	(void)state;
	for (unsigned c = 1; c <= 64; c *= 2)
		for (double rho = 0.1; rho < 0.96; rho += 0.05)
			NEAR(model_line(c, rho, 1) / theory_mmc(c, rho), 1,
			     1e-9);
	NEAR(model_line(1, 0.8, 0), theory_mdc(1, 0.8), 1e-9);
	NEAR(model_line(2, 0.8, 0) / theory_mdc(2, 0.8), 1, 0.03);
	NEAR(model_line(4, 0.8, 0) / theory_mdc(4, 0.8), 1, 0.1);
	NEAR(model_lines(0.8, 1), 4, 1e-12);
	NEAR(model_lines(0.5, 0), 0.5, 1e-12);
	assert_true(model_lines(0.8, 9.9) > 2 * model_line(4, 0.8, 9.9));
}

enum { POINTS = 7 };
static const double loads[POINTS] = {1, 2, 4, 8, 16, 32, 64};

/* Rates that follow a law but for so much, up and down in turn. */
static bool fit(const struct scaling *law, double noise, struct scaling *to)
{
	double rates[POINTS];

	for (int i = 0; i < POINTS; i++)
		rates[i] = model_scaling(law, loads[i]) *
			   (1 + (i % 2 ? noise : -noise));
	return model_fit(loads, rates, POINTS, to);
}

static void scaling(void **state)
{
	const struct scaling falls = {1000, 0.05, 0.002, 0, 0},
			     flat = {1000, 0.1, 0, 0, 0},
			     linear = {5, 0, 0, 0, 0};
	struct scaling got;

	(void)state;
	assert_true(fit(&falls, 0, &got));
	NEAR(got.lambda, 1000, 1e-6);
	NEAR(got.sigma, 0.05, 1e-9);
	NEAR(got.kappa, 0.002, 1e-9);
	assert_true(fit(&falls, 0.01, &got));
	assert_true(got.kappa_low > 0);
	assert_true(got.kappa_low < 0.002 && got.kappa_high > 0.002);
	assert_true(fit(&flat, 0.02, &got));
	assert_true(got.kappa_low <= 0); /* nothing is shown */
	assert_true(got.kappa >= 0 && got.sigma >= 0);
	assert_true(fit(&linear, 0.001, &got));
	assert_true(got.kappa >= 0 && got.sigma >= 0);
	NEAR(model_scaling(&got, 128) / 640, 1, 0.15);
}

static void what_cannot_be_fitted(void **state)
{
	const double same[4] = {4, 4, 4, 4}, rates[4] = {1, 2, 3, 4};
	struct scaling got;

	(void)state;
	assert_false(model_fit(loads, rates, 3, &got));
	assert_false(model_fit(same, rates, 4, &got));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bounds),
		cmocka_unit_test(goetz),
		cmocka_unit_test(pools),
		cmocka_unit_test(lines),
		cmocka_unit_test(scaling),
		cmocka_unit_test(what_cannot_be_fitted),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("models", tests, NULL, NULL);
}
