/*
 * test_schedule.c - when the tasks of an open load are meant to arrive.
 *
 * Every contestant of a round has to meet the very same arrivals, so a seed
 * must always mean one schedule, in every version: its hash is pinned here. And
 * the schedule has to be what its name says: gaps of exactly 1/rate, or a
 * Poisson process, which is told by its counts and by the gaps' moments, all
 * from fixed seeds and within four standard errors of theory.
 */
#include "harness/load/schedule.h"
#include "harness/contract/workload.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MANY = 100000 };

static struct schedule made(enum arrivals arrivals, double rate, int64_t length,
			    uint64_t seed)
{
	struct schedule schedule;

	assert_int_equal(schedule_make(&schedule, arrivals, rate, length, seed),
			 0);
	return schedule;
}

/* A Poisson process of MANY arrivals, give or take. */
static struct schedule poisson(uint64_t seed)
{
	return made(ARRIVALS_POISSON, 10000, MANY / 10000 * S, seed);
}

static void within(double got, double want, double error)
{
	if (fabs(got - want) > error)
		fail_msg("%g is not %g +- %g", got, want, error);
}

static void a_seed_is_one_schedule(void **state)
{
	struct schedule first = poisson(7), again = poisson(7);
	struct schedule other = poisson(8);

	(void)state;
	assert_int_equal(first.n, again.n);
	assert_memory_equal(first.at, again.at, first.n * sizeof *first.at);
	assert_int_equal(first.hash, again.hash);
	assert_int_not_equal(first.hash, other.hash);
	schedule_free(&first);
	schedule_free(&again);
	schedule_free(&other);
	assert_null(first.at);
}

/* Results of different versions are compared by these. */
static void a_seed_is_one_schedule_for_ever(void **state)
{
	struct schedule random = made(ARRIVALS_POISSON, 1000, 2 * S, 42);
	struct schedule even = made(ARRIVALS_CONSTANT, 1000, 2 * S, 42);

	(void)state;
	assert_int_equal(random.n, 1965);
	assert_int_equal(random.hash, 0x5f9ee258ad69842e);
	assert_int_equal(even.n, 2000);
	assert_int_equal(even.hash, 0xb7e237aa3ae82385);
	schedule_free(&random);
	schedule_free(&even);
}

/* A longer run only goes on: what came before is the same. */
static void a_longer_one_begins_the_same(void **state)
{
	struct schedule brief = made(ARRIVALS_POISSON, 500, S, 3);
	struct schedule longer = made(ARRIVALS_POISSON, 500, 2 * S, 3);

	(void)state;
	assert_true(longer.n > brief.n);
	assert_memory_equal(brief.at, longer.at, brief.n * sizeof *brief.at);
	schedule_free(&brief);
	schedule_free(&longer);
}

static void hashes_of_seeds_differ(void **state)
{
	enum { SEEDS = 500 };
	uint64_t hash[SEEDS];

	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct schedule one = made(ARRIVALS_POISSON, 100, S, seed);

		hash[seed] = one.hash;
		schedule_free(&one);
		for (uint64_t i = 0; i < seed; i++)
			assert_int_not_equal(hash[i], hash[seed]);
	}
}

/* Arrival i of a constant load is due at i/rate, rounded down. */
static void constant_gaps_are_exact(void **state)
{
	static const int rates[] = {1, 3, 7, 29, 58, 1000, 4096, 99991};

	(void)state;
	for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
		struct schedule even = made(ARRIVALS_CONSTANT, rates[i], S, 1);

		for (uint64_t k = 0; k < even.n; k++)
			assert_int_equal(even.at[k], (int64_t)k * S / rates[i]);
		schedule_free(&even);
	}
}

/* So in whole seconds there are exactly as many as the rate says: the one that
 * would be due at the end itself is none of them. */
static void constant_rates_are_exact(void **state)
{
	(void)state;
	for (int rate = 1; rate <= 2000; rate++)
		for (int seconds = 1; seconds <= 3; seconds += 2) {
			struct schedule even =
				made(ARRIVALS_CONSTANT, rate, seconds * S, 1);

			assert_int_equal(even.n, rate * seconds);
			schedule_free(&even);
		}
}

static void arrivals_ascend_and_end_in_time(void **state)
{
	struct schedule random = poisson(11);

	(void)state;
	assert_true(random.at[0] >= 0);
	for (uint64_t i = 1; i < random.n; i++)
		assert_true(random.at[i] >= random.at[i - 1]);
	assert_true(random.at[random.n - 1] < MANY / 10000 * S);
	schedule_free(&random);
}

/* The number of arrivals has mean and variance `rate x time`. */
static void poisson_counts_scatter_as_they_should(void **state)
{
	enum { RUNS = 400, MEAN = 100 };
	double sum = 0, squares = 0, mean, variance;

	(void)state;
	for (uint64_t seed = 1; seed <= RUNS; seed++) {
		struct schedule one = made(ARRIVALS_POISSON, MEAN, S, seed);

		sum += (double)one.n;
		squares += (double)one.n * (double)one.n;
		schedule_free(&one);
	}
	mean = sum / RUNS;
	variance = squares / RUNS - mean * mean;
	within(mean, MEAN, 4 * sqrt((double)MEAN / RUNS));
	within(variance, MEAN, 4 * MEAN * sqrt(2.0 / RUNS));
}

/* Gaps are exponential: mean and deviation 1/rate, a share of exp(-1) above the
 * mean and of exp(-3) above three times it; and none tells the next one. */
static void poisson_gaps_are_exponential(void **state)
{
	const double gap = 1e9 / 10000;
	struct schedule random = poisson(5);
	double n = (double)random.n - 1, sum = 0, squares = 0, next = 0;
	double above = 0, far_above = 0, last = 0, error = 4 / sqrt(n);

	(void)state;
	for (uint64_t i = 1; i < random.n; i++) {
		double x = (double)(random.at[i] - random.at[i - 1]) / gap;

		sum += x;
		squares += x * x;
		next += (x - 1) * (last - 1);
		above += x > 1;
		far_above += x > 3;
		last = x;
	}
	within(sum / n, 1, error);
	within(squares / n, 2, 4 * sqrt(20 / n));
	within(next / n, 0, error);
	within(above / n, exp(-1), error * sqrt(exp(-1) * (1 - exp(-1))));
	within(far_above / n, exp(-3), error * sqrt(exp(-3) * (1 - exp(-3))));
	schedule_free(&random);
}

/* Zero would be an endless gap: its logarithm is taken. */
static void uniform_is_never_zero_and_never_above_one(void **state)
{
	uint64_t at = 99;
	double sum = 0;

	(void)state;
	for (int i = 0; i < MANY; i++) {
		double u = schedule_uniform(&at);

		assert_true(u > 0 && u <= 1);
		sum += u;
	}
	assert_int_equal(at, 99 + MANY);
	within(sum / MANY, 0.5, 4 * sqrt(1.0 / 12 / MANY));
}

static void nothing_arrives_in_no_time(void **state)
{
	struct schedule none = made(ARRIVALS_POISSON, 1e-3, MS, 1);
	struct schedule one = made(ARRIVALS_CONSTANT, 1e-3, MS, 1);

	(void)state;
	assert_int_equal(none.n, 0);
	assert_null(none.at);
	assert_int_equal(one.n, 1); /* the one at the very beginning */
	schedule_free(&none);
	schedule_free(&one);
}

/* In a process of its own, which may hardly grow. */
static void without_memory_there_is_none(void **state)
{
	const struct rlimit tight = {64 << 20, 64 << 20};
	int status;
	pid_t pid;

	(void)state;
	if (getenv("AVT_UNDER"))
		return; /* a sanitizer takes more than that for itself */
	pid = fork();
	if (pid == 0) {
		struct schedule schedule;

		setrlimit(RLIMIT_AS, &tight);
		_exit(!(schedule_make(&schedule, ARRIVALS_CONSTANT, 1e7, 10 * S,
				      1) == -1 &&
			errno == ENOMEM && !schedule.at));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_seed_is_one_schedule),
		cmocka_unit_test(a_seed_is_one_schedule_for_ever),
		cmocka_unit_test(a_longer_one_begins_the_same),
		cmocka_unit_test(hashes_of_seeds_differ),
		cmocka_unit_test(constant_gaps_are_exact),
		cmocka_unit_test(constant_rates_are_exact),
		cmocka_unit_test(arrivals_ascend_and_end_in_time),
		cmocka_unit_test(poisson_counts_scatter_as_they_should),
		cmocka_unit_test(poisson_gaps_are_exponential),
		cmocka_unit_test(uniform_is_never_zero_and_never_above_one),
		cmocka_unit_test(nothing_arrives_in_no_time),
		cmocka_unit_test(without_memory_there_is_none),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
