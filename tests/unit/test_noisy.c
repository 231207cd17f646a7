/*
 * test_noisy.c - which rounds were noisy, how many are replaced, and
 * that a tally asks for them, this session or the next.
 */
#include "bench/session/capacity.h"
#include "bench/session/tally.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char text[] = "[suite]\nseed = 3\nrounds = 10\n"
			   "[a]\nworkload = noop\nconcurrency = 1, 2\n"
			   "contestants = async, async*\n"
			   "[b]\nworkload = noop\nrounds = 3\n"
			   "contestants = async, serial\nload = 70%, 105%\n";

/* Two points of [a], two of [b], two contestants in each. */
enum { CELLS = 8, PLACES = 4, ROUNDS = 10 };

static struct suite suite;
static struct plan plan;
static struct tally tally;

static int set_up(void **state)
{
	static const char *const metrics[] = {"throughput", NULL};
	char path[] = "/tmp/avt-noisy-XXXXXX", error[COMPLAINT];
	int fd = mkstemp(path);
	bool well = fd >= 0 && write(fd, text, strlen(text)) > 0 &&
		    suite_load(&suite, path, metrics, error);

	(void)state;
	if (fd >= 0)
		close(fd);
	unlink(path);
	if (well)
		plan_make(&plan, &suite, 0);
	if (well)
		tally_start(&tally, &plan);
	return well ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	tally_free(&tally);
	plan_free(&plan);
	suite_free(&suite);
	return 0;
}

/* Notes a run with the speed beside it; 0: not taken. */
static void made(unsigned cell, unsigned round, double speed, const char *why)
{
	json_t *noise = speed > 0 ? json_pack("{s:f, s:f}", "speed_before_ns",
					      speed * .99, "speed_after_ns",
					      speed * 1.01)
				  : json_object();
	json_t *line = json_pack(
		"{s:s, s:s, s:i, s:b, s:o, s:o}", "cell", plan.cells[cell].id,
		"experiment", plan.cells[cell].cell.experiment, "round",
		(int)round, "valid", 1, "noise", noise, "noisy",
		why ? json_pack("[s]", why) : json_array());

	tally_line(&tally, line);
	json_decref(line);
}

/* Notes all planned runs, at one speed. */
static void make_all(double speed)
{
	for (unsigned cell = 0; cell < CELLS; cell++)
		for (unsigned r = 0; r < plan_rounds(&plan, cell); r++)
			made(cell, r, speed, NULL);
}

static void test_rule(void **state)
{
	struct beside runs[] = {{.speed_ns = 100},
				{.speed_ns = 102.9},
				{.speed_ns = 97.1},
				{.speed_ns = 103.1},
				{.speed_ns = 96.9},
				{.speed_ns = NAN},
				{.speed_ns = 100, .told = true},
				{.speed_ns = 100},
				{.speed_ns = 100},
				{.speed_ns = 100}};
	const bool expected[] = {false, false, false, true,  true,
				 false, true,  false, false, false};

	(void)state;
	assert_true(noisy_judge(runs, 10) == 100);
	for (int i = 0; i < 10; i++)
		assert_int_equal(runs[i].noisy, expected[i]);
}

/* Where speeds always wander, wandering is no noise; a fifth of the runs at
 * half the speed still are, and so is one that says so. */
static void test_learnt(void **state)
{
	struct beside runs[100];
	unsigned noisy = 0;

	(void)state;
	/* 90 to 110, evenly: the median distance is 5 %. */
	for (int i = 0; i < 100; i++)
		runs[i] = (struct beside){.speed_ns = 90 + i * 20.0 / 99};
	assert_true(fabs(noisy_tolerance(runs, 100) - 3 * 1.4826 * .05) < .003);
	noisy_judge(runs, 100);
	for (int i = 0; i < 100; i++)
		noisy += runs[i].noisy;
	assert_int_equal(noisy, 0);
	for (size_t i = 0; i < 20; i++)
		runs[i * 5].speed_ns = 200;
	runs[1].told = true;
	noisy_judge(runs, 100);
	for (int i = 0; i < 100; i++)
		noisy += runs[i].noisy;
	assert_int_equal(noisy, 21);
	assert_true(noisy_tolerance(runs, 0) == .03);
	assert_true(noisy_tolerance(&(struct beside){.speed_ns = 7}, 1) == .03);
}

/* Six rounds in common bear a verdict, five do not. */
static void test_needed(void **state)
{
	(void)state;
	assert_true(noisy_needed(6));
	assert_false(noisy_needed(7));
	assert_false(noisy_needed(5));
	assert_false(noisy_needed(0));
}

/* Speeds that were never taken make noisy nobody. */
static void test_unknown(void **state)
{
	struct beside runs[] = {{.speed_ns = NAN}, {.speed_ns = NAN}};

	(void)state;
	assert_true(isnan(noisy_judge(runs, 2)));
	assert_false(runs[0].noisy || runs[1].noisy);
	assert_true(isnan(noisy_judge(runs, 0)));
}

static void test_most(void **state)
{
	(void)state;
	assert_int_equal(noisy_most(10), 3);
	assert_int_equal(noisy_most(6), 1);
	assert_int_equal(noisy_most(3), 0);
	assert_int_equal(noisy_replaced(10, 2), 2);
	assert_int_equal(noisy_replaced(10, 9), 3);
	assert_int_equal(noisy_dropped(10, 9), 3);
	assert_int_equal(noisy_dropped(10, 1), 1);
	assert_int_equal(noisy_dropped(7, 7), 1);
	assert_int_equal(noisy_dropped(6, 6), 0);
	/* All that was replaced can be dropped. */
	for (unsigned planned = FEWEST_ROUNDS; planned < 200; planned++) {
		unsigned more = noisy_most(planned);

		assert_true(noisy_dropped(planned + more, more) == more);
	}
}

static void test_quiet(void **state)
{
	(void)state;
	make_all(100);
	assert_int_equal(tally_replace(&tally), 0);
	assert_int_equal(plan_runs(&plan), 4 * 10 + 4 * 3);
}

static void test_not_taken(void **state)
{
	(void)state;
	make_all(0);
	assert_int_equal(tally_replace(&tally), 0);
}

/* One run spoils the round of its point, and of no other. */
static void test_replaced(void **state)
{
	unsigned order[CELLS];

	(void)state;
	made(1, 4, 100, "steal 3.1 %");
	made(0, 7, 110, NULL);
	make_all(100);
	assert_int_equal(tally_replace(&tally), 2);
	assert_int_equal(tally_replace(&tally), 0);
	assert_int_equal(plan_rounds(&plan, 0), ROUNDS + 2);
	assert_int_equal(plan_rounds(&plan, 1), ROUNDS + 2);
	assert_int_equal(plan_rounds(&plan, 2), ROUNDS);
	assert_int_equal(plan.rounds, ROUNDS + 2);
	assert_int_equal(plan_order(&plan, ROUNDS, order), 2);
	assert_in_range(order[0], 0, 1);
	/* Noisy again: one more, and there the rule ends. */
	made(0, ROUNDS, 120, NULL);
	made(0, ROUNDS + 1, 120, NULL);
	assert_int_equal(tally_replace(&tally), 1);
	made(0, ROUNDS + 2, 120, NULL);
	assert_int_equal(tally_replace(&tally), 0);
	assert_int_equal(tally_replaced(&tally), 3);
}

/* A bench that was cut off among its extra rounds makes what is missing. */
static void test_resumed(void **state)
{
	(void)state;
	make_all(100);
	made(2, ROUNDS + 1, 100, NULL);
	assert_int_equal(tally_replaced(&tally), 2);
	assert_true(tally_is_done(&tally, 2, ROUNDS + 1));
	assert_false(tally_is_done(&tally, 3, ROUNDS + 1));
	assert_int_equal(tally_left_ns(&tally) / plan_guess_ns(&plan, 2), 3);
	made(2, ROUNDS + 3, 100, NULL); /* beyond the rule: not of this plan */
	assert_int_equal(tally_replaced(&tally), 2);
}

/* What a load is a share of: a closed load; a copy's is the original's. */
static void test_capacity(void **state)
{
	struct cell original, copy = plan.cells[4].cell;
	char why[CELL_ERROR];

	(void)state;
	assert_string_equal(copy.load, "70%");
	assert_true(copy.rate == 0);
	assert_true(capacity_refuses(&copy, why));
	capacity_closed(&copy, &original);
	assert_int_equal(original.arrivals, ARRIVALS_CLOSED);
	assert_true(cell_check(&original, why));
	strcpy(copy.contestant.text, "async*");
	capacity_closed(&copy, &copy);
	assert_string_equal(copy.contestant.text, original.contestant.text);
	copy = plan.cells[4].cell;
	strcpy(copy.fault, "genstop:1ms,1ms");
	capacity_closed(&copy, &copy);
	assert_string_equal(copy.fault, "");
	assert_true(fabs(capacity_round(12345.6) - 12300) < 1e-6);
	assert_true(fabs(capacity_round(.0012345) - .00123) < 1e-12);
	assert_true(capacity_round(0) == 0 && capacity_round(NAN) == 0);
}

/* The id holds the load that was asked for, not the rate it comes to. */
static void test_load_id(void **state)
{
	struct cell cell = plan.cells[4].cell;
	char before[CELL_ID], after[CELL_ID];

	(void)state;
	cell_id(&cell, before);
	cell.rate = 12300;
	cell_id(&cell, after);
	assert_string_equal(before, after);
	assert_string_not_equal(before, plan.cells[6].id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rule),
		cmocka_unit_test(test_learnt),
		cmocka_unit_test(test_needed),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_most),
		cmocka_unit_test_setup_teardown(test_quiet, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_not_taken, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_replaced, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_resumed, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_capacity, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_load_id, set_up,
						tear_down),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("noisy", tests, NULL, NULL);
}
