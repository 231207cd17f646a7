/*
 * test_verdict.c - who wins a point of the grid, and who only seems to.
 */
#include "tests/unit/results.h"

#include <math.h>

static const struct verdict *verdict_of(const char *a, const char *b)
{
	return analysis_verdict(analysis, cell_of(a), cell_of(b));
}

static void a_winner_beats_every_rival(void **state)
{
	const struct point *point;
	char text[256];

	(void)state;
	put_rounds("a", 8, 1420);
	put_rounds("b", 8, 1000);
	put_rounds("c", 8, 500);
	load();
	point = analysis->experiments->points;
	assert_int_equal(analysis->n_verdicts, 3);
	assert_ptr_equal(point->winner, cell_of("a"));
	assert_ptr_equal(point->cells[2], cell_of("c"));
	assert_true(point->decided);
	assert_ptr_equal(point->margin->a, cell_of("a"));
	assert_ptr_equal(point->margin->b, cell_of("b"));
	assert_string_equal(verdict_sentence(point->margin, text, sizeof text),
			    "a completes 1.42× as many tasks/s as b "
			    "(95\u00a0%\u00a0"
			    "CI\u00a01.42–1.42; ahead in all 8 rounds).");
	assert_int_equal(verdict_of("a", "b")->outcome, WORSE);
	assert_ptr_equal(verdict_of("a", "b"), verdict_of("b", "a"));
}

static void equal_ones_leave_the_point_grey(void **state)
{
	(void)state;
	put_rounds("a", 8, 1000);
	put_rounds("b", 8, 1010);
	load();
	assert_int_equal(verdict_of("a", "b")->outcome, NO_DIFFERENCE);
	assert_null(analysis->experiments->points->winner);
	assert_false(analysis->experiments->points->decided);
}

static void less_is_better_for_a_time(void **state)
{
	(void)state;
	suite_is("{" EXPERIMENT ",'metric':'response_p99'}");
	put_rounds("a", 8, 2000);
	put_rounds("b", 8, 1000);
	load();
	assert_int_equal(analysis->experiments->primary, RESPONSE_P99);
	assert_int_equal(verdict_of("a", "b")->outcome, WORSE);
	assert_true(fabs(verdict_of("a", "b")->ratio - 0.5) < 1e-9);
	assert_ptr_equal(analysis->experiments->points->winner, cell_of("a"));
}

static void five_rounds_are_no_verdict(void **state)
{
	char text[256];

	(void)state;
	put_rounds("a", 5, 2000);
	put_rounds("b", 9, 1000);
	load();
	assert_int_equal(verdict_of("a", "b")->outcome, NO_VERDICT);
	assert_true(isnan(verdict_of("a", "b")->ratio));
	assert_null(analysis->experiments->points->winner);
	assert_string_equal(
		verdict_sentence(verdict_of("a", "b"), text, sizeof text),
		"b vs a has no verdict: 5 valid rounds in common, 6 needed.");
}

static void an_invalid_round_counts_for_nobody(void **state)
{
	(void)state;
	put_rounds("a", 7, 2000);
	put_run("a", 64, "x", 7, 1, false);
	put_rounds("b", 8, 1000);
	load();
	assert_int_equal(analysis->n_runs, 16);
	assert_int_equal(analysis->n_invalid, 1);
	assert_int_equal(verdict_of("a", "b")->rounds, 7);
	assert_int_equal(verdict_of("a", "b")->ahead, 0);
	assert_true(cell_of("a")->value[THROUGHPUT].low == 2000);
}

static void who_never_ran_is_no_rival(void **state)
{
	(void)state;
	put_rounds("a", 6, 2000);
	put_rounds("b", 6, 1000);
	put_run("c", 64, "x", 0, 9000, false);
	load();
	assert_ptr_equal(analysis->experiments->points->winner, cell_of("a"));
	assert_string_equal(cell_of("c")->check, "noise");
	assert_string_equal(cell_of("c")->reason, "steal");
	assert_int_equal(cell_of("c")->n_valid, 0);
}

/* Six rounds in which "a" is twice as fast. Returns whether it wins. */
static bool is_won_on(const char *list, int concurrency)
{
	cpus = list;
	for (int round = 0; round < 6; round++) {
		put_run("a", concurrency, "x", round, 2000, true);
		put_run("b", concurrency, "x", round, 1000, true);
	}
	load();
	assert_int_equal(verdict_of("a", "b")->outcome, WORSE);
	assert_true(analysis->experiments->points->decided);
	return analysis->experiments->points->winner == cell_of("a");
}

/* With few tasks in flight, where the scheduler put them decides; how a list
 * of CPUs is written does not. */
static void no_winner_where_placement_decides(void **state)
{
	(void)state;
	assert_false(is_won_on("", 3));
}

static void no_winner_on_several_cpus(void **state)
{
	(void)state;
	assert_false(is_won_on("0-1", 3));
}

static void no_winner_where_the_peer_may_come(void **state)
{
	(void)state;
	assert_false(is_won_on("0\",\"peer_cpus\":\"0-1", 3));
}

static void a_winner_on_one_cpu(void **state)
{
	(void)state;
	assert_true(is_won_on("0-0\",\"peer_cpus\":\"1-3", 1));
}

static void a_winner_on_several_cpus_with_four(void **state)
{
	(void)state;
	assert_true(is_won_on("0-1", 4));
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, results_begin, results_end)
	const struct CMUnitTest tests[] = {
		TEST(a_winner_beats_every_rival),
		TEST(equal_ones_leave_the_point_grey),
		TEST(less_is_better_for_a_time),
		TEST(five_rounds_are_no_verdict),
		TEST(an_invalid_round_counts_for_nobody),
		TEST(who_never_ran_is_no_rival),
		TEST(no_winner_where_placement_decides),
		TEST(no_winner_on_several_cpus),
		TEST(no_winner_where_the_peer_may_come),
		TEST(a_winner_on_one_cpu),
		TEST(a_winner_on_several_cpus_with_four),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
