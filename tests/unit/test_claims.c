/*
 * test_claims.c - what is said of async, and which verdict decides it.
 */
#include "analysis/verdict/condition.h"
#include "tests/unit/results.h"

#include "analysis/export/export.h"

/* A value that a point must have: AT("mode", "choice", "x", "null"). */
#define AT(name, kind, text, number)                         \
	"{'name':'" name "','kind':'" kind "','text':'" text \
	"','number':" number "}"
#define IN_FLIGHT(number) AT("concurrency", "count", number, number)

/* A condition, with its text in short. */
#define CONDITION(a, relation, b, where)                                      \
	"'claim':'It is so.','holds_if':{'text':'" a " " relation " than " b  \
	"','a':'" a "','relation':'" relation "','b':'" b "','where':[" where \
	"]}"

/* What the claim of an experiment is worth. */
static enum holding of_suite(const char *claim)
{
	char experiment[2048];

	snprintf(experiment, sizeof experiment, "{'name':'e',%s}", claim);
	suite_is(experiment);
	analysis_free(analysis);
	load();
	assert_int_equal(analysis->n_claims, 1);
	assert_string_equal(analysis->claims->text, "It is so.");
	return analysis->claims->holds;
}

/* What a condition without a point is worth. */
#define tried(a, relation, b) of_suite(CONDITION(a, relation, b, ""))

static void a_claim_is_decided_by_its_verdict(void **state)
{
	(void)state;
	put_rounds("a", 6, 2000);
	put_rounds("b", 6, 1000);
	put_rounds("c", 6, 1005);
	assert_int_equal(tried("a", "better", "b"), HOLDS);
	assert_int_equal(tried("b", "better", "a"), HOLDS_NOT);
	assert_int_equal(tried("b", "worse", "a"), HOLDS);
	assert_int_equal(tried("a", "worse", "b"), HOLDS_NOT);
	assert_int_equal(tried("b", "no_worse", "c"), HOLDS);
	assert_int_equal(tried("b", "no_worse", "a"), HOLDS_NOT);
	assert_int_equal(tried("b", "better", "c"), HOLDS_NOT);
	assert_ptr_equal(analysis->claims->tests->verdict->a, cell_of("b"));
}

static void what_is_not_there_decides_nothing(void **state)
{
	(void)state;
	put_rounds("a", 5, 2000);
	put_rounds("b", 5, 1000);
	assert_int_equal(tried("a", "better", "b"), UNDECIDED);
	assert_int_equal(tried("a", "better", "d"), UNDECIDED);
	assert_null(analysis->claims->tests->verdict);
	assert_int_equal(tried("a", "faster", "b"), UNDECIDED);
	assert_non_null(strstr(contents("said"), "[e]: holds_if is not "
						 "understood: a faster"));
	assert_int_equal(of_suite("'claim':'It is so.','holds_if':{'a':'a',"
				  "'relation':'better'}"),
			 UNDECIDED);
	/* A point that is told in part is not the point that was meant. */
	assert_int_equal(of_suite(CONDITION("a", "better", "b", "{}")),
			 UNDECIDED);
	assert_int_equal(analysis->claims->tests->condition->relation,
			 RELATIONS);
}

static enum holding of_json(const char *json)
{
	unlink(path_of("suite.json"));
	put("suite.json", "%s", json);
	analysis_free(analysis);
	load();
	return analysis->n_claims ? analysis->claims->holds : UNDECIDED;
}

/* Whatever stands where a text or a list is due: no crash, and no claim. */
static void nonsense_decides_nothing(void **state)
{
	static const char *const texts[] = {
		"",
		"[]",
		"7",
		"null",
		"{\"experiments\":7}",
		"{\"experiments\":[7,null,[],{},{\"name\":[]}]}",
		"{\"experiments\":[{\"name\":\"e\",\"claim\":7,\"title\":{},"
		"\"holds_if\":[],\"axes\":{},\"slo\":9,\"contestants\":4}]}",
		"{\"experiments\":[{\"name\":\"e\",\"claim\":\"C\","
		"\"holds_if\":{\"a\":\"a\",\"b\":\"b\",\"relation\":3,"
		"\"where\":[1,2,3,4,5,6]},\"slo\":{\"ns\":\"x\"},\"axes\":"
		"[null,{\"name\":\"mode\"},{\"name\":\"mode\",\"values\":"
		"[{},null,[[[]]],\"x\"]}]}]}",
	};

	(void)state;
	put_rounds("a", 6, 2000);
	put_rounds("b", 6, 1000);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_int_equal(of_json(texts[i]), UNDECIDED);
		assert_int_equal(analysis->n_experiments, 1);
		assert_string_equal(analysis->experiments->title, "e");
	}
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
	assert_int_equal(
		of_suite(CONDITION("a", "better", "b", IN_FLIGHT("10"))),
		HOLDS);
	assert_int_equal(
		of_suite(CONDITION("a", "better", "b", IN_FLIGHT("20"))),
		HOLDS_NOT);
	assert_int_equal(tried("a", "better", "b"), HOLDS_NOT);
	assert_int_equal(of_suite(CONDITION("a", "better", "b",
					    AT("mode", "choice", "x",
					       "null") "," IN_FLIGHT("10"))),
			 HOLDS);
	assert_int_equal(
		of_suite(CONDITION("a", "better", "b", IN_FLIGHT("30"))),
		UNDECIDED);
}

static void sections_test_a_claim_together(void **state)
{
	const char *text;

	(void)state;
	suite_is("{'name':'e'," CONDITION(
		"a", "better", "b", "") "},"
					"{'name':'f'," CONDITION("a", "better",
								 "b", "") "}");
	put_rounds("a", 6, 2000);
	put_rounds("b", 6, 1000);
	put("runs.jsonl",
	    "{\"schema\":2,\"cell\":\"z\",\"experiment\":\"f\","
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
	assert_non_null(strstr(text, "\nIt is so.,inconclusive,e,a better than "
				     "b,holds,"));
	assert_non_null(strstr(text, "\nIt is so.,inconclusive,f,a better than "
				     "b,inconclusive,\n"));
}

/* A condition in the words of a person; a and b are at two points. */
static const char *said(const char *condition)
{
	static char words[512];

	of_suite(condition);
	return condition_words(analysis->claims->tests, words, sizeof words);
}

static void a_condition_reads_as_a_sentence(void **state)
{
	(void)state;
	put_rounds("a", 6, 2000);
	put_rounds("b", 6, 1000);
	assert_string_equal(said(CONDITION("a", "better", "b", "")), "a faster "
								     "than b");
	put_run("a", 10, "y", 0, 2000, true);
	assert_string_equal(said(CONDITION("a", "worse", "b", "")),
			    "a slower than b at "
			    "every operating point");
	assert_string_equal(
		said(CONDITION("a", "no_worse", "b", IN_FLIGHT("1000"))),
		"a not slower than b with 1000 in flight");
	assert_string_equal(
		said(CONDITION("a", "better", "b",
			       AT("mode", "choice", "x", "null") "," AT(
				       "workload", "choice", "w", "null"))),
		"a faster than b with mode x, for w");
	assert_string_equal(said(CONDITION("a", "better", "b",
					   AT("delay", "", "5ms", "null"))),
			    "a faster than b with delay 5ms");
	assert_string_equal(
		said(CONDITION("a", "better", "b",
			       AT("compute", "percent", "100%", "100"))),
		"a faster than b at 100\u00a0% compute");
	assert_string_equal(
		said(CONDITION("a", "better", "b",
			       AT("load", "percent", "80%",
				  "80") "," AT("rate", "count", "2k", "2000"))),
		"a faster than b at 80\u00a0% of their own capacity, "
		"at 2\u00a0k tasks/s offered");
	assert_string_equal(said(CONDITION("a", "faster", "b", "")),
			    "a faster than b (not "
			    "understood)");
}

static void a_condition_has_units(void **state)
{
	(void)state;
	put("runs.jsonl",
	    "{\"schema\":2,\"cell\":\"z\",\"experiment\":\"e\","
	    "\"workload\":\"w\",\"contestant\":\"a\",\"runner\":\"r\","
	    "\"params\":{\"size\":\"4k\",\"compute\":\"5%%\"},"
	    "\"param_kinds\":{\"size\":\"size\",\"compute\":\"percent\"},"
	    "\"concurrency\":1,\"round\":0,\"valid\":true}\n");
	assert_string_equal(
		said(CONDITION("a", "better", "b",
			       AT("size", "size", "64k", "65536") "," AT(
				       "compute", "percent", "5%", "5"))),
		"a faster than b with size 64\u00a0KiB, at 5\u00a0% "
		"compute");
}

static void a_long_condition_is_cut(void **state)
{
	char words[16];

	(void)state;
	put_rounds("a", 1, 2000);
	of_suite(CONDITION("a", "no_worse", "b", IN_FLIGHT("1000")));
	condition_words(analysis->claims->tests, words, sizeof words);
	assert_string_equal(words, "a not slower th");
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, results_begin, results_end)
	const struct CMUnitTest tests[] = {
		TEST(a_claim_is_decided_by_its_verdict),
		TEST(what_is_not_there_decides_nothing),
		TEST(nonsense_decides_nothing),
		TEST(a_point_may_be_named),
		TEST(sections_test_a_claim_together),
		TEST(a_condition_reads_as_a_sentence),
		TEST(a_condition_has_units),
		TEST(a_long_condition_is_cut),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
