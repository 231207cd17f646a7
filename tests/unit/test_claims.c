/*
 * test_claims.c - what is said of async, and which verdict decides it.
 */
#include "analysis/verdict/condition.h"
#include "tests/unit/results.h"

#include "analysis/export/export.h"

/* Writes a suite whose section makes one claim. */
static void put_claim(const char *condition)
{
	unlink(path_of("suite.ini"));
	put("suite.ini", "[e]\nclaim = It is so.\nholds_if = %s\n", condition);
}

/* What a condition is worth with a at 2000 and b at 1000 per second. */
static enum holding tried(const char *condition)
{
	put_claim(condition);
	analysis_free(analysis);
	load();
	assert_int_equal(analysis->n_claims, 1);
	assert_string_equal(analysis->claims->text, "It is so.");
	return analysis->claims->holds;
}

static void a_claim_is_decided_by_its_verdict(void **state)
{
	(void)state;
	put_rounds("a", 6, 2000);
	put_rounds("b", 6, 1000);
	put_rounds("c", 6, 1005);
	assert_int_equal(tried("a better than b"), HOLDS);
	assert_int_equal(tried("b better than a"), HOLDS_NOT);
	assert_int_equal(tried("b worse than a"), HOLDS);
	assert_int_equal(tried("a worse than b"), HOLDS_NOT);
	assert_int_equal(tried("b no_worse than c"), HOLDS);
	assert_int_equal(tried("b no_worse than a"), HOLDS_NOT);
	assert_int_equal(tried("b better than c"), HOLDS_NOT);
	assert_ptr_equal(analysis->claims->tests->verdict->a, cell_of("b"));
}

static void what_is_not_there_decides_nothing(void **state)
{
	(void)state;
	put_rounds("a", 5, 2000);
	put_rounds("b", 5, 1000);
	assert_int_equal(tried("a better than b"), UNDECIDED);
	assert_int_equal(tried("a better than d"), UNDECIDED);
	assert_null(analysis->claims->tests->verdict);
	assert_int_equal(tried("a faster than b"), UNDECIDED);
	assert_non_null(strstr(contents("said"), "[e]: holds_if is not "
						 "understood: a faster"));
	assert_int_equal(tried("a better than b at"), UNDECIDED);
	assert_int_equal(tried("a better"), UNDECIDED);
}

/* a wins with 10 in flight and loses with 20. */
static void a_point_may_be_named(void **state)
{
	(void)state;
	for (int round = 0; round < 6; round++) {
		put_run("a", 10, "x", round, 2000, true);
		put_run("b", 10, "x", round, 1000, true);
		put_run("a", 20, "x", round, 1000, true);
		put_run("b", 20, "x", round, 2000, true);
	}
	assert_int_equal(tried("a better than b at concurrency=10"), HOLDS);
	assert_int_equal(tried("a better than b at concurrency=20"), HOLDS_NOT);
	assert_int_equal(tried("a better than b"), HOLDS_NOT);
	assert_int_equal(tried("a better than b at mode=x and concurrency=10"),
			 HOLDS);
	assert_int_equal(tried("a better than b at concurrency=30"), UNDECIDED);
}

static void sections_test_a_claim_together(void **state)
{
	const char *text;

	(void)state;
	put("suite.ini", "claim = C\nholds_if = a better than b\n"
			 "[f]\nclaim = C\nholds_if = a better than b\n");
	put_rounds("a", 6, 2000);
	put_rounds("b", 6, 1000);
	put("runs.jsonl",
	    "{\"schema\":1,\"cell\":\"z\",\"experiment\":\"f\","
	    "\"workload\":\"w\",\"contestant\":\"a\",\"runner\":\"r\","
	    "\"concurrency\":1,\"round\":0,\"valid\":true}\n");
	load();
	assert_int_equal(analysis->n_claims, 1);
	assert_int_equal(analysis->claims->n_tests, 2);
	assert_int_equal(analysis->claims->tests[0].holds, HOLDS);
	assert_int_equal(analysis->claims->tests[1].holds, UNDECIDED);
	assert_int_equal(analysis->claims->holds, UNDECIDED);
	assert_int_equal(export_write(analysis), 0);
	text = contents("claims.csv");
	assert_ptr_equal(strstr(text, "claim,on_this_machine,experiment,"),
			 text);
	assert_non_null(strstr(text, "\nC,undecided,e,a better than b,holds,"));
	assert_non_null(strstr(text, "\nC,undecided,f,a better than "
				     "b,undecided,\n"));
}

/* A condition in the words of a person; a and b are at two points. */
static const char *said(const char *condition)
{
	static char words[512];

	tried(condition);
	assert_string_equal(analysis->claims->tests->condition, condition);
	return condition_words(analysis->claims->tests, words, sizeof words);
}

static void a_condition_reads_as_a_sentence(void **state)
{
	(void)state;
	put_rounds("a", 6, 2000);
	put_rounds("b", 6, 1000);
	assert_string_equal(said("a better than b"), "a is better than b");
	put_run("a", 10, "y", 0, 2000, true);
	assert_string_equal(said("a worse than b"), "a is worse than b at "
						    "every point");
	assert_string_equal(said("a no_worse than b at concurrency=1000"),
			    "a is no worse than b with 1000 in flight");
	assert_string_equal(said("a better than b at mode=x and workload=w"),
			    "a is better than b with mode x, for w");
	assert_string_equal(said("a better than b at delay=5ms"),
			    "a is better than b with delay 5ms");
	assert_string_equal(said("a better than b at share=100%"),
			    "a is better than b at 100% compute");
	assert_string_equal(said("a better than b at load=80% and rate=2k"),
			    "a is better than b at 80% of their own capacity, "
			    "at 2 k/s offered");
	assert_string_equal(said("a faster than b"), "a faster than b (not "
						     "understood)");
}

/* Values are read by the kind that results say. */
static void a_condition_has_units(void **state)
{
	(void)state;
	put("runs.jsonl",
	    "{\"schema\":1,\"cell\":\"z\",\"experiment\":\"e\","
	    "\"workload\":\"w\",\"contestant\":\"a\",\"runner\":\"r\","
	    "\"params\":{\"size\":\"4k\",\"share\":\"5%%\"},"
	    "\"param_kinds\":{\"size\":\"size\",\"share\":\"percent\"},"
	    "\"concurrency\":1,\"round\":0,\"valid\":true}\n");
	assert_string_equal(said("a better than b at size=64k and share=5%"),
			    "a is better than b with size 64 KiB, at 5 % "
			    "compute");
}

static void a_long_condition_is_cut(void **state)
{
	char words[16];

	(void)state;
	put_rounds("a", 1, 2000);
	tried("a no_worse than b at concurrency=1000");
	condition_words(analysis->claims->tests, words, sizeof words);
	assert_string_equal(words, "a is no worse t");
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, results_begin, results_end)
	const struct CMUnitTest tests[] = {
		TEST(a_claim_is_decided_by_its_verdict),
		TEST(what_is_not_there_decides_nothing),
		TEST(a_point_may_be_named),
		TEST(sections_test_a_claim_together),
		TEST(a_condition_reads_as_a_sentence),
		TEST(a_condition_has_units),
		TEST(a_long_condition_is_cut),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
