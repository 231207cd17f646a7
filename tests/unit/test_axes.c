/*
 * test_axes.c - axes of sizes, durations and percentages: in which order their
 * values stand, where, and what they are called; with the kinds that results
 * say, and without.
 */
#include "analysis/figures/figures.h"
#include "tests/unit/results.h"

/* One run whose one parameter has a value, and a kind if that is not "". */
static void put_value(const char *name, const char *value, const char *kind)
{
	put("runs.jsonl",
	    "{\"schema\":2,\"cell\":\"%s\",\"experiment\":\"e\","
	    "\"workload\":\"w\",\"params\":{\"%s\":\"%s\"},%s%s%s%s%s"
	    "\"contestant\":\"a\",\"runner\":\"r\",\"workers\":1,"
	    "\"concurrency\":8,\"round\":0,\"valid\":true,\"reasons\":[],"
	    "\"throughput\":1000}\n",
	    value, name, value, *kind ? "\"param_kinds\":{\"" : "",
	    *kind ? name : "", *kind ? "\":\"" : "", kind, *kind ? "\"}," : "");
}

/* Loads the folder and holds the one axis to what its values are to be. */
static void expect_axis(const char *name, size_t n, const double *at,
			const char *const *words)
{
	const struct experiment *of;
	const struct axis *axis;
	struct values values;

	load();
	assert_non_null(analysis);
	of = analysis->experiments;
	assert_int_equal(of->n_axes, 1);
	axis = &of->axes[0];
	assert_string_equal(axis->name, name);
	assert_int_equal(axis->n, n);
	values = (struct values){.axis = axis};
	for (size_t i = 0; i < of->n_cells; i++)
		figure_add_value(&values, of->cells[i]);
	assert_int_equal(values.n, n);
	for (size_t i = 0; i < n; i++) {
		assert_true(values.at[i] == at[i]);
		assert_string_equal(values.text[i], words[i]);
	}
}

static void sizes_are_bytes(void **state)
{
	static const double at[] = {4096, 65000, 65536, 1048576};
	static const char *const words[] = {"4 KiB", "65000 B", "64 KiB",
					    "1 MiB"};

	(void)state;
	put_value("size", "1m", "size");
	put_value("size", "64k", "size");
	put_value("size", "65000", "size");
	put_value("size", "4k", "size");
	expect_axis("size", 4, at, words);
}

static void a_minute_is_longer_than_a_second(void **state)
{
	static const double at[] = {0, 1e5, 2e6, 90e9, 120e9};
	static const char *const words[] = {"0", "100 µs", "2 ms", "90 s",
					    "2 min"};

	(void)state;
	put_value("delay", "2m", "duration");
	put_value("delay", "2ms", "duration");
	put_value("delay", "90s", "duration");
	put_value("delay", "0", "duration");
	put_value("delay", "100us", "duration");
	expect_axis("delay", 5, at, words);
}

static void shares_and_counts_have_their_signs(void **state)
{
	static const double at[] = {5, 100}, counts[] = {500, 2000};
	static const char *const words[] = {"5 %", "100 %"};
	static const char *const many[] = {"500", "2 k"};

	(void)state;
	put_value("compute", "100%", "percent");
	put_value("compute", "5%", "percent");
	expect_axis("compute", 2, at, words);
	analysis_free(analysis);
	unlink(path_of("runs.jsonl"));
	put_value("rows", "2k", "count");
	put_value("rows", "500", "count");
	expect_axis("rows", 2, counts, many);
}

/* The suite of the folder says: mode = z, x, y. */
static void choices_stand_as_the_suite_has_them(void **state)
{
	static const double at[] = {0, 1};
	static const char *const words[] = {"z", "4"};

	(void)state;
	put_value("mode", "4", "choice");
	put_value("mode", "z", "choice");
	expect_axis("mode", 2, at, words);
}

/* Lines of before there were kinds: thousands, and texts as they stand. */
static void old_results_are_read_as_before(void **state)
{
	static const double at[] = {64000, 65000, 1e6};
	static const char *const words[] = {"64k", "65000", "1m"};

	(void)state;
	put_value("size", "1m", "");
	put_value("size", "65000", "");
	put_value("size", "64k", "");
	expect_axis("size", 3, at, words);
}

/* What a newer avt may write is taken as if nothing were said. */
static void a_kind_that_nobody_knows(void **state)
{
	static const double at[] = {1000, 64000};
	static const char *const words[] = {"1k", "64k"};

	(void)state;
	put_value("size", "64k", "furlongs");
	put_value("size", "1k", "furlongs");
	expect_axis("size", 2, at, words);
}

static void a_claim_names_a_size_in_any_unit(void **state)
{
	(void)state;
	suite_is("{" EXPERIMENT
		 ",'claim':'C','holds_if':{'a':'a','relation':'better',"
		 "'b':'b','where':[{'name':'size','kind':'size',"
		 "'text':'65536','number':65536}]}}");
	for (int round = 0; round < 6; round++)
		for (int b = 0; b < 2; b++)
			put("runs.jsonl",
			    "{\"schema\":2,\"cell\":\"%d\",\"experiment\":"
			    "\"e\",\"workload\":\"w\",\"params\":{\"size\":"
			    "\"64k\"},\"param_kinds\":{\"size\":\"size\"},"
			    "\"contestant\":\"%c\",\"runner\":\"r\","
			    "\"concurrency\":8,\"round\":%d,\"valid\":true,"
			    "\"throughput\":%d}\n",
			    b, 'a' + b, round, 2000 - 1000 * b);
	load();
	assert_int_equal(analysis->n_claims, 1);
	assert_int_equal(analysis->claims->holds, HOLDS);
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, results_begin, results_end)
	const struct CMUnitTest tests[] = {
		TEST(sizes_are_bytes),
		TEST(a_minute_is_longer_than_a_second),
		TEST(shares_and_counts_have_their_signs),
		TEST(choices_stand_as_the_suite_has_them),
		TEST(old_results_are_read_as_before),
		TEST(a_kind_that_nobody_knows),
		TEST(a_claim_names_a_size_in_any_unit),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
