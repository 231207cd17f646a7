/*
 * test_design.c - from a person's suite to the analysis: what the bench writes
 * as suite.json is what design.h reads, part by part.
 */
#include "analysis/read/design.h"
#include "bench/suite/suite.h"
#include "tests/unit/results.h"

#include <math.h>

static const char text[] =
	"[suite]\ntitle = All\n"
	"[load]\nfigure = open\nworkload = sleep\ncontestants = async, async*\n"
	"delay = 5000us, 1ms\nload = 70%, 100%\nslo = p99=10ms\n"
	"fault = slow:2\n"
	"[said]\ntitle = Ünï \"quoted\" \\ <b>\nquestion = Why?\nfigure = map\n"
	"metric = response_p50\nworkload = call\ncontestants = async, "
	"threads:4\n"
	"concurrency = 1, 1000\ntransport = unix, tcp\nclaim = So it is.\n"
	"holds_if = async no_worse than threads:4 at concurrency=1k and "
	"transport=tcp\n";

static struct arena *arena;
static struct words words;
static struct design design;

/* Reads the text as the bench does, writes it down, reads that. */
static int begin(void **state)
{
	static const char *const metrics[] = {"throughput", "response_p50",
					      "response_p99", NULL};
	char why[COMPLAINT];
	struct suite suite;
	json_t *json;

	if (results_begin(state))
		return -1;
	put("suite.ini", "%s", text);
	if (!suite_load(&suite, path_of("suite.ini"), metrics, why))
		return puts(why), -1;
	json = suite_to_json(&suite);
	json_dump_file(json, path_of("suite.json"), JSON_INDENT(1));
	json_decref(json);
	suite_free(&suite);
	unlink(path_of("suite.ini"));
	arena = arena_new();
	words_init(&words, arena);
	design_read(folder, &words, &design);
	return 0;
}

static int end(void **state)
{
	arena_free(arena);
	return results_end(state);
}

static void texts_arrive(void **state)
{
	const struct design_experiment *said =
		design_experiment(&design, "said");
	const struct design_experiment *load =
		design_experiment(&design, "load");

	(void)state;
	assert_string_equal(design.title, "All");
	assert_int_equal(design.n_experiments, 2);
	assert_ptr_equal(load, design.experiments);
	assert_string_equal(said->title, "Ünï \"quoted\" \\ <b>");
	assert_string_equal(said->question, "Why?");
	assert_string_equal(said->figure, "map");
	assert_string_equal(said->metric, "response_p50");
	assert_string_equal(said->claim, "So it is.");
	assert_string_equal(load->title, "load");
	assert_null(load->question);
	assert_null(load->claim);
	assert_null(load->holds_if);
	assert_string_equal(load->metric, "response_p99");
}

static void an_slo_arrives_in_ns(void **state)
{
	(void)state;
	assert_string_equal(design.experiments[0].slo_metric, "response_p99");
	assert_true(design.experiments[0].slo_ns == 10e6);
	assert_true(isnan(design.experiments[1].slo_ns));
}

static void a_condition_arrives_in_parts(void **state)
{
	const struct condition *condition = design.experiments[1].holds_if;

	(void)state;
	assert_string_equal(condition->a, "async");
	assert_string_equal(condition->b, "threads:4");
	assert_int_equal(condition->relation, IS_NO_WORSE);
	assert_int_equal(condition->n_where, 2);
	assert_string_equal(condition->where[0].name, "concurrency");
	assert_int_equal(condition->where[0].kind, PARAM_COUNT);
	assert_true(condition->where[0].number == 1000);
	assert_string_equal(condition->where[1].text, "tcp");
	assert_int_equal(condition->where[1].kind, PARAM_CHOICE);
	assert_true(isnan(condition->where[1].number));
	assert_non_null(strstr(condition->text, "at concurrency=1k and"));
}

static void values_arrive_in_order(void **state)
{
	const struct design_experiment *load = &design.experiments[0];
	const struct design_experiment *said = &design.experiments[1];

	(void)state;
	assert_int_equal(design_rank(load, "contestants", "async*"), 1);
	assert_int_equal(design_rank(load, "workload", "sleep"), 0);
	assert_int_equal(design_rank(load, "delay", "5ms"), 0);
	assert_int_equal(design_rank(load, "load", "100%"), 1);
	assert_int_equal(design_rank(load, "concurrency", "1k"), 0);
	assert_int_equal(design_rank(said, "transport", "unix"), 0);
	assert_int_equal(design_rank(said, "transport", "tcp"), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(texts_arrive),
		TEST(an_slo_arrives_in_ns),
		TEST(a_condition_arrives_in_parts),
		TEST(values_arrive_in_order),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
