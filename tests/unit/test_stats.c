/*
 * test_stats.c - the statistics against values computed another way.
 *
 * Ranks K were counted by writing out all 2^n sign patterns; ratios and
 * intervals by sorting all pairwise means of the logs with exact ranks, which
 * is what R's wilcox.test(paired = TRUE, conf.int = TRUE) does.
 */
#include "analysis/stats/stats.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

enum { ROOM = 1024 };

static double scratch[ROOM];

#define NEAR(got, want) assert_true(fabs((got) - (want)) < 1e-9)

/* A contrast with these bounds. */
static enum outcome outcome_of(double low, double low90, double ratio,
			       double high90, double high)
{
	struct contrast contrast = {ratio, low, high, low90, high90};

	return stats_outcome(&contrast);
}

static void interval_of_the_median(void **state)
{
	static const size_t rank[][2] = {{1, 1},  {5, 1},  {6, 1},  {8, 1},
					 {9, 2},  {10, 2}, {12, 3}, {15, 4},
					 {20, 6}, {25, 8}, {50, 18}};

	(void)state;
	for (size_t i = 0; i < sizeof rank / sizeof *rank; i++) {
		size_t n = rank[i][0], k = rank[i][1];
		struct estimate estimate;

		for (size_t j = 0; j < n; j++)
			scratch[j] = (double)(n - j);
		estimate = stats_estimate(scratch, n);
		assert_true(estimate.median == (double)(n + 1) / 2);
		assert_true(estimate.low == (double)k);
		assert_true(estimate.high == (double)(n + 1 - k));
	}
	assert_true(isnan(stats_estimate(scratch, 0).median));
}

static void walsh_averages(void **state)
{
	const double d[] = {3, 1, 2};
	const double want[] = {1, 1.5, 2, 2, 2.5, 3};
	double walsh[6];

	(void)state;
	assert_int_equal(stats_walsh_count(3), 6);
	stats_walsh(d, 3, walsh);
	for (int i = 0; i < 6; i++)
		assert_true(walsh[i] == want[i]);
}

static void ranks_from_6_to_20(void **state)
{
	static const size_t of95[] = {1,  3,  4,  6,  9,  11, 14, 18,
				      22, 26, 30, 35, 41, 47, 53};
	static const size_t of90[] = {3,  4,  6,  9,  11, 14, 18, 22,
				      26, 31, 36, 42, 48, 54, 61};

	(void)state;
	for (size_t n = 6; n <= 20; n++) {
		assert_int_equal(stats_rank(n, 0.05, scratch), of95[n - 6]);
		assert_int_equal(stats_rank(n, 0.10, scratch), of90[n - 6]);
	}
}

static void no_rank_for_five(void **state)
{
	(void)state;
	assert_int_equal(stats_rank(5, 0.05, scratch), 0);
}

/* P(W < k) by trying every way to sign the ranks 1 to n. */
static double by_enumeration(unsigned n, unsigned k)
{
	unsigned below = 0;

	for (unsigned signs = 0; signs < 1u << n; signs++) {
		unsigned sum = 0;

		for (unsigned i = 0; i < n; i++)
			sum += signs >> i & 1 ? i + 1 : 0;
		below += sum < k;
	}
	return ldexp(below, -(int)n);
}

static void ranks_by_enumeration(void **state)
{
	(void)state;
	for (unsigned n = 6; n <= 14; n++) {
		unsigned k = (unsigned)stats_rank(n, 0.05, scratch);

		assert_true(by_enumeration(n, k) <= 0.025);
		assert_true(by_enumeration(n, k + 1) > 0.025);
	}
}

/* The contrast of two columns of rounds. */
static struct contrast contrast_of(const double *a, const double *b, size_t n)
{
	double d[20];

	for (size_t i = 0; i < n; i++)
		d[i] = log(a[i] / b[i]);
	return stats_contrast(d, n, scratch);
}

static void six_rounds_clearly_ahead(void **state)
{
	const double a[] = {1204, 1187, 1251, 1176, 1222, 1239};
	const double b[] = {1001, 1012, 1034, 987, 1009, 1005};
	struct contrast contrast = contrast_of(a, b, 6);

	(void)state;
	NEAR(contrast.ratio, 1.2027972028);
	NEAR(contrast.low, 1.17292490119);
	NEAR(contrast.high, 1.2328358209);
	NEAR(contrast.low90, 1.18776714479);
	NEAR(contrast.high90, 1.22129620552);
	assert_int_equal(stats_outcome(&contrast), BETTER);
}

static void ten_rounds_that_do_not_differ(void **state)
{
	const double a[] = {98.2,  101.5, 97.7, 103.1, 99.4,
			    100.8, 102.2, 96.9, 105.3, 100.1};
	const double b[] = {99.1,  98.4, 100.9, 101.2, 97.6,
			    103.3, 99.9, 98.8,  101.7, 102.5};
	struct contrast contrast = contrast_of(a, b, 10);

	(void)state;
	NEAR(contrast.ratio, 1.001279692);
	NEAR(contrast.low, 0.978675062546);
	NEAR(contrast.high, 1.02495253821);
	NEAR(contrast.low90, 0.980769230769);
	NEAR(contrast.high90, 1.02089665344);
	assert_int_equal(stats_outcome(&contrast), NO_DIFFERENCE);
}

static void seven_noisy_rounds(void **state)
{
	const double a[] = {100, 140, 90, 120, 160, 105, 95};
	const double b[] = {110, 100, 105, 95, 130, 125, 80};
	struct contrast contrast = contrast_of(a, b, 7);

	(void)state;
	NEAR(contrast.ratio, 1.06466315643);
	NEAR(contrast.low, 0.857142857143);
	NEAR(contrast.high, 1.31266024663);
	assert_int_equal(stats_outcome(&contrast), INCONCLUSIVE);
	assert_int_equal(stats_rounds_needed(&contrast, 7), 134);
}

static void outcomes_at_five_percent(void **state)
{
	(void)state;
	assert_int_equal(outcome_of(1.01, 1.02, 1.05, 1.08, 1.09), BETTER);
	assert_int_equal(outcome_of(1.01, 1.02, 1.049, 1.08, 1.09),
			 SLIGHTLY_AHEAD);
	assert_int_equal(outcome_of(1.01, 1.02, 1.03, 1.04, 1.06),
			 NO_DIFFERENCE);
	assert_int_equal(outcome_of(0.99, 1.01, 1.06, 1.10, 1.12),
			 INCONCLUSIVE);
	assert_int_equal(outcome_of(0.92, 0.93, 0.96, 0.98, 0.99),
			 SLIGHTLY_BEHIND);
	assert_int_equal(outcome_of(0.80, 0.81, 0.85, 0.90, 0.91), WORSE);
}

/* Narrow but off the centre: more rounds than there are, always. */
static void more_rounds_than_there_are(void **state)
{
	struct contrast contrast = {1.04, 0.99, 1.08, 1.0, 1.07};

	(void)state;
	assert_int_equal(stats_rounds_needed(&contrast, 10), 11);
}

/* Normal numbers from a fixed seed: twelve uniform ones, summed. */
static double noise(double deviation)
{
	static uint64_t seed = 1;
	double sum = -6;

	for (int i = 0; i < 12; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		sum += ldexp((double)(seed >> 33), -31);
	}
	return sum * deviation;
}

/* In how many of 400 benches of so many rounds A is called ahead or behind,
 * when its log ratio is `truth` and rounds scatter around it. */
static unsigned called_different(size_t rounds, double truth, double deviation)
{
	unsigned different = 0;
	double d[20];

	for (int bench = 0; bench < 400; bench++) {
		struct contrast contrast;
		enum outcome outcome;

		for (size_t i = 0; i < rounds; i++)
			d[i] = truth + noise(deviation);
		contrast = stats_contrast(d, rounds, scratch);
		outcome = stats_outcome(&contrast);
		different +=
			outcome != NO_DIFFERENCE && outcome != INCONCLUSIVE;
	}
	return different;
}

/* 5 % of 400 are 20; 29 is two standard deviations more. */
static void a_against_itself_is_rarely_different(void **state)
{
	(void)state;
	assert_true(called_different(6, 0, 0.20) <= 29);
	assert_true(called_different(10, 0, 0.20) <= 29);
	assert_true(called_different(20, 0, 0.20) <= 29);
	assert_int_equal(called_different(10, 0, 0.02), 0);
}

static void ten_percent_is_found_in_ten_rounds(void **state)
{
	(void)state;
	assert_true(called_different(10, log(1.1), 0.05) >= 380);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(interval_of_the_median),
		cmocka_unit_test(walsh_averages),
		cmocka_unit_test(ranks_from_6_to_20),
		cmocka_unit_test(no_rank_for_five),
		cmocka_unit_test(ranks_by_enumeration),
		cmocka_unit_test(six_rounds_clearly_ahead),
		cmocka_unit_test(ten_rounds_that_do_not_differ),
		cmocka_unit_test(seven_noisy_rounds),
		cmocka_unit_test(outcomes_at_five_percent),
		cmocka_unit_test(more_rounds_than_there_are),
		cmocka_unit_test(a_against_itself_is_rarely_different),
		cmocka_unit_test(ten_percent_is_found_in_ten_rounds),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
