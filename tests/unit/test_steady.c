/*
 * test_steady.c - warm-up, steady state and interval of a series, against known
 * answers and against noise of which everything is known.
 */
#include "harness/load/schedule.h"
#include "harness/validity/steady.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Puts n windows of one value into a series. */
static double *put(double *to, double value, unsigned n)
{
	while (n-- > 0)
		*to++ = value;
	return to;
}

/* Puts n pairs of 1 and 2. */
static double *put_pairs(double *to, unsigned n)
{
	for (; n > 0; n--) {
		*to++ = 1;
		*to++ = 2;
	}
	return to;
}

static double normal(uint64_t *state)
{
	double radius = sqrt(-2 * log(schedule_uniform(state)));

	return radius * cos(6.283185307179586 * schedule_uniform(state));
}

/* An AR(1) series of mean 1: phi ties each value to the one before. */
static void autoregress(double *to, unsigned n, double phi, double deviation,
			uint64_t *state)
{
	double value = normal(state);

	for (unsigned i = 0; i < n; i++) {
		to[i] = 1 + deviation * value;
		value = phi * value + sqrt(1 - phi * phi) * normal(state);
	}
}

static void a_warm_up_is_cut(void **state)
{
	double windows[STEADY_WINDOWS];
	struct steady result;

	(void)state;
	put_pairs(put(windows, 10, 20), 40);
	assert_int_equal(steady_cut(windows), 20);
	result = steady_judge(windows, 0);
	assert_false(result.steady);
	assert_float_equal(result.cut, 0.2, 1e-9);
	assert_false(steady_judge(windows, 0.15).steady);
	assert_true(steady_judge(windows, 0.2).steady);
}

static void a_late_change_is_no_steady_state(void **state)
{
	double windows[STEADY_WINDOWS];
	struct steady result;

	(void)state;
	put_pairs(put(windows, 10, 60), 20);
	result = steady_judge(windows, 0.17);
	assert_int_equal(steady_cut(windows), 60);
	assert_false(result.steady);
	assert_true(result.cut > 0.5);
}

static void what_only_alternates_is_steady(void **state)
{
	double windows[STEADY_WINDOWS];

	(void)state;
	put_pairs(windows, 50);
	assert_int_equal(steady_cut(windows), 0);
	assert_true(steady_judge(windows, 0).steady);
	put(windows, 3, STEADY_WINDOWS);
	assert_int_equal(steady_cut(windows), 0);
	put(windows, 0, STEADY_WINDOWS);
	assert_true(steady_judge(windows, 0).steady);
}

static void a_ramp_is_not_steady(void **state)
{
	double windows[STEADY_WINDOWS];
	uint64_t seed = 1;

	(void)state;
	for (unsigned i = 0; i < STEADY_WINDOWS; i++)
		windows[i] = 1 / (1 + i / 100.0) + 0.01 * normal(&seed);
	assert_false(steady_judge(windows, 0.1).steady);
}

static void a_stall_is_not_a_warm_up(void **state)
{
	double windows[STEADY_WINDOWS];
	uint64_t seed = 2;

	(void)state;
	autoregress(windows, STEADY_WINDOWS, 0, 0.02, &seed);
	put(windows + 31, 0, 8);
	assert_true(steady_judge(windows, 0.1).steady);
}

static void a_small_warm_up_does_not_matter(void **state)
{
	double windows[STEADY_WINDOWS];

	(void)state;
	put_pairs(put(windows, 1.8, 20), 40);
	assert_true(steady_judge(windows, 0).steady);
}

/* Of a thousand series at most ten, whatever their noise is like. */
static void noise_is_steady(void **state)
{
	static const double phis[] = {0, 0.5, 0.9};
	static const double deviations[] = {0.02, 0.1, 0.4, 1};
	double windows[STEADY_WINDOWS];
	uint64_t seed = 3;

	(void)state;
	for (unsigned k = 0; k < 12; k++) {
		unsigned tripped = 0;

		for (unsigned i = 0; i < 2000; i++) {
			autoregress(windows, STEADY_WINDOWS, phis[k / 4],
				    deviations[k % 4], &seed);
			tripped += !steady_judge(windows, 0.1).steady;
		}
		if (tripped > 20)
			fail_msg("phi %g, deviation %g: %u of 2000",
				 phis[k / 4], deviations[k % 4], tripped);
	}
}

static void real_changes_are_found(void **state)
{
	double windows[STEADY_WINDOWS];
	unsigned found = 0;
	uint64_t seed = 4;

	(void)state;
	for (unsigned i = 0; i < 1000; i++) {
		autoregress(windows, STEADY_WINDOWS, 0.3, 0.03, &seed);
		for (unsigned k = 0; k < 45; k++)
			windows[k] *= 0.8;
		found += !steady_judge(windows, 0.1).steady;
	}
	assert_true(found >= 950);
}

/* 250 ms, 20 responses or 500 tasks, whichever is longest. */
static void how_long_a_run_has_to_be(void **state)
{
	(void)state;
	assert_int_equal(steady_warmup_ns(5e6), 15000000);
	assert_int_equal(steady_warmup_ns(NAN), 0);
	assert_int_equal(steady_window_ns(1e6, 10000), 250000000);
	assert_int_equal(steady_window_ns(20e6, 10000), 400000000);
	assert_int_equal(steady_window_ns(1e6, 100), 5000000000);
	assert_int_equal(steady_window_ns(NAN, 0), 250000000);
	assert_true(steady_window_ns(1e6, 1e-12) > 0);
	assert_true(steady_is_short(15e6, 199e6, 5e6, 10000));
	assert_false(steady_is_short(15e6, 201e6, 5e6, 10000));
	assert_true(steady_is_short(11e6, 250e6, 5e6, 10000));
	assert_true(steady_is_short(1e9, 250e6, 5e6, 1000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(how_long_a_run_has_to_be),
		cmocka_unit_test(a_warm_up_is_cut),
		cmocka_unit_test(a_late_change_is_no_steady_state),
		cmocka_unit_test(what_only_alternates_is_steady),
		cmocka_unit_test(a_ramp_is_not_steady),
		cmocka_unit_test(a_stall_is_not_a_warm_up),
		cmocka_unit_test(a_small_warm_up_does_not_matter),
		cmocka_unit_test(noise_is_steady),
		cmocka_unit_test(real_changes_are_found),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
