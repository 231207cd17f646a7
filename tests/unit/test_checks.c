/*
 * test_checks.c - every check just inside and just outside its limit; what is
 * not known fails none; the first in order is the reason.
 */
#include "harness/validity/checks.h"
#include "harness/validity/bottleneck.h"
#include "harness/validity/ceiling.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef const char *check_function(const struct evidence *, char *);

/* Figures of a closed run with which nothing is wrong. */
static struct evidence good(void)
{
	return (struct evidence){
		.issued = 1000,
		.completed = 1000,
		.clock_read_ns = 25,
		.peer_share = NAN,
		.peer_capacity = NAN,
		.little_in_flight = 10,
		.little_x_r = 10,
		.cpu_ns = 1e9,
		.cpu_most_ns = 2e9,
		.in_service = 9,
		.in_service_most = 10,
		.ceiling = NAN,
	};
}

/* The same of an open load. */
static struct evidence good_open(void)
{
	struct evidence figures = good();

	figures.open = true;
	figures.planned = figures.posted = 1000;
	figures.planned_rate = figures.posted_rate = 1000;
	figures.lag_p99_ns = 50e3;
	figures.lag_max_ns = 1e6;
	figures.response_p50_ns = 500e3;
	for (int i = 0; i < 4; i++)
		figures.quarters[i] = 10;
	return figures;
}

/* A check says nothing. */
static void passes(check_function *check, const struct evidence *figures)
{
	char reason[REASON_TEXT] = "";

	if (check(figures, reason))
		fail_msg("tripped: %s", reason);
}

/* A check says exactly this. */
static void trips(check_function *check, const struct evidence *figures,
		  const char *expected)
{
	char reason[REASON_TEXT] = "";

	assert_non_null(check(figures, reason));
	assert_string_equal(reason, expected);
}

static void nothing_is_wrong(void **state)
{
	struct evidence figures = good();
	char reason[REASON_TEXT];
	enum check check;

	(void)state;
	assert_null(checks_first(&figures, &check, reason));
	figures = good_open();
	assert_null(checks_first(&figures, &check, reason));
}

static void what_is_not_known_trips_nothing(void **state)
{
	struct evidence figures = good_open();
	char reason[REASON_TEXT];
	enum check check;

	(void)state;
	figures.clock_read_ns = figures.posted_rate = NAN;
	figures.lag_p99_ns = figures.lag_max_ns = NAN;
	figures.response_p50_ns = figures.little_x_r = NAN;
	figures.cpu_ns = figures.in_service = NAN;
	for (int i = 0; i < 4; i++)
		figures.quarters[i] = NAN;
	assert_null(checks_first(&figures, &check, reason));
}

static void accounting(void **state)
{
	struct evidence figures = good();

	(void)state;
	figures.completed = 990;
	figures.failed = 3;
	figures.in_flight = 7;
	passes(check_accounting, &figures);
	figures.completed = 989;
	trips(check_accounting, &figures, "1 task unaccounted for");
	figures.completed = 991;
	trips(check_accounting, &figures, "1 more task ended than issued");
}

static void clock(void **state)
{
	struct evidence figures = good();

	(void)state;
	figures.clock_read_ns = 1000;
	passes(check_clock, &figures);
	figures.clock_read_ns = 1001;
	trips(check_clock, &figures,
	      "reading the clock costs 1001 ns (limit 1000 ns)");
	figures.backwards = 1;
	trips(check_clock, &figures, "the clock stepped back in 1 task");
}

static void generator_rate(void **state)
{
	struct evidence figures = good_open();

	(void)state;
	figures.posted_rate = 990.1;
	passes(check_generator, &figures);
	figures.posted_rate = 1009.9;
	passes(check_generator, &figures);
	figures.posted_rate = 989;
	trips(check_generator, &figures,
	      "the load generator's rate was off by -1.1 % (limit 1 %)");
	figures.planned = figures.posted = CHECK_ARRIVALS - 1;
	passes(check_generator, &figures);
	figures.planned = 1000;
	trips(check_generator, &figures,
	      "the load generator posted only 99 of 1000 arrivals");
	figures.open = false;
	passes(check_generator, &figures);
}

static void generator_lag(void **state)
{
	struct evidence figures = good_open();

	(void)state;
	figures.lag_p99_ns = 100e3;
	passes(check_generator, &figures);
	figures.lag_p99_ns = 101e3;
	trips(check_generator, &figures,
	      "the load generator was late: p99 lag 101 µs (limit 100 µs)");
	figures.response_p50_ns = 1.02e6;
	passes(check_generator, &figures);
	figures.lag_max_ns = 20e6;
	passes(check_generator, &figures);
	figures.lag_max_ns = 50e6;
	trips(check_generator, &figures,
	      "the load generator stood still for 50 ms (limit 20 ms)");
}

static void peer(void **state)
{
	struct evidence figures = good();

	(void)state;
	figures.peer_share = 0.8;
	passes(check_peer, &figures);
	figures.peer_share = 0.81;
	trips(check_peer, &figures,
	      "the peer used 81 % of its CPU (limit 80 %)");
	figures.peer_share = 0.8;
	figures.peer_rate = 1000;
	figures.peer_capacity = 2000;
	passes(check_peer, &figures);
	figures.peer_capacity = 1999;
	trips(check_peer, &figures,
	      "the peer was too slow: asked for 1000/s, it could serve 1999/s "
	      "(at least 2 times as many are needed)");
	figures.peer_rate = NAN;
	passes(check_peer, &figures);
}

static void overload_by_count(void **state)
{
	struct evidence figures = good_open();

	(void)state;
	figures.completed = 990;
	passes(check_overload, &figures);
	figures.completed = 989;
	trips(check_overload, &figures,
	      "arrivals exceed capacity: 98.9 % of tasks completed (at least "
	      "99 %)");
	figures.drained_late = true;
	figures.in_flight = 11;
	trips(check_overload, &figures,
	      "11 tasks still in flight when the drain gave up");
}

static void overload_by_growth(void **state)
{
	struct evidence figures = good_open();

	(void)state;
	figures.quarters[1] = 50; /* 500 arrived in between: 44.7 by chance */
	figures.quarters[2] = 80;
	figures.quarters[3] = 101;
	trips(check_overload, &figures,
	      "arrivals exceed capacity: tasks in flight grew from 50.0 to "
	      "101.0");
	figures.quarters[3] = 99; /* not twice as many */
	passes(check_overload, &figures);
	figures.quarters[1] = 200;
	figures.quarters[2] = 250;
	figures.quarters[3] = 289; /* 89.4 are no chance */
	passes(check_overload, &figures);
	figures.quarters[3] = 290;
	trips(check_overload, &figures,
	      "arrivals exceed capacity: tasks in flight grew from 200.0 to "
	      "290.0");
	figures.quarters[1] = 10;
	figures.quarters[2] = 30;
	figures.quarters[3] = 54; /* twice as many, but by chance */
	passes(check_overload, &figures);
	figures.quarters[3] = 55;
	trips(check_overload, &figures,
	      "arrivals exceed capacity: tasks in flight grew from 10.0 to "
	      "55.0");
	figures.quarters[2] = 56; /* a hump */
	passes(check_overload, &figures);
	figures.quarters[2] = 30;
	figures.open = false;
	passes(check_overload, &figures);
}

static void overload_of_many(void **state)
{
	struct evidence figures = good_open();

	(void)state;
	figures.issued = figures.completed = 2000000;
	figures.quarters[1] = 5;
	figures.quarters[2] = 5000;
	figures.quarters[3] = 10004; /* 1 % of a million */
	passes(check_overload, &figures);
	figures.quarters[3] = 10006;
	trips(check_overload, &figures,
	      "arrivals exceed capacity: tasks in flight grew from 5.0 to "
	      "10006.0");
}

static void steadiness(void **state)
{
	struct evidence figures = good();

	(void)state;
	figures.steady_asked = figures.steady_known = true;
	figures.steady = (struct steady){0.37, 0.17, true};
	passes(check_steady, &figures);
	figures.steady.steady = false;
	trips(check_steady, &figures,
	      "still warming up at 37 % of the run (warm-up was 17 %)");
	figures.steady.cut = 0.55;
	trips(check_steady, &figures,
	      "no steady state: still changing at 55 % of the run");
	figures.steady_asked = false;
	passes(check_steady, &figures);
}

/* 600 tasks in flight on a pool that does 1600 a second. */
static void too_short_a_run_fails(void **state)
{
	struct evidence figures = good();

	(void)state;
	figures.steady_asked = true;
	figures.warmup_ns = 50e6;
	figures.window_ns = 100e6;
	figures.measured = 160;
	figures.response_mean_ns = 375e6;
	trips(check_steady, &figures,
	      "the run is too short to tell: 160 tasks of 375 ms; it needs "
	      "7.5 s after a warm-up of 1.12 s");
	figures.steady_asked = false;
	passes(check_steady, &figures);
}

static void little(void **state)
{
	struct evidence figures = good();

	(void)state;
	figures.little_x_r = 9.81;
	passes(check_little, &figures);
	figures.little_x_r = 10.19;
	passes(check_little, &figures);
	figures.little_x_r = 9.79;
	trips(check_little, &figures,
	      "Little's law is off: 10 tasks in flight, but throughput × "
	      "response is 9.79");
	figures.open = true;
	figures.little_x_r = 10.0099;
	passes(check_little, &figures);
	figures.little_x_r = 10.0101;
	trips(check_little, &figures,
	      "Little's law is off: 10 tasks in flight, but throughput × "
	      "response is 10.01");
}

static void faults(void **state)
{
	struct evidence figures = good();

	(void)state;
	figures.faults = 100;
	passes(check_faults, &figures);
	figures.faults = 101;
	trips(check_faults, &figures,
	      "101 page faults while 1000 tasks ran (limit: one for 10 tasks)");
	figures.faults = NAN; /* on purpose */
	passes(check_faults, &figures);
	figures.faults = 11;
	figures.completed = 100;
	trips(check_faults, &figures,
	      "11 page faults while 100 tasks ran (limit: one for 10 tasks)");
	figures.completed = 99;
	passes(check_faults, &figures);
}

static void bounds(void **state)
{
	struct evidence figures = good();

	(void)state;
	figures.cpu_ns = 2.019e9;
	passes(check_bounds, &figures);
	figures.cpu_ns = 2.022e9;
	trips(check_bounds, &figures, "used 101.1 % of the CPU time available");
	figures.cpu_ns = 1e9;
	figures.in_service = 10.09;
	passes(check_bounds, &figures);
	figures.in_service = 10.2;
	trips(check_bounds, &figures,
	      "10.2 tasks in service at once (limit 10)");
	figures.in_service = 9;
	figures.ceiling = 1600;
	figures.throughput = 1615;
	passes(check_bounds, &figures);
	figures.throughput = 3101;
	trips(check_bounds, &figures,
	      "3101 tasks/s, but at most 1600 are possible");
	figures.ceiling = NAN;
	passes(check_bounds, &figures);
}

static void work(void **state)
{
	struct evidence figures = good();

	(void)state;
	figures.work_ns = 1.04e9;
	passes(check_compute, &figures);
	figures.work_ns = 2.3e9;
	trips(check_compute, &figures,
	      "the tasks cannot have done their work: it takes 2.3 s of CPU "
	      "time, and 1 s were used");
	figures.work_ns = NAN;
	passes(check_compute, &figures);
}

static void the_first_gate_is_the_reason(void **state)
{
	struct evidence figures = good();
	char reason[REASON_TEXT];
	enum check check;

	(void)state;
	figures.cpu_ns = 3e9;
	figures.little_x_r = 5;
	checks_first(&figures, &check, reason);
	assert_int_equal(check, CHECK_LITTLE);
	figures.steady_asked = figures.steady_known = true;
	checks_first(&figures, &check, reason);
	assert_int_equal(check, CHECK_STEADY);
	figures.drained_late = true;
	checks_first(&figures, &check, reason);
	assert_int_equal(check, CHECK_OVERLOAD);
	figures.peer_share = 1;
	checks_first(&figures, &check, reason);
	assert_int_equal(check, CHECK_PEER);
	figures.open = true;
	figures.planned = 1;
	checks_first(&figures, &check, reason);
	assert_int_equal(check, CHECK_GENERATOR);
	figures.work_ns = 4e9;
	checks_first(&figures, &check, reason);
	assert_int_equal(check, CHECK_COMPUTE);
	figures.backwards = 1;
	checks_first(&figures, &check, reason);
	assert_int_equal(check, CHECK_CLOCK);
	figures.issued = 0;
	checks_first(&figures, &check, reason);
	assert_int_equal(check, CHECK_ACCOUNTING);
}

static void what_limits(void **state)
{
	struct bottleneck seen = {.peer = NAN, .all = NAN, .service = 1.04};

	(void)state;
	assert_string_equal(bottleneck_name(&seen), "waiting");
	seen.service = 1.06;
	assert_string_equal(bottleneck_name(&seen), "unknown");
	seen.service = NAN;
	assert_string_equal(bottleneck_name(&seen), "unknown");
	seen.workers = 0.96;
	seen.queue = 0.5;
	assert_string_equal(bottleneck_name(&seen), "workers");
	seen.queue = 0.05;
	assert_string_equal(bottleneck_name(&seen), "unknown");
	seen.all = 0.94;
	assert_string_equal(bottleneck_name(&seen), "unknown");
	seen.all = 0.96;
	assert_string_equal(bottleneck_name(&seen), "cpu");
	seen.peer = 0.85;
	assert_string_equal(bottleneck_name(&seen), "peer");
	seen.cpu = 0.96;
	assert_string_equal(bottleneck_name(&seen), "cpu");
	seen = (struct bottleneck){.open = true, .peer = NAN, .all = NAN};
	assert_null(bottleneck_name(&seen));
	seen.generator = 0.96;
	assert_string_equal(bottleneck_name(&seen), "generator");
}

/* Sixteen threads, ten milliseconds, 600 in flight: 1600 a second. */
static void what_arithmetic_allows(void **state)
{
	struct ceiling known = {
		.served = 16, .cpus = 2, .waits_ns = 10e6, .computes_ns = NAN};

	(void)state;
	assert_float_equal(ceiling_rate(&known), 1600, 1e-9);
	known.computes_ns = 10e6;
	assert_float_equal(ceiling_rate(&known), 200, 1e-9);
	known.computes_ns = 1e6;
	known.served = 11;
	assert_float_equal(ceiling_rate(&known), 1000, 1e-9);
	known.waits_ns = NAN;
	assert_float_equal(ceiling_rate(&known), 2000, 1e-9);
	known.computes_ns = NAN;
	assert_true(isnan(ceiling_rate(&known)));
	known.waits_ns = 0;
	assert_true(isnan(ceiling_rate(&known)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_wrong),
		cmocka_unit_test(what_is_not_known_trips_nothing),
		cmocka_unit_test(accounting),
		cmocka_unit_test(clock),
		cmocka_unit_test(generator_rate),
		cmocka_unit_test(generator_lag),
		cmocka_unit_test(peer),
		cmocka_unit_test(overload_by_count),
		cmocka_unit_test(overload_by_growth),
		cmocka_unit_test(overload_of_many),
		cmocka_unit_test(steadiness),
		cmocka_unit_test(too_short_a_run_fails),
		cmocka_unit_test(little),
		cmocka_unit_test(faults),
		cmocka_unit_test(bounds),
		cmocka_unit_test(work),
		cmocka_unit_test(the_first_gate_is_the_reason),
		cmocka_unit_test(what_limits),
		cmocka_unit_test(what_arithmetic_allows),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
