/*
 * test_model.c - what a runner says about itself reaches the analysis with its
 * runs: a loop is known by its kind and not by its name, and only a colour is
 * taken for one.
 */
#include "analysis/words/point.h"
#include "base/colour.h"
#include "tests/unit/printed.h"
#include "tests/unit/results.h"

/* Seven rounds of a contestant around a throughput; model is JSON. */
static void put_model(const char *contestant, const char *model,
		      double throughput)
{
	for (int round = 0; round < 7; round++)
		put("runs.jsonl",
		    "{\"schema\":2,\"cell\":\"%s\",\"experiment\":\"e\","
		    "\"workload\":\"w\",\"params\":{},\"contestant\":\"%s\","
		    "\"runner\":\"%s\",\"workers\":1,\"concurrency\":64,"
		    "\"round\":%d,\"valid\":true,\"reasons\":[],"
		    "\"throughput\":%.17g%s%s}\n",
		    contestant, contestant, contestant, round,
		    throughput * (1 + 0.001 * round),
		    *model ? ",\"model\":" : "", model);
}

static void what_is_said_is_known(void **state)
{
	const struct model *model;

	(void)state;
	put_model("a",
		  "{\"kind\":\"loop\",\"label\":\"A loop\","
		  "\"colour\":\"#0072B2\"}",
		  100);
	load();
	model = &cell_of("a")->model;
	assert_true(model->loop);
	assert_string_equal(model->label, "A loop");
	assert_string_equal(model->colour, "#0072B2");
}

static void what_is_not_said_is_grey(void **state)
{
	static const char *const models[] = {
		"",
		"null",
		"[]",
		"7",
		"{}",
		"{\"kind\":7,\"colour\":[]}",
		"{\"label\":\"\",\"colour\":\"red\"}",
		"{\"kind\":\"looping\",\"colour\":\"#0072b2;}\"}"};
	char name[2] = "a";

	(void)state;
	for (size_t i = 0; i < sizeof models / sizeof *models; i++, ++*name)
		put_model(name, models[i], 100);
	load();
	assert_int_equal(analysis->n_skipped, 0);
	while (--*name >= 'a') {
		const struct model *model = &cell_of(name)->model;

		assert_false(model->loop);
		assert_string_equal(model->label, name);
		assert_string_equal(model->colour, COLOUR_GREY);
	}
}

/* Whether async pays is what every reader wants to know: the best loop is
 * named even where it is neither first nor second. */
static void a_loop_is_named_by_its_kind(void **state)
{
	static const char pool[] = "{\"kind\":\"pool\"}";
	struct statements one = {.arena = arena_new()};
	const struct point *point;
	const char *said;

	(void)state;
	put_model("first", pool, 400);
	put_model("second", pool, 200);
	put_model("third", pool, 100);
	put_model("fourth", "{\"kind\":\"loop\"}", 50);
	load();
	assert_int_equal(analysis->experiments[0].n_points, 1);
	point = analysis->experiments[0].points;
	point_describe(analysis, point, statements_add(&one, ""));
	statement_print(one.all, printing());
	arena_free(one.arena);
	said = printed();
	assert_non_null(strstr(said, "fourth"));
	assert_null(strstr(said, "third"));
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, results_begin, results_end)
	const struct CMUnitTest tests[] = {
		TEST(what_is_said_is_known),
		TEST(what_is_not_said_is_grey),
		TEST(a_loop_is_named_by_its_kind),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
