/*
 * test_search.c - the search for the highest rate, played: rates that hold up
 * to a limit, runs that hold by chance, limits beyond reach.
 */
#include "bench/suite/slo.h"
#include "cli/search.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { LEAST = 100, MOST = 1000000, PATIENCE = 60 };

/* Plays a contestant that holds up to a rate. Returns what was found. */
static double play(double guess, double limit, unsigned *runs)
{
	struct search search;

	*runs = 0;
	search_start(&search, guess, LEAST, MOST);
	for (; search.rate > 0 && *runs < PATIENCE; ++*runs) {
		assert_true(search.rate >= LEAST * .99 && search.rate <= MOST);
		search_tell(&search, search.rate <= limit);
	}
	assert_true(*runs < PATIENCE);
	return search_found(&search);
}

/* Wherever it begins, it ends within 5 % below the limit. */
static void test_found(void **state)
{
	const double limits[] = {101, 1234, 50000, 777777};
	const double guesses[] = {1, 1000, 60000, 1e9};
	unsigned runs;

	(void)state;
	for (int i = 0; i < 4; i++)
		for (int j = 0; j < 4; j++) {
			double found = play(guesses[j], limits[i], &runs);

			assert_true(found <= limits[i]);
			assert_true(found >= limits[i] / 1.06);
			assert_true(runs <= 25);
		}
	play(6000, 10000, &runs);
	assert_in_range(runs, 1, 12); /* from a good guess */
}

static void test_none(void **state)
{
	unsigned runs;

	(void)state;
	assert_true(play(50000, 99, &runs) == 0);
	assert_true(play(50, 99, &runs) == 0);
	assert_int_equal(runs, 1);
}

/* What holds at the most that can be asked for needs no search. */
static void test_all(void **state)
{
	unsigned runs;

	(void)state;
	assert_true(play(50000, INFINITY, &runs) == MOST);
	assert_in_range(runs, 1, 5 + SEARCH_CONFIRMS + 1);
}

/* A rate that held once and not again is given up for a lower one. */
static void test_steps_down(void **state)
{
	struct search search;
	double first;

	(void)state;
	search_start(&search, 1000, LEAST, MOST);
	while (!search.confirming)
		search_tell(&search, search.rate <= 1000);
	first = search.rate;
	search_tell(&search, true);
	search_tell(&search, false);
	assert_true(search.rate < first && search.rate > first * .94);
	assert_true(search_found(&search) == 0);
	for (int i = 0; i < SEARCH_CONFIRMS; i++)
		search_tell(&search, true);
	assert_true(search.rate == 0);
	assert_true(search_found(&search) < first);
	assert_int_equal(search.confirmed, SEARCH_CONFIRMS);
}

/* Nothing ever confirms: it ends below the least rate. */
static void test_never_confirms(void **state)
{
	struct search search;

	(void)state;
	search_start(&search, 200, LEAST, MOST);
	for (int i = 0; search.rate > 0 && i < PATIENCE; i++)
		search_tell(&search, !search.confirming && search.rate <= 200);
	assert_true(search.rate == 0);
	assert_true(search_found(&search) == 0);
}

static void test_slo(void **state)
{
	struct slo slo;
	char error[CELL_ERROR];

	(void)state;
	assert_true(slo_parse("p999=1.5ms", &slo, error));
	assert_string_equal(slo.name, "p999");
	assert_int_equal(slo.most_ns, 1500000);
	assert_true(fabs(slo_tasks(&slo) - 10000) < 1e-6);
	assert_false(slo_parse("p99=ten", &slo, error));
	assert_non_null(strstr(error, "ten"));
	assert_false(slo_parse("", &slo, error));
	assert_false(slo_parse("p99==1ms", &slo, error));
	assert_false(slo_parse("99=1ms", &slo, error));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_steps_down),
		cmocka_unit_test(test_never_confirms),
		cmocka_unit_test(test_slo),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
