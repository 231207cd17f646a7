/*
 * test_length.c - how long runs have to be, which sizes of a pool are tried, and
 * that pilots.json gives a plan the same lengths and sizes again.
 */
#include "bench/session/length.h"
#include "bench/session/pilots.h"
#include "tests/unit/results.h"

#include <math.h>
#include <unistd.h>

static void test_need(void **state)
{
	struct length need = length_need(2e6, 500000, "throughput");

	(void)state;
	assert_int_equal(need.warmup_ns, 9 * MS);
	assert_int_equal(need.duration_ns, 250 * MS);
	/* 16 threads, 600 in flight, 10 ms: 20 responses of 375 ms. */
	need = length_need(375e6, 1600, "throughput");
	assert_int_equal(need.warmup_ns, 1687500000);
	assert_int_equal(need.duration_ns, 7500 * MS);
	/* 500 tasks at 100 a second; a p99 takes 1000. */
	assert_int_equal(length_need(1e6, 100, "elapsed").duration_ns, 5 * S);
	need = length_need(1e6, 100, "response_p99");
	assert_in_range(need.duration_ns, 10 * S - MS, 10 * S + MS);
	need = length_need(1e6, 10000, "response_p999");
	assert_in_range(need.duration_ns, S - MS, S + MS);
	assert_int_equal(length_need(1e6, 1e5, "response_p50").duration_ns,
			 250 * MS);
	assert_int_equal(length_need(0, 0, "throughput").duration_ns, 250 * MS);
}

/* A line makes responses longer, and a load is what arrives, not capacity. */
static void test_need_open(void **state)
{
	struct length half = length_need_open(10e6, 3200, .5, "throughput");
	struct length full = length_need_open(10e6, 3200, .95, "throughput");
	struct length over = length_need_open(10e6, 3200, 1.05, "throughput");

	(void)state;
	assert_int_equal(half.duration_ns, 400 * MS);
	assert_int_equal(full.duration_ns, 2 * S);
	assert_int_equal(over.duration_ns, 2 * S);
	/* 500 tasks at 160 a second. */
	half = length_need_open(1e6, 320, .5, "throughput");
	assert_int_equal(half.duration_ns, 3125 * MS);
}

static void test_choose(void **state)
{
	struct length a = {6 * MS - 1, 7 * S}, b = {2 * MS, 250 * MS}, c;

	(void)state;
	c = length_choose(length_longer(a, b), (struct length){0});
	assert_int_equal(c.warmup_ns, 6 * MS);
	assert_int_equal(c.duration_ns, LENGTH_MOST_WINDOW_NS);
	c = length_choose(b, (struct length){50 * MS, S});
	assert_int_equal(c.warmup_ns, 50 * MS);
	assert_int_equal(c.duration_ns, S);
	c = length_choose(a, (struct length){0, 5 * S});
	assert_int_equal(c.duration_ns, 5 * S);
}

/* Tries all that a search asks for, where so many workers give the rate of
 * rate(); returns the best. */
static unsigned search(unsigned most, double (*rate)(unsigned),
		       unsigned most_runs)
{
	struct size_search all;
	unsigned next;

	size_start(&all, most);
	while ((next = size_next(&all))) {
		assert_in_range(next, 1, most);
		for (unsigned i = 0; i < all.n; i++)
			assert_int_not_equal(all.tries[i].workers, next);
		size_note(&all, next, rate(next));
	}
	assert_in_range(all.n, 1, most_runs);
	return size_best(&all);
}

/* Waits only: the more the better. */
static double linear(unsigned workers)
{
	return workers;
}

/* Two CPUs, and switches that cost. */
static double early(unsigned workers)
{
	return fmin(workers, 2) / (1 + workers / 100.0);
}

/* A top at 96, off the steps. */
static double middle(unsigned workers)
{
	return 1000 - fabs(workers - 96.0);
}

static double failing(unsigned workers)
{
	(void)workers;
	return 0;
}

/* What a machine holds ends at 300. */
static double limited(unsigned workers)
{
	return workers > 300 ? 0 : workers;
}

static void test_search(void **state)
{
	(void)state;
	assert_int_equal(search(1000, linear, 6), 1000);
	assert_int_equal(search(1, linear, 1), 1);
	assert_int_equal(search(64, early, 9), 2);
	assert_in_range(search(128, middle, 14), 88, 104);
	assert_in_range(search(1000, middle, 20), 84, 108);
	assert_int_equal(search(1000, failing, 10), 0);
	assert_in_range(search(1000, limited, 12), 250, 300);
	assert_in_range(search(10000000, early, SIZE_TRIES), 1, 4);
}

static const char text[] = "[suite]\nseed = 3\nrounds = 6\nduration = 100ms\n"
			   "warmup = 5ms\n"
			   "[a]\nworkload = sleep\nconcurrency = 8, 32\n"
			   "contestants = async, threads:best\n"
			   "[b]\nworkload = sleep\nconcurrency = 32\n"
			   "contestants = threads:best, threads:best*\n"
			   "[c]\nworkload = noop\nlengths = fixed\n"
			   "contestants = async, serial\n"
			   "[d]\nworkload = noop\ntasks = 10\n"
			   "contestants = async, serial\n";

static struct suite suite;

/* The plan of the suite above. */
static struct plan planned(void)
{
	static const char *const metrics[] = {"throughput", NULL};
	char path[] = "/tmp/avt-length-XXXXXX", wrong[COMPLAINT];
	int fd = mkstemp(path);
	struct plan plan;

	assert_true(fd >= 0 && write(fd, text, strlen(text)) > 0);
	close(fd);
	if (!suite_load(&suite, path, metrics, wrong))
		fail_msg("%s", wrong);
	unlink(path);
	plan_make(&plan, &suite, 0);
	return plan;
}

static void drop(struct plan *plan)
{
	plan_free(plan);
	suite_free(&suite);
}

/* The pilot of a cell, filled in. */
static struct pilot *knows(struct pilots *all, const struct plan *plan,
			   unsigned cell, double response_ns, double rate,
			   unsigned workers)
{
	struct pilot *pilot = pilots_find(all, &plan->cells[cell].cell);

	assert_non_null(pilot);
	pilot->known = true;
	pilot->response_ns = response_ns;
	pilot->rate = rate;
	pilot->workers = workers;
	return pilot;
}

/* Cells: 0 and 1 at concurrency 8, 2 and 3 at 32, 4 and 5 of [b]. */
static void test_plan(void **state)
{
	struct plan plan = planned();
	struct pilots all = {0}, again = {.longer = 1};
	char why[COMPLAINT], id[CELL_ID];

	(void)state;
	pilots_collect(&plan, &all);
	assert_int_equal(all.n, 4); /* [b] shares its point with [a] */
	knows(&all, &plan, 0, 1e6, 8000, 0);
	knows(&all, &plan, 1, 40e6, 200, 4);
	knows(&all, &plan, 2, 1e6, 32000, 0);
	size_note(&knows(&all, &plan, 3, 2e6, 16000, 16)->search, 16, 16000);
	assert_ptr_equal(pilots_find(&all, &plan.cells[3].cell),
			 pilots_find(&all, &plan.cells[5].cell));
	all.longer = 5;
	assert_true(pilots_write(&all, folder, why));
	pilots_free(&all);

	pilots_collect(&plan, &again);
	assert_int_equal(pilots_read(&again, folder), 4);
	assert_int_equal(again.longer, 1);
	pilots_apply(&again, &plan);
	/* All contestants of a point as long as its slowest: 500 tasks. */
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(plan.cells[i].cell.warmup_ns, 180 * MS);
		assert_int_equal(plan.cells[i].cell.duration_ns, 2500 * MS);
		assert_int_equal(plan.cells[i].cell.asked_duration_ns,
				 100 * MS);
	}
	assert_int_equal(plan.cells[2].cell.duration_ns, 250 * MS);
	assert_int_equal(plan.cells[2].cell.warmup_ns, 9 * MS);
	assert_int_equal(cell_workers(&plan.cells[1].cell), 4);
	for (unsigned i = 3; i < 6; i++)
		assert_int_equal(cell_workers(&plan.cells[i].cell), 16);
	assert_int_equal(plan.cells[6].cell.duration_ns, 100 * MS);
	assert_int_equal(plan.cells[6].cell.asked_duration_ns, 0);
	assert_false(plan_is_piloted(&plan, 8));
	for (unsigned i = 0; i < plan.n_cells; i++) {
		cell_id(&plan.cells[i].cell, id);
		assert_string_equal(id, plan.cells[i].id);
	}
	pilots_free(&again);

	/* Resumed, five times as long stays five times as long. */
	pilots_collect(&plan, &again);
	assert_int_equal(pilots_read(&again, folder), 4);
	pilots_apply(&again, &plan);
	assert_int_equal(plan.cells[2].cell.duration_ns, 1250 * MS);
	pilots_free(&again);
	drop(&plan);
}

/* Whatever stands in the file, nothing is believed that cannot be. */
static void test_damaged(void **state)
{
	static const char *const files[] = {
		"", "[]", "{\"pilots\": [1, {}, {\"cell\": 7}]}",
		"{\"longer\": 1e9, \"pilots\": {\"cell\": \"x\"}}"};
	struct plan plan = planned();

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct pilots all = {0};

		pilots_collect(&plan, &all);
		put("pilots.json", "%s", files[i]);
		assert_int_equal(pilots_read(&all, folder), 0);
		assert_int_equal(all.longer, 0);
		pilots_apply(&all, &plan);
		assert_int_equal(cell_workers(&plan.cells[1].cell), 0);
		pilots_free(&all);
		unlink(path_of("pilots.json"));
	}
	drop(&plan);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_need),
		cmocka_unit_test(test_need_open),
		cmocka_unit_test(test_choose),
		cmocka_unit_test(test_search),
		cmocka_unit_test_setup_teardown(test_plan, results_begin,
						results_end),
		cmocka_unit_test_setup_teardown(test_damaged, results_begin,
						results_end),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("length", tests, NULL, NULL);
}
