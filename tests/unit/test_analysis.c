/*
 * test_analysis.c - what is read from a results folder, whole or damaged, and
 * what is written back.
 */
#include "tests/unit/results.h"

#include "analysis/export/export.h"

#include <math.h>

static void a_cell_over_its_rounds(void **state)
{
	const struct summary *cell;

	(void)state;
	put_rounds("a", 7, 1000);
	load();
	cell = cell_of("a");
	assert_int_equal(cell->n_runs, 7);
	assert_int_equal(cell->n_valid, 7);
	assert_int_equal(cell->failed, 7);
	assert_true(cell->value[THROUGHPUT].median == 1002);
	assert_true(cell->value[THROUGHPUT].low == 1000);
	assert_true(cell->value[THROUGHPUT].high == 1004);
	assert_true(cell->value[CPU_PER_TASK].median == 5);
	assert_true(cell->value[THROUGHPUT_PER_CPU].median == 2e8);
	assert_true(isnan(cell->value[RESPONSE_P50].median));
	assert_true(isnan(cell->value[MEMORY_PEAK].median));
	assert_string_equal(cell->params[0].name, "delay");
	assert_true(cell->params[0].number == 5e6);
	assert_true(isnan(cell->params[1].number));
}

/* Round 0 ends its distribution early, so all the others do. */
static void distribution_as_far_as_all_have_it(void **state)
{
	const struct summary *cell;

	(void)state;
	put_rounds("a", 3, 1000);
	load();
	cell = cell_of("a");
	assert_int_equal(cell->n_distribution, 2);
	assert_true(cell->distribution[1][0] == 0.5);
	assert_true(cell->distribution[1][1] == 21);
}

static void names_come_from_the_suite(void **state)
{
	const struct experiment *experiment;

	(void)state;
	put_rounds("a", 1, 1000);
	put_rounds("b", 1, 1000);
	load();
	experiment = analysis->experiments;
	assert_int_equal(analysis->n_experiments, 1);
	assert_string_equal(experiment->title, "Title");
	assert_string_equal(experiment->question, "Why?");
	assert_string_equal(experiment->figure, "fraction");
	assert_string_equal(experiment->contestants[0], "b");
	assert_string_equal(analysis->suite, "T");
	assert_string_equal(analysis->machine.host, "h");
	assert_string_equal(analysis->machine.cpu, "");
	assert_true(isnan(analysis->machine.clock_ns));
}

static void without_a_suite_there_are_still_results(void **state)
{
	(void)state;
	unlink(path_of("suite.json"));
	put_rounds("a", 1, 1000);
	load();
	assert_string_equal(analysis->experiments->title, "e");
	assert_non_null(strstr(contents("said"), "suite.json"));
}

static void an_slo_comes_from_the_suite(void **state)
{
	(void)state;
	put_rounds("a", 1, 1000);
	load();
	assert_true(isnan(analysis->experiments->slo_ns));
	analysis_free(analysis);
	suite_is("{" EXPERIMENT ",'slo':{'metric':'response_p999','ns':"
		 "10000000}}");
	load();
	assert_int_equal(analysis->experiments->slo_metric, RESPONSE_P999);
	assert_true(analysis->experiments->slo_ns == 10e6);
	analysis_free(analysis);
	suite_is("{" EXPERIMENT ",'slo':{'metric':'response_p42','ns':1}}");
	load();
	assert_true(isnan(analysis->experiments->slo_ns));
	assert_non_null(strstr(contents("said"), "[e]: no metric "
						 "'response_p42'"));
}

static void axes_ascend_and_words_follow_the_suite(void **state)
{
	const struct experiment *experiment;

	(void)state;
	put_run("a", 100, "y", 0, 1, true);
	put_run("a", 20, "z", 0, 1, true);
	put_run("a", 3, "x", 0, 1, true);
	load();
	experiment = analysis->experiments;
	assert_int_equal(experiment->n_points, 3);
	assert_int_equal(experiment->n_axes, 2);
	assert_string_equal(experiment->axes[0].name, "concurrency");
	assert_true(experiment->axes[0].values[0].number == 3);
	assert_string_equal(experiment->axes[0].values[2].text, "100");
	assert_string_equal(experiment->axes[1].values[0].text, "z");
	assert_string_equal(experiment->axes[1].values[2].text, "y");
}

/* One run of "s" with 32 asked for, of which it says what it had. */
static void put_in_flight(int round, const char *rate, const char *little)
{
	put("runs.jsonl",
	    "{\"schema\":2,\"cell\":\"s\",\"experiment\":\"e\","
	    "\"workload\":\"w\",\"contestant\":\"s\",\"runner\":\"s\","
	    "\"concurrency\":32,\"rate\":%s,\"round\":%d,\"valid\":true,"
	    "\"little\":%s}\n",
	    rate, round, little);
}

static void a_contestant_may_keep_fewer_in_flight(void **state)
{
	(void)state;
	put_rounds("a", 1, 1000);
	put_in_flight(0, "null", "{\"in_flight\":1.0}");
	put_in_flight(1, "null", "null");
	load();
	assert_true(cell_of("s")->in_flight == 1);
	assert_true(cell_of("s")->concurrency == 32);
	assert_true(cell_of("a")->in_flight == 64);
}

static void what_an_open_load_holds_is_no_slo(void **state)
{
	(void)state;
	put_in_flight(0, "500", "{\"in_flight\":2.5}");
	load();
	assert_true(cell_of("s")->in_flight == 32);
}

static void a_round_measured_again_counts_once(void **state)
{
	(void)state;
	put_run("a", 64, "x", 0, 1, false);
	put_rounds("a", 6, 1000);
	load();
	assert_int_equal(cell_of("a")->n_runs, 6);
	assert_int_equal(cell_of("a")->n_valid, 6);
}

static void a_line_cut_off_costs_one_line(void **state)
{
	(void)state;
	put_rounds("a", 2, 1000);
	put("runs.jsonl", "nonsense\n\n{\"schema\":1}\n{\"schema\":2}\n");
	put_rounds("b", 2, 1000);
	put("runs.jsonl", "{\"schema\":2,\"cell\":\"12");
	load();
	assert_int_equal(analysis->n_runs, 4);
	assert_int_equal(analysis->n_skipped, 4);
	assert_non_null(strstr(contents("said"), "runs.jsonl:3: skipped"));
	assert_non_null(strstr(contents("said"), "runs.jsonl:5: skipped: not"));
	assert_non_null(strstr(contents("said"), "runs.jsonl:6: skipped: no "
						 "cell\n"));
	assert_non_null(strstr(contents("said"), "runs.jsonl:9: skipped: cut "
						 "off\n"));
}

static void no_runs_is_an_error_of_one_line(void **state)
{
	(void)state;
	load();
	assert_null(analysis);
	assert_non_null(strstr(error, "runs.jsonl: No such file"));
	put("runs.jsonl", "\n");
	load();
	assert_null(analysis);
	assert_non_null(strstr(error, "runs.jsonl: no run in it"));
}

/* One line, however many runs there are. */
static void an_earlier_schema_is_refused(void **state)
{
	(void)state;
	put("runs.jsonl", "{\"schema\":1}\n{\"schema\":1}\n");
	load();
	assert_null(analysis);
	assert_non_null(strstr(error, " was written by an earlier version "
				      "(schema 1); measure again"));
	assert_string_equal(contents("said"), "");
}

static void hyperfine_beside_the_suite(void **state)
{
	(void)state;
	assert_int_equal(mkdir(path_of("hyperfine"), 0700), 0);
	put("hyperfine/e.json",
	    "{\"results\":[{\"command\":\"w a\",\"mean\":2.1,\"min\":2,"
	    "\"max\":2.2},{\"command\":\"w other\",\"mean\":1}]}");
	put_rounds("a", 6, 1000);
	load();
	assert_int_equal(analysis->n_stopwatches, 2);
	assert_string_equal(analysis->stopwatches[0].contestant, "a");
	assert_true(analysis->stopwatches[0].hyperfine_low_s == 2);
	assert_true(analysis->stopwatches[0].suite_s == 2);
	assert_true(isnan(analysis->stopwatches[1].suite_s));
}

/* A batch that is not valid has no time, which is not no time at all. */
static void an_invalid_batch_has_no_makespan(void **state)
{
	(void)state;
	assert_int_equal(mkdir(path_of("hyperfine"), 0700), 0);
	put("hyperfine/e.json", "{\"results\":[{\"command\":\"w "
				"a\",\"mean\":2.1}]}");
	for (int i = 0; i < 4; i++)
		put("hyperfine/e.jsonl",
		    "{\"workload\":\"w\",\"contestant\":\"a\","
		    "\"valid\":%s,\"elapsed_ns\":%s}\n",
		    i == 2 ? "false" : "true", i == 2 ? "null" : "2000000000");
	put_rounds("a", 6, 1000);
	load();
	assert_true(analysis->stopwatches[0].suite_s == 2);
}

static void a_round_made_again_counts_once(void **state)
{
	(void)state;
	put_rounds("a", 2, 1000);
	put_rounds("a", 2, 1000);
	load();
	assert_int_equal(cell_of("a")->n_runs, 2);
	assert_int_equal(cell_of("a")->failed, 2);
}

static void csv_quotes_what_needs_it(void **state)
{
	const char *text;

	(void)state;
	put_rounds("a", 6, 1000);
	put_run("say \\\"hi\\\", you", 64, "x", 0, 2000, true);
	load();
	assert_int_equal(export_write(analysis), 0);
	text = contents("cells.csv");
	assert_ptr_equal(strstr(text, "experiment,workload,params,"), text);
	assert_non_null(strstr(text, "\ne,w,delay=5ms mode=x,64,100,0,,,,,a,"));
	assert_non_null(strstr(text, ",\"say \"\"hi\"\", you\","));
	assert_non_null(strstr(contents("verdicts.csv"), ",no "
							 "verdict,,,,1,0,,0,no "
							 "verdict\n"));
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, results_begin, results_end)
	const struct CMUnitTest tests[] = {
		TEST(a_cell_over_its_rounds),
		TEST(distribution_as_far_as_all_have_it),
		TEST(names_come_from_the_suite),
		TEST(an_slo_comes_from_the_suite),
		TEST(without_a_suite_there_are_still_results),
		TEST(axes_ascend_and_words_follow_the_suite),
		TEST(a_contestant_may_keep_fewer_in_flight),
		TEST(what_an_open_load_holds_is_no_slo),
		TEST(a_round_measured_again_counts_once),
		TEST(a_line_cut_off_costs_one_line),
		TEST(no_runs_is_an_error_of_one_line),
		TEST(an_earlier_schema_is_refused),
		TEST(hyperfine_beside_the_suite),
		TEST(an_invalid_batch_has_no_makespan),
		TEST(a_round_made_again_counts_once),
		TEST(csv_quotes_what_needs_it),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
