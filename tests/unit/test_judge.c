/*
 * test_judge.c - whether a finished run counts, from made-up runs.
 *
 * A run that failed as a whole has to say that, and not what a gate makes of
 * figures that mean nothing any more; and what others did to the machine is
 * noted beside the run, never against it. Each run here is a sound batch with
 * one thing changed.
 */
#include "harness/load/generator.h"
#include "harness/validity/judge.h"
#include "harness/cell/registry.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { TASKS = 1000 };

static struct control control;
static struct posting *posting;
static struct run run;
static struct cell cell;
static struct totals *totals;
static struct surroundings *surroundings;
static json_t *line;

/* A batch of 1000 tasks of 1 ms on four threads, in a quarter of a second that
 * nobody else had a part in. */
static int sound(void **state)
{
	(void)state;
	memset(&control, 0, sizeof control);
	posting = calloc(1, sizeof *posting);
	totals = calloc(1, sizeof *totals);
	surroundings = calloc(1, sizeof *surroundings);
	control.opened_ns = control.from_ns = S;
	run = (struct run){.runner = registry_runner("threads"),
			   .workload = registry_workload("sleep"),
			   .workers = 4,
			   .concurrency = 4,
			   .tasks = TASKS,
			   .control = &control,
			   .posting = posting,
			   .peer = -1,
			   .generator = -1,
			   .finished_ns = S + 250 * MS};
	cell = (struct cell){.concurrency = 4, .tasks = TASKS, .cpus = "0-1"};
	totals->issued = totals->completed = totals->whole = TASKS;
	totals->last_end = run.finished_ns;
	totals->elapsed_ns = 250 * MS;
	totals->usage.user_ns = 20 * MS;
	totals->usage.voluntary = TASKS;
	hist_reset(&totals->queue);
	hist_reset(&totals->service);
	hist_reset(&totals->response);
	for (int i = 0; i < TASKS; i++) {
		hist_add(&totals->queue, 0);
		hist_add(&totals->service, MS);
		hist_add(&totals->response, MS);
	}
	surroundings->clock_read_ns = 25;
	surroundings->peer_cpu_ns = -1;
	surroundings->after.total_ticks = 50;
	line = json_pack("{s:b, s:[]}", "valid", 1, "invalid");
	return posting && totals && surroundings && line ? 0 : -1;
}

static int gone(void **state)
{
	(void)state;
	free(posting);
	free(totals);
	free(surroundings);
	json_decref(line);
	return 0;
}

/* Judges, and compares a list of the line with these words. */
static void judged(const char *list, const char *const *words)
{
	const json_t *found;
	size_t n = 0;

	judge_run(line, &cell, &run, totals, surroundings);
	found = json_object_get(line, list);
	for (; words[n]; n++) {
		const char *got = json_string_value(json_array_get(found, n));

		assert_non_null(got);
		assert_string_equal(got, words[n]);
	}
	assert_int_equal(json_array_size(found), n);
}

#define INVALID(...) judged("invalid", (const char *const[]){__VA_ARGS__, NULL})
#define NOISY(...)   judged("noisy", (const char *const[]){__VA_ARGS__, NULL})
#define NONE         NULL

static const char *bottleneck(void)
{
	return json_string_value(json_object_get(line, "bottleneck"));
}

static void a_sound_batch_counts(void **state)
{
	(void)state;
	INVALID(NONE);
	assert_true(json_is_true(json_object_get(line, "valid")));
	assert_string_equal(bottleneck(), "waiting");
	assert_true(json_is_null(json_object_get(line, "steady")));
	assert_int_equal(json_array_size(json_object_get(line, "noisy")), 0);
}

/* A pool of one has no queue in a closed load, but one in an open load, and
 * that fills up. */
static void serial_lacks_workers_too(void **state)
{
	static int64_t at[] = {S};

	(void)state;
	run.schedule.at = at;
	run.schedule.n = 1;
	posting->last_ns = S;
	run.runner = registry_runner("serial");
	run.workers = 1;
	run.arrivals = ARRIVALS_POISSON;
	for (int i = 0; i < TASKS; i++) {
		hist_add(&totals->queue, 10 * MS);
		hist_add(&totals->response, 11 * MS);
	}
	judge_run(line, &cell, &run, totals, surroundings);
	assert_string_equal(bottleneck(), "workers");
}

static void what_failed_as_a_whole_is_said(void **state)
{
	(void)state;
	run.interrupted = run.peer_died = run.generator_died = true;
	INVALID("interrupted", "the peer died", "the generator died");
	assert_false(json_is_true(json_object_get(line, "valid")));
}

static void the_first_error_is_the_runs(void **state)
{
	(void)state;
	strcpy(control.error, "cannot open slot 3 of 4: 50 %s");
	control.has_error = 2;
	INVALID("cannot open slot 3 of 4: 50 %s");
}

/* One task is no tasks, and the checks are not asked about what is lost. */
static void a_worker_that_died(void **state)
{
	(void)state;
	run.replaced = 1;
	totals->lost = 1;
	totals->completed--;
	INVALID("1 worker died, 1 task lost");
}

static void workers_that_died_and_tasks_that_failed(void **state)
{
	(void)state;
	run.replaced = 2;
	totals->lost = 2;
	totals->failed = 30;
	totals->completed -= 32;
	INVALID("2 workers died, 2 tasks lost", "30 of 1000 tasks failed");
}

static void a_gate_is_asked_if_nothing_failed(void **state)
{
	const char *reason;

	(void)state;
	totals->completed--;
	judge_run(line, &cell, &run, totals, surroundings);
	reason = json_string_value(
		json_array_get(json_object_get(line, "invalid"), 0));
	assert_non_null(reason);
	assert_int_equal(strncmp(reason, "accounting:", 11), 0);
}

/* Every gate is content with nothing at all. */
static void a_run_in_which_nothing_ended(void **state)
{
	(void)state;
	totals->issued = totals->completed = totals->whole = 0;
	INVALID("no task ended in the measured time");
}

static void who_never_blocks_is_at_its_cpu(void **state)
{
	(void)state;
	run.concurrency = run.workers = 2;
	totals->usage.user_ns = 490 * MS;
	totals->usage.voluntary = 2;
	judge_run(line, &cell, &run, totals, surroundings);
	assert_string_equal(bottleneck(), "cpu");
}

/* Steal comes in ticks, and the first may be old: so 1 % of 1000 is 11. */
static void stolen_ticks_disturb_and_do_not_invalidate(void **state)
{
	(void)state;
	surroundings->after.total_ticks = 1000;
	surroundings->after.steal_ticks = 11;
	NOISY(NONE);
	surroundings->after.steal_ticks = 51;
	NOISY("steal 5.0 %");
	assert_true(json_is_true(json_object_get(line, "valid")));
}

static void being_throttled_makes_noisy(void **state)
{
	(void)state;
	surroundings->before.throttled = 7;
	surroundings->after.throttled = 8;
	NOISY("throttled 1 time");
	surroundings->after.throttled = 10;
	NOISY("throttled 3 times");
	surroundings->after.throttled = NAN; /* not exposed */
	NOISY(NONE);
}

/* A tenth of the CPU time, and more than five ticks; one's own are no others.
 */
static void other_programs_disturb(void **state)
{
	double tick_ns = (double)S / (double)sysconf(_SC_CLK_TCK);

	(void)state;
	surroundings->after.total_ticks = 100;
	surroundings->after.busy_ticks = 10;
	NOISY(NONE);
	surroundings->after.busy_ticks = 40;
	NOISY("others used 40 %");
	surroundings->after.own_ns = (int64_t)(20 * tick_ns);
	NOISY("others used 20 %");
	surroundings->peer_cpu_ns = (int64_t)(15 * tick_ns);
	NOISY(NONE);
	surroundings->peer_cpu_ns = -1;
	surroundings->after.own_ns = (int64_t)(40 * tick_ns);
	NOISY(NONE);
	surroundings->after.total_ticks = 10; /* of which 5 are half */
	surroundings->after.own_ns = (int64_t)(35 * tick_ns);
	NOISY(NONE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, sound, gone)
	const struct CMUnitTest tests[] = {
		TEST(a_sound_batch_counts),
		TEST(serial_lacks_workers_too),
		TEST(what_failed_as_a_whole_is_said),
		TEST(the_first_error_is_the_runs),
		TEST(a_worker_that_died),
		TEST(workers_that_died_and_tasks_that_failed),
		TEST(a_gate_is_asked_if_nothing_failed),
		TEST(a_run_in_which_nothing_ended),
		TEST(who_never_blocks_is_at_its_cpu),
		TEST(stolen_ticks_disturb_and_do_not_invalidate),
		TEST(being_throttled_makes_noisy),
		TEST(other_programs_disturb),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
