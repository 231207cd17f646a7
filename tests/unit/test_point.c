/*
 * test_point.c - a point of the grid in words.
 *
 * A lead that is none is worse than no answer. So each way in which a point can
 * end is made out of rounds and looked at, and so is every name of a point that
 * another one might have as well.
 */
#include "analysis/words/point.h"

#include "analysis/verdict/standing.h"
#include "analysis/verdict/verdict.h"
#include "analysis/words/answer.h"
#include "tests/unit/printed.h"
#include "tests/unit/results.h"

#include <math.h>

static void what_limits_in_words(void **state)
{
	struct summary cell = {.workers = 16};
	char to[POINT_WORD];

	(void)state;
	assert_string_equal(point_bottleneck(&cell, to), "");
	cell.bottleneck = "workers";
	assert_string_equal(point_bottleneck(&cell, to), "pool of 16");
	cell.bottleneck = "cpu";
	assert_string_equal(point_bottleneck(&cell, to), "CPU");
	cell.bottleneck = "something newer";
	assert_string_equal(point_bottleneck(&cell, to), "");
}

/* Where the cells of an experiment ran on different CPUs, that is a part of a
 * point's name, and so is where its peer ran. */
static void cpus_in_words(void **state)
{
	const struct summary one = {
		.workload = "call", .cpus = "0", .peer_cpus = "1"};
	const struct summary all = {
		.workload = "call", .cpus = "0-3", .peer_cpus = "4,5"};
	const struct summary *cells[] = {&one, &all};
	const struct experiment of = {
		.figure = "curves", .n_cells = 2, .cells = cells};
	char to[POINT_NAME];

	(void)state;
	assert_string_equal(point_panel(&of, &one, to), "call, on CPU 0, peer "
							"on CPU 1");
	assert_string_equal(point_panel(&of, &all, to), "call, on CPUs 0-3, "
							"peer on CPUs 4,5");
}

/* The only point of the folder. */
static const struct point *point(void)
{
	load();
	assert_int_equal(analysis->n_experiments, 1);
	assert_int_equal(analysis->experiments->n_points, 1);
	return analysis->experiments->points;
}

static void expect(enum standing standing, const char *leader)
{
	const struct point *of = point();
	char to[POINT_NAME];

	assert_int_equal(standing_of(analysis, of), standing);
	assert_string_equal(point_leader(analysis, of, to), leader);
}

/* The sentence on the only point. */
static void says(const char *words)
{
	struct statements one = {.arena = arena_new()};

	point_describe(analysis, analysis->experiments->points,
		       statements_add(&one, ""));
	statement_print(one.all, printing());
	arena_free(one.arena);
	assert_string_equal(printed(), words);
}

/* Rounds that scatter by half. */
static void put_wild(const char *contestant, int rounds, double throughput)
{
	for (int round = 0; round < rounds; round++)
		put_run(contestant, 64, "x", round,
			throughput * (round * 7 % 5 > 1 ? 1.5 : 0.7), true);
}

static void one_is_better_than_all(void **state)
{
	(void)state;
	put_rounds("a", 8, 3000);
	put_rounds("b", 8, 1000);
	put_rounds("c", 8, 500);
	expect(STANDING_WINNER, "a");
	says("a completes 3.0× as many tasks/s as b (second) (95\u00a0%\u00a0"
	     "CI\u00a03.00–3.00; ahead in all 8 rounds).");
}

static void two_lead_and_the_third_is_beaten(void **state)
{
	(void)state;
	put_rounds("a", 8, 2000);
	put_rounds("b", 8, 2010);
	put_rounds("c", 8, 500);
	expect(STANDING_LEADERS, "b ≈ a");
	says("b and a are tied (within 5\u00a0%); b completes 4.0× as many "
	     "tasks/s as c (95\u00a0%\u00a0CI\u00a04.02–4.02; ahead in all 8 "
	     "rounds).");
}

static void nobody_differs(void **state)
{
	(void)state;
	put_rounds("a", 8, 2000);
	put_rounds("b", 8, 2010);
	expect(STANDING_TIED, "tie");
	says("b and a are tied (within 5\u00a0%).");
}

static void rounds_do_not_settle_it(void **state)
{
	(void)state;
	put_wild("a", 8, 2000);
	put_rounds("b", 8, 2010);
	expect(STANDING_INCONCLUSIVE, "inconclusive");
}

static void five_rounds_are_too_few(void **state)
{
	(void)state;
	put_rounds("a", 5, 2000);
	put_rounds("b", 5, 900);
	expect(STANDING_NO_VERDICT, "too few rounds");
	says("no verdict: fewer than 6 valid rounds.");
}

static void one_alone_is_no_contest(void **state)
{
	(void)state;
	put_rounds("a", 8, 2000);
	put_run("b", 64, "x", 0, 100, false);
	expect(STANDING_ALONE, "nothing to compare");
	says("nothing to compare: fewer than two contestants have a valid run; "
	     "no valid run of b (noise).");
}

/* Seen from either side it is the same verdict, turned. */
static void a_verdict_seen_from_either_side(void **state)
{
	struct verdict from_a, from_b;

	(void)state;
	put_rounds("a", 8, 3000);
	put_rounds("b", 8, 1000);
	point();
	from_a = verdict_between(analysis, cell_of("a"), cell_of("b"));
	from_b = verdict_between(analysis, cell_of("b"), cell_of("a"));
	assert_int_equal(from_a.outcome, BETTER);
	assert_int_equal(from_b.outcome, WORSE);
	assert_true(fabs(from_a.ratio * from_b.ratio - 1) < 1e-12);
	assert_true(fabs(from_a.low * from_b.high - 1) < 1e-12);
	assert_int_equal(from_a.ahead + from_b.ahead, 8);
	from_a = verdict_between(analysis, cell_of("a"), cell_of("a"));
	assert_int_equal(from_a.outcome, NO_VERDICT);
}

/* A sentence that does not fit is cut, and never written beyond its room. */
static void a_sentence_keeps_to_its_room(void **state)
{
	char whole[256], cut[256];

	(void)state;
	put_wild("a", 8, 2000);
	put_rounds("b", 8, 2010);
	point();
	verdict_sentence(analysis->verdicts, whole, sizeof whole);
	assert_non_null(strstr(whole, "inconclusive, about "));
	for (size_t size = 1; size <= strlen(whole) + 1; size++) {
		memset(cut, '#', sizeof cut);
		verdict_sentence(analysis->verdicts, cut, size);
		assert_int_equal(strlen(cut), size - 1);
		assert_memory_equal(cut, whole, size - 1);
		assert_int_equal(cut[size], '#');
	}
}

/* One that only waits and yet is far behind kept its own tasks waiting. */
static void who_is_behind_says_why(void **state)
{
	(void)state;
	put_rounds("a", 8, 3000);
	put_rounds("b", 8, 1000);
	expect(STANDING_WINNER, "a");
	((struct summary *)cell_of("b"))->bottleneck = "waiting";
	says("a completes 3.0× as many tasks/s as b, whose loop was blocked "
	     "(95\u00a0%\u00a0CI\u00a03.00–3.00; ahead in all 8 rounds).");
	((struct summary *)cell_of("b"))->bottleneck = "cpu";
	says("a completes 3.0× as many tasks/s as b, which is CPU-bound "
	     "(95\u00a0%\u00a0CI\u00a03.00–3.00; ahead in all 8 rounds).");
	((struct summary *)cell_of("b"))->bottleneck = "workers";
	says("a completes 3.0× as many tasks/s as b, which is limited by its "
	     "pool of 1 (95\u00a0%\u00a0CI\u00a03.00–3.00; ahead in all 8 "
	     "rounds).");
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, results_begin, results_end)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_limits_in_words),
		cmocka_unit_test(cpus_in_words),
		TEST(one_is_better_than_all),
		TEST(two_lead_and_the_third_is_beaten),
		TEST(nobody_differs),
		TEST(rounds_do_not_settle_it),
		TEST(five_rounds_are_too_few),
		TEST(one_alone_is_no_contest),
		TEST(a_verdict_seen_from_either_side),
		TEST(a_sentence_keeps_to_its_room),
		TEST(who_is_behind_says_why),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
