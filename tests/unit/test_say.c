/*
 * test_say.c - numbers and verdicts in words, as a person reads them.
 *
 * A wrong unit or a lead that is none is worse than no answer. So numbers are
 * held to three digits and the right unit, also where rounding carries one over
 * into the next, NAN is a dash everywhere, and each way in which a point can
 * end is made out of rounds and looked at.
 */
#include "analysis/words/say.h"
#include "tests/unit/printed.h"
#include "tests/unit/results.h"

#include <math.h>

typedef char *sayer(double number, char to[SAY_NUMBER]);

/* A number and its words. */
struct said {
	double number;
	const char *words;
};

static void says(sayer *say, const struct said *said)
{
	char to[SAY_NUMBER];

	for (; said->words; said++)
		assert_string_equal(say(said->number, to), said->words);
}

static void times(void **state)
{
	static const struct said said[] = {
		{0, "0 ns"},         {0.5, "0.5 ns"},
		{1, "1 ns"},         {171.4, "171 ns"},
		{999.4, "999 ns"},   {999.7, "1 µs"},
		{1234, "1.23 µs"},   {45600, "45.6 µs"},
		{99.96e3, "100 µs"}, {999.6e3, "1 ms"},
		{5e6, "5 ms"},       {999.7e6, "1 s"},
		{7.2e12, "7200 s"},  {-45600, "-45.6 µs"},
		{NAN, "–"},          {0},
	};

	(void)state;
	says(say_time, said);
}

static void sizes_and_counts(void **state)
{
	static const struct said bytes[] = {
		{171, "171 B"},
		{12500, "12.5 kB"},
		{999.9e3, "1 MB"},
		{96.2e6, "96.2 MB"},
		{5e12, "5000 GB"},
		{NAN, "–"},
		{0},
	};
	static const struct said counts[] = {
		{0, "0"},
		{0.25, "0.25"},
		{456, "456"},
		{12345, "12.3 k"},
		{999999, "1 M"},
		{NAN, "–"},
		{0},
	};
	static const struct said whole[] = {
		{1, "1"},          {4096, "4096"}, {9999, "9999"},
		{16384, "16.4 k"}, {NAN, "–"},     {0},
	};

	(void)state;
	says(say_bytes, bytes);
	says(say_count, counts);
	says(say_whole, whole);
}

static void ratios(void **state)
{
	static const struct said said[] = {
		{1, "1.00×"},       {1.424, "1.42×"}, {2.994, "2.99×"},
		{2.996, "3.0×"},    {3.14, "3.1×"},   {9.94, "9.9×"},
		{9.96, "10×"},      {24.6, "25×"},    {0.5, "0.50×"},
		{999.4, "999×"},    {999.7, "1 k×"},  {1000, "1 k×"},
		{12345, "12.3 k×"}, {NAN, "–"},       {0},
	};

	(void)state;
	says(say_ratio, said);
}

static void values_have_the_unit_of_their_metric(void **state)
{
	char to[SAY_NUMBER];

	(void)state;
	assert_string_equal(say_value(THROUGHPUT, 12300, to), "12.3 k/s");
	assert_string_equal(say_value(ACHIEVED_RATE, 500, to), "500/s");
	assert_string_equal(say_value(MEMORY_PEAK, 2.5e6, to), "2.5 MB");
	assert_string_equal(say_value(SWITCHES_PER_TASK, 2.01, to), "2.01");
	assert_string_equal(say_value(RESPONSE_P99, 5.1e6, to), "5.1 ms");
	for (int metric = 0; metric < METRICS; metric++)
		assert_string_equal(say_value((enum metric)metric, NAN, to),
				    "–");
}

/* Every number fits, and is never four digits where a unit would do. */
static void any_number_is_short(void **state)
{
	static sayer *const all[] = {say_time, say_bytes, say_count, say_ratio};
	char to[SAY_NUMBER];

	(void)state;
	for (double number = 1e-3; number < 9e11; number *= 1.0007)
		for (int i = 0; i < 4; i++) {
			size_t digits =
				strspn(all[i](number, to), "0123456789");

			assert_true(strlen(to) < 16);
			if (number < 9e8) /* a day has no unit here */
				assert_true(digits <= 3);
		}
}

static void what_limits_in_words(void **state)
{
	struct summary cell = {.workers = 16};
	char to[64];

	(void)state;
	assert_string_equal(say_bottleneck(&cell, to), "");
	cell.bottleneck = "workers";
	assert_string_equal(say_bottleneck(&cell, to), "limited by its pool of "
						       "16");
	cell.bottleneck = "cpu";
	assert_string_equal(say_bottleneck(&cell, to), "limited by the CPU");
	cell.bottleneck = "workers";
	cell.model.loop = true;
	assert_string_equal(say_bottleneck(&cell, to), "limited by calls that "
						       "block the loop");
	cell.bottleneck = "unknown";
	assert_string_equal(say_bottleneck(&cell, to), "");
	cell.bottleneck = "something newer";
	assert_string_equal(say_bottleneck(&cell, to), "");
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
	char to[128];

	assert_int_equal(say_standing(analysis, of), standing);
	assert_string_equal(say_leader(analysis, of, to, sizeof to), leader);
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
	say_point(analysis, analysis->experiments->points, printing());
	assert_string_equal(
		printed(), "a does 3.0× the work of b, the next best "
			   "(95\u00a0%: 3.0× to 3.0×, ahead in 8 of 8 rounds)");
}

static void two_lead_and_the_third_is_beaten(void **state)
{
	(void)state;
	put_rounds("a", 8, 2000);
	put_rounds("b", 8, 2010);
	put_rounds("c", 8, 500);
	expect(STANDING_LEADERS, "b ≈ a");
}

static void nobody_differs(void **state)
{
	(void)state;
	put_rounds("a", 8, 2000);
	put_rounds("b", 8, 2010);
	expect(STANDING_ALIKE, "no difference");
}

static void rounds_do_not_settle_it(void **state)
{
	(void)state;
	put_wild("a", 8, 2000);
	put_rounds("b", 8, 2010);
	expect(STANDING_UNDECIDED, "undecided");
}

static void five_rounds_are_too_few(void **state)
{
	(void)state;
	put_rounds("a", 5, 2000);
	put_rounds("b", 5, 900);
	expect(STANDING_NO_VERDICT, "too few rounds");
}

static void one_alone_is_no_contest(void **state)
{
	(void)state;
	put_rounds("a", 8, 2000);
	put_run("b", 64, "x", 0, 100, false);
	expect(STANDING_ALONE, "nothing to compare");
}

/* Seen from either side it is the same verdict, turned. */
static void a_verdict_seen_from_either_side(void **state)
{
	struct verdict from_a, from_b;

	(void)state;
	put_rounds("a", 8, 3000);
	put_rounds("b", 8, 1000);
	point();
	from_a = say_seen_from(analysis, cell_of("a"), cell_of("b"));
	from_b = say_seen_from(analysis, cell_of("b"), cell_of("a"));
	assert_int_equal(from_a.outcome, BETTER);
	assert_int_equal(from_b.outcome, WORSE);
	assert_true(fabs(from_a.ratio * from_b.ratio - 1) < 1e-12);
	assert_true(fabs(from_a.low * from_b.high - 1) < 1e-12);
	assert_int_equal(from_a.ahead + from_b.ahead, 8);
	from_a = say_seen_from(analysis, cell_of("a"), cell_of("a"));
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

/* What copies say about the bench: the smallest ratio it can see. */
static void a_contestant_against_itself(void **state)
{
	char to[256];

	(void)state;
	put_rounds("a", 8, 2000);
	put_rounds("a*", 8, 2002);
	put_rounds("b", 8, 900);
	expect(STANDING_WINNER, "a");
	assert_string_equal(say_self(analysis, to, sizeof to),
			    "One contestant against itself: 1.00× (95\u00a0%: "
			    "1.00–1.00); differences below about 1.00× cannot "
			    "be seen here.");
	assert_true(analysis_detectable(analysis) >= 1);
	assert_false(say_is_self(analysis->experiments));
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, results_begin, results_end)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times),
		cmocka_unit_test(sizes_and_counts),
		cmocka_unit_test(ratios),
		cmocka_unit_test(values_have_the_unit_of_their_metric),
		cmocka_unit_test(any_number_is_short),
		cmocka_unit_test(what_limits_in_words),
		TEST(one_is_better_than_all),
		TEST(two_lead_and_the_third_is_beaten),
		TEST(nobody_differs),
		TEST(rounds_do_not_settle_it),
		TEST(five_rounds_are_too_few),
		TEST(one_alone_is_no_contest),
		TEST(a_verdict_seen_from_either_side),
		TEST(a_sentence_keeps_to_its_room),
		TEST(a_contestant_against_itself),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
