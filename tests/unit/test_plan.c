/*
 * test_plan.c - from a suite to cells in random order: the grid, blocks that
 * stay together, orders that only the seed decides; and the tally that knows
 * what is missing.
 */
#include "bench/session/plan.h"
#include "bench/session/tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char text[] =
	"[suite]\nrounds = 4\nseed = 11\n"
	"[grid]\nworkload = sleep, hash\ndelay = 1ms, 2ms\nwork = 1us\n"
	"contestants = async, threads:2, procs:2\nconcurrency = 1, 8, 64\n"
	"[batch]\nworkload = noop\ntasks = 100\nrounds = 2\n"
	"contestants = serial, threads:2\n";

enum {
	GRID = (2 + 1) * 3 *
	       3, /* delays and work, concurrencies, contestants */
	CELLS = GRID + 2,
	BLOCKS = 9 + 1,
};

static struct suite suite;
static struct plan plan;

static int set_up(void **state)
{
	static const char *const metrics[] = {"throughput", NULL};
	char path[] = "/tmp/avt-plan-XXXXXX", error[COMPLAINT];
	int fd = mkstemp(path);
	bool well = fd >= 0 && write(fd, text, strlen(text)) > 0 &&
		    suite_load(&suite, path, metrics, error);

	(void)state;
	if (fd >= 0)
		close(fd);
	unlink(path);
	if (well)
		plan_make(&plan, &suite, 0);
	return well ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	plan_free(&plan);
	suite_free(&suite);
	return 0;
}

static void test_grid(void **state)
{
	unsigned delays = 0;

	(void)state;
	assert_int_equal(plan.seed, 11);
	assert_int_equal(plan.n_cells, CELLS);
	assert_int_equal(plan.n_blocks, BLOCKS);
	assert_int_equal(plan.rounds, 4);
	assert_int_equal(plan_runs(&plan), GRID * 4 + 2 * 2);
	for (unsigned i = 0; i < plan.n_cells; i++) {
		const struct cell *cell = &plan.cells[i].cell;

		delays += strcmp(cell->workload, "sleep") == 0 &&
			  strcmp(cell->params[0].value, "2ms") == 0;
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(plan.cells[i].id,
						plan.cells[j].id);
	}
	assert_int_equal(delays, 9);
	assert_int_equal(plan.cells[CELLS - 1].cell.tasks, 100);
	assert_int_equal(plan.cells[CELLS - 1].cell.duration_ns, 0);
	assert_int_equal(plan.cells[CELLS - 1].cell.concurrency, 1);
}

/* Every round has each of its cells once. */
static void test_permutation(void **state)
{
	unsigned order[CELLS];

	(void)state;
	for (unsigned round = 0; round < 4; round++) {
		unsigned n = plan_order(&plan, round, order);
		bool seen[CELLS] = {false};

		assert_int_equal(n, round < 2 ? CELLS : GRID);
		for (unsigned i = 0; i < n; i++) {
			assert_in_range(order[i], 0, CELLS - 1);
			assert_false(seen[order[i]]);
			seen[order[i]] = true;
		}
	}
}

/* The contestants of a point run back to back. */
static void test_blocks(void **state)
{
	unsigned order[CELLS];

	(void)state;
	for (unsigned round = 0; round < 4; round++) {
		unsigned n = plan_order(&plan, round, order), at = 0;

		while (at < n) {
			unsigned block = plan.cells[order[at]].block;
			unsigned size = plan.blocks[block].n;

			for (unsigned i = 0; i < size; i++)
				assert_int_equal(
					plan.cells[order[at + i]].block, block);
			at += size;
		}
		assert_int_equal(at, n);
	}
}

static void test_seeds(void **state)
{
	unsigned one[CELLS], again[CELLS], other[CELLS];
	struct plan twin;

	(void)state;
	plan_make(&twin, &suite, 11);
	plan_order(&plan, 1, one);
	plan_order(&twin, 1, again);
	assert_memory_equal(one, again, sizeof one);
	plan_order(&plan, 0, other);
	assert_memory_not_equal(one, other, sizeof one);
	plan_free(&twin);
	plan_make(&twin, &suite, 12);
	plan_order(&twin, 1, other);
	assert_memory_not_equal(one, other, sizeof one);
	plan_free(&twin);
}

/* Over many rounds every contestant is first about as often as any other. */
static void test_no_favourite(void **state)
{
	enum { ROUNDS = 3000 };
	unsigned order[CELLS], first[3] = {0};

	(void)state;
	suite.sections[0].rounds = ROUNDS;
	for (unsigned round = 0; round < ROUNDS; round++) {
		unsigned n = plan_order(&plan, round, order), at = 0;

		while (plan.cells[order[at]].block != 0)
			at++;
		assert_true(at < n);
		first[order[at] - plan.blocks[0].first]++;
	}
	suite.sections[0].rounds = 4;
	for (unsigned i = 0; i < 3; i++) /* 1000 +- 4 sigma */
		assert_in_range(first[i], 896, 1104);
}

/* A line as a run of a cell would leave it. */
static json_t *line_of(unsigned cell, unsigned round, const char *answers)
{
	return json_pack("{s:s, s:s, s:i, s:b, s:i, s:i, s:s}", "cell",
			 plan.cells[cell].id, "experiment",
			 plan.cells[cell].cell.experiment, "round", (int)round,
			 "valid", 1, "tasks", 100, "completed", 100, "answers",
			 answers);
}

static void take(struct tally *tally, unsigned cell, unsigned round,
		 const char *answers)
{
	json_t *line = line_of(cell, round, answers);

	tally_line(tally, line);
	json_decref(line);
}

static void test_tally(void **state)
{
	struct tally tally;
	json_t *strange = json_pack("{s:s, s:s}", "cell", "0", "x", "y");

	(void)state;
	tally_start(&tally, &plan);
	assert_int_equal(tally_rounds(&tally), 0);
	tally_line(&tally, strange);
	json_decref(strange);
	take(&tally, 3, 9, "a"); /* no such round */
	assert_int_equal(tally.n_done, 0);
	for (unsigned i = 0; i < CELLS; i++) {
		take(&tally, i, 1, "a");
		take(&tally, i, 1, "a"); /* counts once */
	}
	assert_int_equal(tally.n_done, CELLS);
	assert_true(tally_is_done(&tally, 5, 1));
	assert_false(tally_is_done(&tally, 5, 0));
	assert_int_equal(tally_rounds(&tally), 1);
	assert_int_equal(tally.n_invalid, 0);
	assert_int_equal(tally.n_differing, 0);
	tally_free(&tally);
}

static void test_answers(void **state)
{
	const struct answer *other;
	struct tally tally;
	json_t *line = line_of(CELLS - 1, 0, "b");

	(void)state;
	tally_start(&tally, &plan);
	assert_true(tally_agrees(&tally, CELLS - 1, line, &other));
	take(&tally, CELLS - 2, 0, "a");
	assert_false(tally_agrees(&tally, CELLS - 1, line, &other));
	assert_int_equal(other->cell, CELLS - 2);
	take(&tally, CELLS - 1, 0, "b");
	assert_int_equal(tally.n_differing, 1);
	take(&tally, 0, 0, "c"); /* another point: its own answers */
	assert_int_equal(tally.n_differing, 1);
	json_decref(line);
	tally_free(&tally);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grid),
		cmocka_unit_test(test_permutation),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_seeds),
		cmocka_unit_test(test_no_favourite),
		cmocka_unit_test(test_tally),
		cmocka_unit_test(test_answers),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("plan", tests, set_up, tear_down);
}
