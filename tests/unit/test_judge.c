/*
 * test_judge.c - whether a finished run counts, from made-up runs.
 *
 * A run that failed as a whole has to say that, and not what a check makes of
 * figures that mean nothing any more; and what others did to the machine is
 * noted beside the run, never against it. Each run here is a sound batch with
 * one thing changed.
 */
#include "harness/validity/judge.h"

#include "harness/cell/registry.h"
#include "harness/gather.h"
#include "harness/load/generator.h"
#include "harness/support/compute.h"

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
static struct noise *noise;
static json_t *line;

/* A task that waits for 1 ms, of whatever workload. */
static int64_t one_ms(void)
{
	return MS;
}

static enum waiting in_a_call(void)
{
	return BY_BLOCKING;
}

static int64_t half_a_ms(void)
{
	return MS / 2;
}

static struct workload workload;

/* What the machine did during the run, in ticks. */
static void machine(double total, double busy, double steal)
{
	noise->after.ticks = (struct ticks){
		.total = total, .idle = total - busy - steal, .steal = steal};
}

/* A batch of 1000 tasks of 1 ms on four threads, in a quarter of a second that
 * nobody else had a part in. */
static int sound(void **state)
{
	(void)state;
	memset(&control, 0, sizeof control);
	posting = calloc(1, sizeof *posting);
	totals = calloc(1, sizeof *totals);
	noise = calloc(1, sizeof *noise);
	workload = (struct workload){.waits_ns = one_ms};
	control.opened_ns = control.from_ns = S;
	run = (struct run){.runner = registry_runner("threads"),
			   .workload = &workload,
			   .workers = 4,
			   .concurrency = 4,
			   .tasks = TASKS,
			   .control = &control,
			   .posting = posting,
			   .peer = -1,
			   .generator = -1,
			   .peer_cpu_ns = -1,
			   .peer_capacity = NAN,
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
	totals->throughput = TASKS / 0.25;
	totals->errors = json_object();
	noise->clock_read_ns = 25;
	machine(50, 0, 0);
	line = json_pack("{s:b, s:[]}", "valid", 1, "reasons");
	return posting && totals && noise && line ? 0 : -1;
}

static int gone(void **state)
{
	(void)state;
	free(posting);
	json_decref(totals->errors);
	free(totals);
	free(noise);
	json_decref(line);
	return 0;
}

static void judge(void)
{
	struct evidence seen;

	gather_evidence(&seen, &cell, &run, totals, noise);
	judge_run(line, &seen);
}

/* Judges, and compares a list of the line with these words: names and
 * sentences in turn. */
static void judged(const char *list, const char *name, const char *const *words)
{
	const json_t *found;
	size_t n = 0;

	judge();
	found = json_object_get(line, list);
	for (; words[2 * n]; n++) {
		const json_t *one = json_array_get(found, n);

		assert_non_null(one);
		assert_string_equal(
			json_string_value(json_object_get(one, name)),
			words[2 * n]);
		assert_string_equal(
			json_string_value(json_object_get(one, "text")),
			words[2 * n + 1]);
	}
	assert_int_equal(json_array_size(found), n);
}

#define INVALID(...) \
	judged("reasons", "check", (const char *const[]){__VA_ARGS__, NULL})
#define NOISY(...) \
	judged("noisy", "cause", (const char *const[]){__VA_ARGS__, NULL})
#define NONE NULL

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

static double number(const char *name)
{
	return json_number_value(json_object_get(line, name));
}

/* Four threads with 1 ms each: 4000/s, all of which the batch did. */
static void what_arithmetic_allows(void **state)
{
	(void)state;
	INVALID(NONE);
	assert_float_equal(number("ceiling"), 4000, 1e-6);
	assert_float_equal(number("ceiling_share"), 1, 1e-6);
	totals->throughput = 4100;
	INVALID("bounds", "4100 tasks/s, but at most 4000 are possible");
}

/* A loop serves all it has, unless its tasks block it: then they queue. */
static void a_loop_that_is_blocked(void **state)
{
	(void)state;
	run.runner = registry_runner("async");
	run.workers = 1;
	judge();
	assert_float_equal(number("ceiling"), 4000, 1e-6);
	workload.waits_by = in_a_call;
	for (int i = 0; i < TASKS; i++) {
		hist_add(&totals->queue, 6 * MS);
		hist_add(&totals->response, 7 * MS);
	}
	totals->throughput = 990;
	judge();
	assert_float_equal(number("ceiling"), 1000, 1e-6);
	assert_string_equal(bottleneck(), "workers");
}

/* Two CPUs and half a millisecond each: 4000/s, and 500 ms of CPU time for 1000
 * tasks. A processor that was faster than when it was calibrated does more. */
static void what_tasks_compute(void **state)
{
	(void)state;
	workload = (struct workload){.computes_ns = half_a_ms};
	totals->usage.user_ns = 480 * MS;
	judge();
	assert_float_equal(number("ceiling"), 4000, 1e-6);
	compute_set_rate(1e6);
	noise->speed_before_ns = 1300000;
	noise->speed_after_ns = 1000000;
	judge();
	assert_float_equal(number("ceiling"), 5000, 1e-6);
	totals->usage.user_ns = 460 * MS;
	INVALID("compute", "the tasks cannot have done their work: it takes "
			   "0.5 s of CPU time, and 0.46 s were used");
	compute_set_rate(0);
}

/* 1600 tasks a second, each of which takes 375 ms with its queueing, of which
 * 100 ms say nothing; with --unsteady nothing is asked. */
static void too_short_a_run(void **state)
{
	(void)state;
	run.tasks = UINT64_MAX;
	run.duration_ns = 100 * MS;
	cell.unsteady = true;
	json_object_set_new(line, "steady", json_string("not asked"));
	INVALID(NONE);
	assert_true(json_is_string(json_object_get(line, "steady")));
	cell.unsteady = false;
	INVALID("steady", "the run is too short to tell: 400 tasks of 1 "
			  "ms; it needs 250 ms after a warm-up of 3 ms");
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
	judge();
	assert_string_equal(bottleneck(), "workers");
}

static void what_failed_as_a_whole_is_said(void **state)
{
	(void)state;
	run.interrupted = run.peer_died = run.generator_died = true;
	INVALID("interrupted", "interrupted", "died", "the peer died", "died",
		"the load generator died");
	assert_false(json_is_true(json_object_get(line, "valid")));
}

static void the_first_error_is_the_runs(void **state)
{
	(void)state;
	strcpy(control.error, "cannot open slot 3 of 4: 50 %s");
	control.has_error = 2;
	control.check = CHECK_LIMIT;
	INVALID("limit", "cannot open slot 3 of 4: 50 %s");
}

/* One task is no tasks, and the checks are not asked about what is lost. */
static void a_worker_that_died(void **state)
{
	(void)state;
	run.replaced = 1;
	totals->lost = 1;
	totals->completed--;
	INVALID("died", "1 worker died, 1 task lost");
}

static void workers_that_died_and_tasks_that_failed(void **state)
{
	(void)state;
	run.replaced = 2;
	totals->lost = 2;
	totals->failed = 30;
	totals->completed -= 32;
	json_object_set_new(totals->errors, "ECONNRESET", json_integer(20));
	json_object_set_new(totals->errors, "EPIPE", json_integer(10));
	INVALID("died", "2 workers died, 2 tasks lost", "failed",
		"30 of 1000 tasks failed: ECONNRESET 20, EPIPE 10");
}

static void wrong_answers_do_not_count(void **state)
{
	(void)state;
	strcpy(run.wrong, "seed 7 gave 1, serial gives 2");
	INVALID("answers", "seed 7 gave 1, serial gives 2");
}

/* 1000 tasks in 250 ms are 4000/s, and the peer serves 10,000/s. */
static void the_peer_is_asked_by_requests(void **state)
{
	static const int64_t three = 3;

	(void)state;
	run.peer = 1;
	run.peer_cpu_finished = 200 * MS;
	run.peer_capacity = 10000;
	INVALID(NONE);
	run.peer_cpu_finished = 190 * MS;
	run.peer_capacity = 20000;
	workload.requests = &three;
	INVALID("peer",
		"the peer was too slow: asked for 12000/s, it could serve "
		"20000/s (at least 2 times as many are needed)");
}

static void checks_are_made_if_nothing_failed(void **state)
{
	(void)state;
	totals->completed--;
	INVALID("accounting", "1 task unaccounted for");
}

/* Every check passes with nothing at all. */
static void a_run_in_which_nothing_ended(void **state)
{
	(void)state;
	totals->issued = totals->completed = totals->whole = 0;
	INVALID("empty", "no task ended in the measured time");
}

static void who_never_blocks_is_at_its_cpu(void **state)
{
	(void)state;
	run.concurrency = run.workers = 2;
	totals->usage.user_ns = 490 * MS;
	totals->usage.voluntary = 2;
	judge();
	assert_string_equal(bottleneck(), "cpu");
}

/* Steal comes in ticks, and the first may be old: so 1 % of 1000 is 11. */
static void stolen_ticks_are_noise_and_do_not_invalidate(void **state)
{
	(void)state;
	machine(1000, 0, 11);
	NOISY(NONE);
	machine(1000, 0, 51);
	NOISY("steal", "steal 5.0 %");
	assert_true(json_is_true(json_object_get(line, "valid")));
}

static void being_throttled_makes_noisy(void **state)
{
	(void)state;
	noise->before.throttled = 7;
	noise->after.throttled = 8;
	NOISY("throttled", "throttled 1 time");
	noise->after.throttled = 10;
	NOISY("throttled", "throttled 3 times");
	noise->after.throttled = NAN; /* not exposed */
	NOISY(NONE);
}

/* A tenth of the CPU time, and more than five ticks; one's own are no others.
 */
static void other_programs_are_noise(void **state)
{
	double tick_ns = (double)S / (double)sysconf(_SC_CLK_TCK);

	(void)state;
	machine(100, 10, 0);
	NOISY(NONE);
	machine(100, 40, 0);
	NOISY("others", "other programs used 40 %");
	noise->after.own_ns = (int64_t)(20 * tick_ns);
	NOISY("others", "other programs used 20 %");
	run.peer_cpu_ns = (int64_t)(15 * tick_ns);
	NOISY(NONE);
	run.peer_cpu_ns = -1;
	noise->after.own_ns = (int64_t)(40 * tick_ns);
	NOISY(NONE);
	machine(10, 40, 0); /* of which 5 are half */
	noise->after.own_ns = (int64_t)(35 * tick_ns);
	NOISY(NONE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, sound, gone)
	const struct CMUnitTest tests[] = {
		TEST(a_sound_batch_counts),
		TEST(what_arithmetic_allows),
		TEST(a_loop_that_is_blocked),
		TEST(what_tasks_compute),
		TEST(too_short_a_run),
		TEST(serial_lacks_workers_too),
		TEST(what_failed_as_a_whole_is_said),
		TEST(the_first_error_is_the_runs),
		TEST(a_worker_that_died),
		TEST(workers_that_died_and_tasks_that_failed),
		TEST(wrong_answers_do_not_count),
		TEST(the_peer_is_asked_by_requests),
		TEST(checks_are_made_if_nothing_failed),
		TEST(a_run_in_which_nothing_ended),
		TEST(who_never_blocks_is_at_its_cpu),
		TEST(stolen_ticks_are_noise_and_do_not_invalidate),
		TEST(being_throttled_makes_noisy),
		TEST(other_programs_are_noise),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
