/*
 * test_fault.c - faults made on purpose: their words, whether they suit a load,
 * and what those that change tasks do.
 *
 * The self-test of the checks stands on these. A fault that is read as another
 * one, or cannot happen to its load, would look like one that no check noticed;
 * one that drops other tasks in every run could not be told from chance.
 */
#include "harness/support/compute.h"
#include "harness/fault/fault.h"
#include "harness/record/recorder.h"
#include "harness/cell/registry.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct fault read_well(const char *text)
{
	struct fault fault;
	char error[CELL_ERROR] = "";

	if (!fault_parse(text, &fault, error))
		fail_msg("%s: %s", text, error);
	return fault;
}

static void every_kind_is_read(void **state)
{
	struct fault stall = read_well("stall:5s,100ms");
	struct fault step = read_well("step:1200ms,3");

	(void)state;
	assert_int_equal(read_well("").kind, FAULT_NONE);
	assert_true(read_well("").factor == 1);
	assert_int_equal(stall.kind, FAULT_STALL);
	assert_int_equal(stall.at_ns, 5 * S);
	assert_int_equal(stall.length_ns, 100 * MS);
	assert_int_equal(read_well("genstop:0,1ms").kind, FAULT_GENSTOP);
	assert_int_equal(step.at_ns, 1200 * MS);
	assert_true(step.factor == 3);
	assert_true(read_well("slow:110%").factor == 1.1);
	assert_true(read_well("ramp:4").factor == 4);
	assert_true(read_well("drop:1%").share == 0.01);
	assert_true(read_well("drop:1").share == 1);
	assert_int_equal(read_well("hog:64").number, 64);
	assert_int_equal(read_well("peerhog").kind, FAULT_PEERHOG);
}

/* Each with the one thing that is wrong; the complaint says what is right. */
static void wrong_words_are_refused(void **state)
{
	static const char *const wrong[][2] = {
		{"stal:1s,1ms", "stall"},
		{":", "fault"},
		{"stall", "like stall:5s,100ms"},
		{"stall:", "like stall"},
		{"stall:5s", "like stall"},
		{"stall:5s,", "like stall"},
		{"stall:5s,100ms,", "like stall"},
		{"stall:5s,0", "like stall"},
		{"stall:5s,61s", "like stall"},
		{"stall:-1s,1ms", "like stall"},
		{"stall:2h,1ms", "like stall"},
		{"stall:5,100ms", "like stall"},
		{"slow:0.9", "like slow:1.1"},
		{"slow:1001", "like slow"},
		{"slow:nan", "like slow"},
		{"slow:inf", "like slow"},
		{"slow:", "like slow"},
		{"slow:1.5x", "like slow"},
		{"slow:150%%", "like slow"},
		{"drop:0", "like drop:1%"},
		{"drop:101%", "like drop"},
		{"drop:-1%", "like drop"},
		{"hog:0", "like hog:2"},
		{"hog:65", "like hog"},
		{"hog:1.5", "like hog"},
		{"peerhog:", "like peerhog"},
		{"peerhog:1", "like peerhog"},
		{"step:1s", "like step"},
		{"slow:1.1\n", "like slow"},
		{"slow:1.00000000000000000000000000000000000000000000000000000"
		 "000001",
		 "like slow"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct fault fault;
		char error[CELL_ERROR] = "";

		if (fault_parse(wrong[i][0], &fault, error))
			fail_msg("%s was read", wrong[i][0]);
		if (!strstr(error, wrong[i][1]) || strchr(error, '\n'))
			fail_msg("%s: %s", wrong[i][0], error);
	}
}

/* A closed load of a second with this fault. */
static struct cell cell_with(const char *workload, const char *fault)
{
	struct cell cell = {.concurrency = 4, .duration_ns = S};
	char error[CELL_ERROR];

	assert_true(cell_set_workload(&cell, workload, error));
	assert_true(contestant_parse("threads:4", &cell.contestant, error));
	snprintf(cell.fault, sizeof cell.fault, "%s", fault);
	return cell;
}

static void refused(const struct cell *cell, const char *because)
{
	char error[CELL_ERROR] = "";

	assert_false(fault_check(cell, error));
	assert_non_null(strstr(error, because));
	assert_false(cell_check(cell, error));
}

static void a_fault_must_be_able_to_happen(void **state)
{
	struct cell genstop = cell_with("sleep", "genstop:100ms,5ms");
	struct cell peerhog = cell_with("sleep", "peerhog");
	struct cell ramp = cell_with("hash", "ramp:2");
	struct cell late = cell_with("hash", "step:1100ms,2");
	char error[CELL_ERROR];

	(void)state;
	refused(&genstop, "needs a rate");
	genstop.arrivals = ARRIVALS_POISSON;
	genstop.rate = 100;
	assert_true(cell_check(&genstop, error));
	refused(&peerhog, "needs a peer: sleep has none");
	peerhog = cell_with("call", "peerhog");
	assert_true(fault_check(&peerhog, error));
	assert_true(fault_check(&ramp, error));
	ramp.tasks = 100;
	ramp.duration_ns = 0;
	refused(&ramp, "needs a duration, not a batch");
	refused(&late, "after the end of the run");
	late.warmup_ns = 100 * MS + 1;
	assert_true(fault_check(&late, error));
}

/* A task that ends at once. */
static enum progress ends(struct task *task)
{
	task->answer = 1;
	return DONE;
}

static enum progress fails(struct task *task)
{
	return task_fail(task, 5);
}

static const struct workload done = {.run = ends};
static const struct workload failing = {.run = fails};

/* A run of one worker with the fault of this process. */
struct stage_set {
	struct control control;
	struct recorder recorder;
	const struct workload *workload;
	struct worker worker;
};

static struct stage_set *set_up(const char *fault,
				const struct workload *workload)
{
	struct stage_set *set = calloc(1, sizeof *set);
	struct cell cell = cell_with("noop", fault);

	assert_non_null(set);
	set->workload = workload;
	set->worker.recorder = &set->recorder;
	fault_set(&cell);
	assert_int_equal(fault_start(&set->control, -1, -1, ""), 0);
	compute_set_rate(1e6);
	return set;
}

/* Which of some seeds are dropped, as bits of their number. */
static uint64_t dropped(struct stage_set *set, uint64_t first, unsigned n)
{
	uint64_t which = 0;

	for (unsigned i = 0; i < n; i++) {
		struct task task = {.worker = &set->worker, .seed = first + i};

		set->recorder.completed = 0;
		assert_int_equal(fault_body(set->workload, &task), DONE);
		which |= (uint64_t)(set->recorder.completed != 0) << i;
	}
	return which;
}

/* In every run the same, whatever is shared among workers how. */
static void the_seed_decides_what_is_dropped(void **state)
{
	struct stage_set *set = set_up("drop:30%", &done);
	uint64_t which = dropped(set, 0, 64);

	(void)state;
	assert_true(fault_on_tasks);
	assert_int_equal(dropped(set, 0, 64), which);
	assert_int_equal(dropped(set, 32, 32), which >> 32);
	free(set);
}

static void so_many_are_dropped(void **state)
{
	static const double shares[] = {0.01, 0.1, 0.5, 1};

	(void)state;
	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
		enum { N = 64000 };
		struct stage_set *set;
		char fault[32];
		double n = 0, want = N * shares[i];

		snprintf(fault, sizeof fault, "drop:%g", shares[i]);
		set = set_up(fault, &done);
		for (uint64_t first = 0; first < N; first += 64)
			n += __builtin_popcountll(dropped(set, first, 64));
		assert_true(fabs(n - want) <= 4 * sqrt(want * (1 - shares[i])));
		free(set);
	}
}

/* What has failed is counted by who ran it, and has to stay so. */
static void a_failed_task_is_not_dropped(void **state)
{
	struct stage_set *set = set_up("drop:1", &failing);
	struct task task = {.worker = &set->worker};

	(void)state;
	assert_int_equal(fault_body(set->workload, &task), FAILED);
	assert_int_equal(set->recorder.completed, 0);
	assert_int_equal(task.error, 5);
	free(set);
}

static void without_a_fault_nothing_is_changed(void **state)
{
	struct stage_set *set = set_up("", &done);

	(void)state;
	assert_false(fault_on_tasks);
	assert_false(fault_on_stamps);
	assert_int_equal(dropped(set, 0, 64), 0);
	free(set);
}

/* Those that take a process leave the tasks alone. */
static void only_some_faults_change_tasks(void **state)
{
	static const char *const others[] = {"stall:1s,1ms", "hog:2", "peerhog",
					     "genstop:1s,1ms"};

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		struct cell cell = cell_with("noop", others[i]);

		fault_set(&cell);
		assert_false(fault_on_tasks);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_read),
		cmocka_unit_test(wrong_words_are_refused),
		cmocka_unit_test(a_fault_must_be_able_to_happen),
		cmocka_unit_test(the_seed_decides_what_is_dropped),
		cmocka_unit_test(so_many_are_dropped),
		cmocka_unit_test(a_failed_task_is_not_dropped),
		cmocka_unit_test(without_a_fault_nothing_is_changed),
		cmocka_unit_test(only_some_faults_change_tasks),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
