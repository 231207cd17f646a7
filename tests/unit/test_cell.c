/*
 * test_cell.c - cells from words, as JSON and back, and their ids. Hostile
 * words and hostile JSON give one line of complaint, never anything else.
 */
#include "harness/cell/cell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A cell like those of avt run. */
static struct cell example(void)
{
	struct cell cell = {.concurrency = 64, .duration_ns = 1000000000};
	char error[CELL_ERROR];

	snprintf(cell.experiment, sizeof cell.experiment, "%s", "run");
	assert_true(cell_set_workload(&cell, "mixed", error));
	assert_true(contestant_parse("threads:4", &cell.contestant, error));
	return cell;
}

static void test_contestants(void **state)
{
	struct contestant c;
	char error[CELL_ERROR];

	(void)state;
	assert_true(contestant_parse("async", &c, error));
	assert_int_equal(c.kind, SIZE_FIXED);
	assert_int_equal(c.size, 1);
	assert_true(contestant_parse("threads", &c, error));
	assert_int_equal(c.kind, SIZE_CORES);
	assert_true(contestant_parse("serial", &c, error));
	assert_int_equal(c.size, 1);
	assert_true(contestant_parse("procs:match", &c, error));
	assert_int_equal(c.kind, SIZE_MATCH);
	assert_true(contestant_parse("threads:10k", &c, error));
	assert_int_equal(c.size, 10000);
	assert_string_equal(c.text, "threads:10k");
	assert_true(contestant_parse("async:cores+4", &c, error));
	assert_int_equal(c.kind, SIZE_CORES);
	assert_int_equal(c.helpers, 4);
	assert_string_equal(c.runner, "async");
	assert_true(contestant_parse("procs:best", &c, error));
	assert_int_equal(c.kind, SIZE_BEST);
	assert_int_equal(c.size, 0);
}

static void test_wrong_contestants(void **state)
{
	static const char *const wrong[] = {
		"",
		":",
		"+",
		"thread",
		"threads:",
		"threads:0",
		"async:best",
		"serial:best",
		"threads:-1",
		"threads:100001",
		"threads:4:4",
		"threads:1s",
		"threads+2",
		"serial:2",
		"async+",
		"async+0",
		"async+x",
		"async+4:2",
		"async:1+1+1",
		"async ",
		"threads:4\n",
		"threads:99999999999999999999",
	};
	struct contestant c;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char error[CELL_ERROR] = "";

		assert_false(contestant_parse(wrong[i], &c, error));
		assert_true(strlen(error) > 10);
		assert_null(strchr(error, '\n'));
	}
}

static void test_workers(void **state)
{
	struct cell cell = example();
	char error[CELL_ERROR];

	(void)state;
	assert_int_equal(cell_workers(&cell), 4);
	assert_true(contestant_parse("threads:match", &cell.contestant, error));
	assert_int_equal(cell_workers(&cell), 64);
	assert_true(contestant_parse("threads", &cell.contestant, error));
	snprintf(cell.cpus, sizeof cell.cpus, "%s", "0,2-4");
	assert_int_equal(cell_workers(&cell), 4);
}

static void test_in_flight(void **state)
{
	struct cell cell = example();
	char error[CELL_ERROR];

	(void)state;
	assert_int_equal(cell_in_flight(&cell), 64);
	assert_true(contestant_parse("async", &cell.contestant, error));
	assert_int_equal(cell_in_flight(&cell), 64);
	assert_true(contestant_parse("serial", &cell.contestant, error));
	assert_int_equal(cell_in_flight(&cell), 1);
	assert_true(contestant_parse("serial*", &cell.contestant, error));
	assert_int_equal(cell_in_flight(&cell), 1);
}

static void test_check(void **state)
{
	struct cell cell = example();
	char error[CELL_ERROR];

	(void)state;
	assert_true(cell_check(&cell, error));
	cell.tasks = 5;
	assert_false(cell_check(&cell, error));
	cell.duration_ns = 0;
	assert_true(cell_check(&cell, error));
	cell.concurrency = 0;
	assert_false(cell_check(&cell, error));
	cell.concurrency = CELL_MOST_CONCURRENCY;
	assert_true(cell_check(&cell, error));
	assert_true(contestant_parse("threads:match", &cell.contestant, error));
	assert_false(cell_check(&cell, error));
}

static void test_parameters(void **state)
{
	struct cell cell = example();
	char error[CELL_ERROR];

	(void)state;
	assert_true(cell.n_params >= 2);
	for (unsigned i = 1; i < cell.n_params; i++)
		assert_true(strcmp(cell.params[i - 1].name,
				   cell.params[i].name) < 0);
	assert_true(cell_set_param(&cell, "compute", "25", error));
	for (unsigned i = 0; i < cell.n_params; i++)
		if (strcmp(cell.params[i].name, "compute") == 0)
			assert_string_equal(cell.params[i].value, "25%");
	assert_true(cell_apply_params(&cell, error));
	assert_false(cell_set_param(&cell, "compute", "101%", error));
	assert_non_null(strstr(error, "0% to 100%"));
	assert_false(cell_set_param(&cell, "compute", "5ms", error));
	assert_non_null(strstr(error, "percentage"));
	assert_false(cell_set_param(&cell, "comptue", "5%", error));
	assert_non_null(strstr(error, "did you mean compute?"));
	assert_false(cell_set_workload(&cell, "mixd", error));
	assert_non_null(strstr(error, "did you mean mixed?"));
}

static void test_cpus(void **state)
{
	static const char *const wrong[] = {
		"x", "0-", "-1", "1-0", "0,", ",0", "0 ", "9999999999", "1023"};
	char error[CELL_ERROR], endless[1000];

	(void)state;
	memset(endless, '0', sizeof endless - 1);
	endless[sizeof endless - 1] = '\0';
	assert_true(cell_check_cpus("", error));
	assert_false(cell_check_cpus(endless, error));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(cell_check_cpus(wrong[i], error));
}

/* One cell written in two ways has one id; every difference has another. */
static void test_ids(void **state)
{
	struct cell a = example(), b = example();
	char first[CELL_ID], second[CELL_ID], error[CELL_ERROR];

	(void)state;
	assert_true(cell_set_param(&a, "length", "5000us", error));
	assert_true(cell_set_param(&b, "length", "5ms", error));
	cell_id(&a, first);
	cell_id(&b, second);
	assert_string_equal(first, second);
	assert_int_equal(strspn(first, "0123456789abcdef"), 16);
	b.concurrency++;
	cell_id(&b, second);
	assert_string_not_equal(first, second);
	b = a;
	snprintf(b.cpus, sizeof b.cpus, "%s", "0");
	cell_id(&b, second);
	assert_string_not_equal(first, second);
	snprintf(b.cpus, sizeof b.cpus, "%s", "");
	snprintf(b.peer_cpus, sizeof b.peer_cpus, "%s", "0");
	cell_id(&b, second);
	assert_string_not_equal(first, second);
}

/* Results of every version and machine are joined by this value, which another
 * program computed from the definition. */
static void test_id_is_for_ever(void **state)
{
	struct cell cell = {.concurrency = 1, .tasks = 2000};
	char id[CELL_ID];

	(void)state;
	snprintf(cell.experiment, sizeof cell.experiment, "%s", "run");
	snprintf(cell.workload, sizeof cell.workload, "%s", "sleep");
	snprintf(cell.contestant.text, sizeof cell.contestant.text, "%s",
		 "async");
	cell.n_params = 1;
	cell.params[0] = (struct setting){"delay", "5ms"};
	cell_id(&cell, id);
	assert_string_equal(id, "8decedc0174a1608");
}

static void test_round_trip(void **state)
{
	struct cell cell = example(), back;
	char id[CELL_ID], again[CELL_ID], error[CELL_ERROR];
	json_t *json = json_object();

	(void)state;
	cell_to_json(&cell, json);
	assert_true(cell_from_json(json, &back, error));
	cell_id(&cell, id);
	cell_id(&back, again);
	assert_string_equal(id, again);
	assert_int_equal(back.contestant.size, 4);
	assert_true(json_is_null(json_object_get(json, "tasks")));
	assert_int_equal(json_integer_value(json_object_get(json, "workers")),
			 4);
	json_decref(json);
}

/* What pilot runs find depends on the machine: it travels, and is no part of
 * the id. */
static void test_pilots_leave_the_id(void **state)
{
	struct cell cell = example(), back;
	char before[CELL_ID], after[CELL_ID], error[CELL_ERROR];
	json_t *json = json_object();

	(void)state;
	assert_true(contestant_parse("threads:best", &cell.contestant, error));
	assert_false(cell_check(&cell, error));
	cell_id(&cell, before);
	cell.contestant.size = 96;
	cell.asked_duration_ns = cell.duration_ns;
	cell.asked_warmup_ns = cell.warmup_ns;
	cell.duration_ns *= 3;
	cell.warmup_ns += 17;
	assert_true(cell_check(&cell, error));
	assert_int_equal(cell_workers(&cell), 96);
	cell_id(&cell, after);
	assert_string_equal(before, after);
	cell_to_json(&cell, json);
	assert_true(cell_from_json(json, &back, error));
	assert_int_equal(cell_workers(&back), 96);
	assert_int_equal(back.duration_ns, cell.duration_ns);
	cell_id(&back, after);
	assert_string_equal(before, after);
	json_decref(json);
}

/* It stands where a result says what was seen of a steady state. */
static void test_unsteady(void **state)
{
	struct cell cell = example(), back;
	char id[CELL_ID], again[CELL_ID], error[CELL_ERROR];
	json_t *json = json_object();

	(void)state;
	cell_id(&cell, id);
	cell.unsteady = true;
	cell_to_json(&cell, json);
	assert_true(cell_from_json(json, &back, error));
	assert_true(back.unsteady);
	cell_id(&back, again);
	assert_string_not_equal(id, again);
	json_object_set_new(json, "steady", json_object());
	assert_true(cell_from_json(json, &back, error));
	assert_false(back.unsteady);
	json_decref(json);
}

/* Every field in turn is left out, and replaced by what it must not be. */
static void test_hostile_json(void **state)
{
	static const char *const fields[] = {
		"experiment",  "workload", "params",      "contestant",
		"concurrency", "tasks",    "duration_ns", "warmup_ns",
		"cpus",        "peer_cpus"};
	struct cell cell = example(), back;
	char error[CELL_ERROR], endless[1000];

	(void)state;
	memset(endless, 'a', sizeof endless - 1);
	endless[sizeof endless - 1] = '\0';
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		json_t *json = json_object();

		cell_to_json(&cell, json);
		json_object_del(json, fields[i]);
		assert_false(cell_from_json(json, &back, error));
		json_object_set_new(json, fields[i], json_string(endless));
		assert_false(cell_from_json(json, &back, error));
		json_object_set_new(json, fields[i], json_integer(-1));
		assert_false(cell_from_json(json, &back, error));
		json_object_set_new(json, fields[i], json_array());
		assert_false(cell_from_json(json, &back, error));
		json_decref(json);
	}
}

static void test_hostile_params(void **state)
{
	struct cell cell = example(), back;
	char error[CELL_ERROR], name[32];
	json_t *json = json_object(), *params = json_object();

	(void)state;
	cell_to_json(&cell, json);
	json_object_set_new(json, "params", params);
	for (int i = 0; i <= CELL_PARAMS; i++) {
		assert_true(cell_from_json(json, &back, error));
		snprintf(name, sizeof name, "name%d", i);
		json_object_set_new(params, name, json_string("1"));
	}
	assert_false(cell_from_json(json, &back, error));
	json_object_clear(params);
	json_object_set_new(params, "compute", json_integer(5));
	assert_false(cell_from_json(json, &back, error));
	json_object_set_new(params, "compute", json_string("lots"));
	assert_true(cell_from_json(json, &back, error));
	assert_false(cell_apply_params(&back, error));
	json_decref(json);
	assert_false(cell_from_json(NULL, &back, error));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_contestants),
		cmocka_unit_test(test_wrong_contestants),
		cmocka_unit_test(test_workers),
		cmocka_unit_test(test_in_flight),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_parameters),
		cmocka_unit_test(test_cpus),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_id_is_for_ever),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_pilots_leave_the_id),
		cmocka_unit_test(test_unsteady),
		cmocka_unit_test(test_hostile_json),
		cmocka_unit_test(test_hostile_params),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
