/*
 * test_trust.c - what makes a verdict trustworthy: rounds left out for noise,
 * loads that come from outside, a contestant against itself, checks.
 */
#include "tests/unit/results.h"

#include "analysis/words/reasons.h"
#include "analysis/verdict/standing.h"
#include "analysis/words/answer.h"
#include "analysis/words/point.h"
#include "harness/validity/reason.h"
#include "tests/unit/printed.h"

#include <math.h>

/* One run of "e" at one point; `more` are further fields, each with a comma
 * before it. */
static void put_more(const char *contestant, int round, double throughput,
		     const char *more)
{
	put("runs.jsonl",
	    "{\"schema\":2,\"cell\":\"%s\",\"experiment\":\"e\","
	    "\"workload\":\"w\",\"params\":{},\"contestant\":\"%s\","
	    "\"runner\":\"r\",\"workers\":16,\"concurrency\":64,\"cpus\":\"0\","
	    "\"round\":%d,\"throughput\":%.17g,\"response_ns\":{\"p99\":%.17g},"
	    "\"valid\":true%s}\n",
	    contestant, contestant, round, throughput, 1e9 / throughput, more);
}

/* The same, beside a piece of work that took so long. */
static void put_speed(const char *contestant, int round, double throughput,
		      double speed_ns, const char *more)
{
	char text[256];

	snprintf(text, sizeof text,
		 ",\"noise\":{\"speed_before_ns\":%.10g,"
		 "\"speed_after_ns\":%.10g}%s",
		 speed_ns - 10, speed_ns + 10, more);
	put_more(contestant, round, throughput, text);
}

/* Rounds 2 to 5 of ten are off, 5 the most: three of ten are dropped, in both
 * cells, and the least bad one stays. */
static void the_worst_rounds_are_dropped_at_most_three_of_ten(void **state)
{
	static const double speed[] = {1000, 1000, 1050, 1060, 940,
				       1100, 1000, 1000, 1020, 1000};

	(void)state;
	for (int round = 0; round < 10; round++) {
		put_speed("a", round, 2000, speed[round], "");
		put_more("b", round, 1000, "");
	}
	load();
	assert_true(analysis->speed_ns == 1000);
	assert_int_equal(analysis->n_rounds, 10);
	assert_int_equal(analysis->n_noisy, 4);
	assert_int_equal(analysis->n_dropped, 3);
	assert_int_equal(cell_of("b")->n_valid, 7);
	assert_false(cell_of("b")->runs[2].dropped);
	assert_true(cell_of("b")->runs[3].dropped);
	assert_true(cell_of("b")->runs[4].dropped);
	assert_true(cell_of("b")->runs[5].dropped);
	assert_int_equal(analysis->verdicts[0].rounds, 7);
	assert_int_equal(analysis->verdicts[0].dropped, 3);
	assert_int_equal(analysis->verdicts[0].outcome, WORSE);
}

/* What a run says of itself is enough, even of one that is not valid. */
static void a_run_may_say_that_it_was_noisy(void **state)
{
	(void)state;
	for (int round = 0; round < 7; round++) {
		put_more("a", round, 2000, "");
		put_more("b", round, 1000,
			 round == 4 ? ",\"valid\":false,\"reasons\":[{"
				      "\"check\":\"peer\",\"text\":\"x\"}],"
				      "\"noisy\":[{\"cause\":\"throttled\","
				      "\"text\":\"2\"}]"
				    : "");
	}
	load();
	assert_int_equal(analysis->n_dropped, 1);
	assert_true(cell_of("a")->runs[4].dropped);
	assert_int_equal(cell_of("a")->n_valid, 6);
}

/* Of equally bad rounds the earlier goes: nothing is left to chance. Two of
 * seven would be few enough, but five rounds bear no verdict. */
static void ties_are_settled_and_six_rounds_stay(void **state)
{
	(void)state;
	for (int round = 0; round < 7; round++)
		put_more("a", round, 1000,
			 round == 1 || round == 3 ? ",\"noisy\":[{\"cause\":"
						    "\"x\",\"text\":\"x\"}]"
						  : "");
	load();
	assert_int_equal(analysis->n_noisy, 2);
	assert_int_equal(analysis->n_dropped, 1);
	assert_true(cell_of("a")->runs[1].dropped);
	assert_int_equal(cell_of("a")->n_valid, 6);
}

static void a_verdict_that_hangs_on_noise_is_none(void **state)
{
	char text[256];

	(void)state;
	for (int round = 0; round < 10; round++) {
		bool off = round >= 7;

		put_speed("a", round, off ? 1 : 2000 + round, 1000,
			  off ? ",\"noisy\":[{\"cause\":\"steal\",\"text\":\"9 "
				"%\"}]"
			      : "");
		put_speed("b", round, off ? 9000 + 999 * round : 1000, 1000,
			  "");
	}
	load();
	assert_int_equal(analysis->verdicts[0].outcome, INCONCLUSIVE_NOISE);
	assert_int_equal(analysis->verdicts[0].rounds, 7);
	assert_true(analysis->verdicts[0].undropped != INCONCLUSIVE_NOISE);
	assert_null(analysis->experiments->points->winner);
	verdict_sentence(&analysis->verdicts[0], text, sizeof text);
	assert_non_null(strstr(text, "inconclusive (noise), including the 3 "
				     "noisy "
				     "rounds would change the result."));
}

/* An open load at a share of each one's own capacity: rates differ. */
static void put_load(const char *contestant, const char *load, double rate,
		     int round)
{
	char more[160];

	snprintf(more, sizeof more,
		 ",\"arrivals\":\"poisson\",\"rate\":%g,\"load\":%s,"
		 "\"generator\":{\"rate\":%g},\"queue_ns\":{\"p99\":7}",
		 rate, load, rate - 1);
	put_more(contestant, round, 1000, more);
}

static void a_point_under_open_load_is_its_share(void **state)
{
	const struct experiment *of;

	(void)state;
	suite_is("{" EXPERIMENT "},{'name':'o','figure':'open'}");
	for (int round = 0; round < 6; round++) {
		put_load("a", "\"70%\"", 500, round);
		put_load("b", "\"70%\"", 900, round);
	}
	load();
	of = analysis->experiments;
	assert_int_equal(of->n_points, 1);
	assert_int_equal(of->points->n_cells, 2);
	assert_true(cell_of("b")->rate == 900);
	assert_true(cell_of("b")->value[ACHIEVED_RATE].median == 899);
	assert_true(cell_of("b")->value[QUEUE_P99].median == 7);
}

static void absolute_rates_are_an_axis(void **state)
{
	(void)state;
	suite_is("{'name':'e','figure':'open','metric':'response_p99'}");
	put_load("a", "null", 2000, 0);
	put_load("b", "null", 2000, 0);
	put("runs.jsonl", "{\"schema\":2,\"cell\":\"x\",\"experiment\":\"e\","
			  "\"workload\":\"w\",\"params\":{},\"contestant\":"
			  "\"a\",\"runner\":\"r\",\"concurrency\":64,\"cpus\":"
			  "\"0\",\"round\":0,\"valid\":true,\"rate\":300,"
			  "\"arrivals\":\"poisson\"}\n");
	load();
	assert_int_equal(analysis->experiments->n_points, 2);
	assert_int_equal(analysis->experiments->primary, RESPONSE_P99);
	assert_int_equal(analysis->experiments->n_axes, 1);
	assert_string_equal(analysis->experiments->axes[0].name, "rate");
	assert_true(analysis->experiments->axes[0].values[0].number == 300);
}

/* What is said of the A/A test. */
static const char *self_words(void)
{
	struct statements self = {.arena = arena_new()};
	FILE *to = printing();

	answer_self(analysis, &self);
	if (self.n)
		statement_print(self.all, to);
	arena_free(self.arena);
	return printed();
}

/* A copy is faster than anybody, and still nobody but its original sees it. */
static void a_copy_is_compared_with_its_original_only(void **state)
{
	const struct point *point;
	const struct verdict *self;

	(void)state;
	put_rounds("a", 8, 1000);
	put_rounds("b", 8, 500);
	for (int round = 0; round < 8; round++)
		put_run("a*", 64, "x", round,
			1000 * (1 + 0.002 * ((round + 1) % 3)), true);
	load();
	point = analysis->experiments->points;
	assert_int_equal(point->n_cells, 2);
	assert_int_equal(point->n_copies, 1);
	assert_int_equal(analysis->n_verdicts, 2);
	assert_int_equal(analysis->experiments->n_contestants, 2);
	assert_ptr_equal(point->winner, cell_of("a"));
	self = analysis_self(analysis);
	assert_non_null(self);
	assert_string_equal(self->b->contestant, "a*");
	assert_true(fabs(analysis_detectable(analysis) -
			 self->high / self->low) < 1e-12);
	assert_non_null(strstr(self_words(), "A/A test: a against itself is "
					     "1.00× (95"));
	assert_non_null(strstr(self_words(), "smallest detectable difference: "
					     "about "
					     "1\u00a0%."));
}

static void without_a_copy_nothing_is_said(void **state)
{
	(void)state;
	put_rounds("a", 8, 1000);
	load();
	assert_null(analysis_self(analysis));
	assert_true(isnan(analysis_detectable(analysis)));
	assert_string_equal(self_words(), "");
}

static void the_bottleneck_is_the_most_frequent(void **state)
{
	static const char *const bottlenecks[] = {"cpu", "workers", "workers"};
	char more[64], text[POINT_WORD];

	(void)state;
	for (int round = 0; round < 3; round++) {
		snprintf(more, sizeof more, ",\"bottleneck\":\"%s\"",
			 bottlenecks[round]);
		put_more("a", round, 1000, more);
	}
	load();
	assert_string_equal(cell_of("a")->bottleneck, "workers");
	assert_string_equal(point_bottleneck(cell_of("a"), text), "pool of 16");
}

static void invalid_runs_are_counted_by_check(void **state)
{
	struct check_count checks[MOST_CHECKS];

	(void)state;
	for (int i = 0; i < CHECKS; i++)
		assert_true(*check_meaning(check_names[i]));
	assert_string_equal(check_meaning("x"), "");
	put_rounds("a", 6, 1000);
	put_run("b", 64, "x", 0, 1, false);
	put_run("b", 64, "x", 1, 1, false);
	put_more("c", 0, 1,
		 ",\"valid\":false,\"reasons\":[{\"check\":\"died\",\"text\":"
		 "\"the peer died\"}]");
	load();
	assert_int_equal(checks_count(analysis, checks), 2);
	assert_string_equal(checks[0].name, "noise");
	assert_int_equal(checks[0].runs, 2);
	assert_int_equal(checks[0].cells, 1);
	assert_string_equal(checks[1].name, "died");
	assert_int_equal(standing_of(analysis, analysis->experiments->points),
			 STANDING_ALONE);
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, results_begin, results_end)
	const struct CMUnitTest tests[] = {
		TEST(the_worst_rounds_are_dropped_at_most_three_of_ten),
		TEST(a_run_may_say_that_it_was_noisy),
		TEST(ties_are_settled_and_six_rounds_stay),
		TEST(a_verdict_that_hangs_on_noise_is_none),
		TEST(a_point_under_open_load_is_its_share),
		TEST(absolute_rates_are_an_axis),
		TEST(a_copy_is_compared_with_its_original_only),
		TEST(without_a_copy_nothing_is_said),
		TEST(the_bottleneck_is_the_most_frequent),
		TEST(invalid_runs_are_counted_by_check),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
