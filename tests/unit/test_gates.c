/*
 * test_gates.c - every gate just inside and just outside its limit; what is not
 * known trips none; the first in order is the reason.
 */
#include "harness/gates.h"
#include "harness/limiter.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef const char *gate_function(const struct gate_figures *, char *);

/* Figures of a closed run with which nothing is wrong. */
static struct gate_figures good(void)
{
	return (struct gate_figures){
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
	};
}

/* The same of an open load. */
static struct gate_figures good_open(void)
{
	struct gate_figures figures = good();

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

/* A gate says nothing. */
static void passes(gate_function *gate, const struct gate_figures *figures)
{
	char reason[GATE_REASON] = "";

	if (gate(figures, reason))
		fail_msg("tripped: %s", reason);
}

/* A gate says exactly this. */
static void trips(gate_function *gate, const struct gate_figures *figures,
		  const char *expected)
{
	char reason[GATE_REASON] = "";

	assert_non_null(gate(figures, reason));
	assert_string_equal(reason, expected);
}

static void nothing_is_wrong(void **state)
{
	struct gate_figures figures = good();
	char reason[GATE_REASON];

	(void)state;
	assert_null(gates_first(&figures, reason));
	figures = good_open();
	assert_null(gates_first(&figures, reason));
}

static void what_is_not_known_trips_nothing(void **state)
{
	struct gate_figures figures = good_open();
	char reason[GATE_REASON];

	(void)state;
	figures.clock_read_ns = figures.posted_rate = NAN;
	figures.lag_p99_ns = figures.lag_max_ns = NAN;
	figures.response_p50_ns = figures.little_x_r = NAN;
	figures.cpu_ns = figures.in_service = NAN;
	for (int i = 0; i < 4; i++)
		figures.quarters[i] = NAN;
	assert_null(gates_first(&figures, reason));
}

static void accounting(void **state)
{
	struct gate_figures figures = good();

	(void)state;
	figures.completed = 990;
	figures.failed = 3;
	figures.in_flight = 7;
	passes(gate_accounting, &figures);
	figures.completed = 989;
	trips(gate_accounting, &figures, "accounting: 1 tasks missing");
	figures.completed = 991;
	trips(gate_accounting, &figures, "accounting: -1 tasks missing");
}

static void clock(void **state)
{
	struct gate_figures figures = good();

	(void)state;
	figures.clock_read_ns = 1000;
	passes(gate_clock, &figures);
	figures.clock_read_ns = 1001;
	trips(gate_clock, &figures,
	      "clock: a read costs 1001 ns, at most 1000");
	figures.backwards = 1;
	trips(gate_clock, &figures, "clock: time stepped back in 1 task");
}

static void generator_rate(void **state)
{
	struct gate_figures figures = good_open();

	(void)state;
	figures.posted_rate = 990.1;
	passes(gate_generator, &figures);
	figures.posted_rate = 1009.9;
	passes(gate_generator, &figures);
	figures.posted_rate = 989;
	trips(gate_generator, &figures,
	      "generator: rate off by -1.1 %, at most 1 %");
	figures.planned = figures.posted = GATE_ARRIVALS - 1;
	passes(gate_generator, &figures);
	figures.planned = 1000;
	trips(gate_generator, &figures, "generator: 99 of 1000 posted");
	figures.open = false;
	passes(gate_generator, &figures);
}

static void generator_lag(void **state)
{
	struct gate_figures figures = good_open();

	(void)state;
	figures.lag_p99_ns = 100e3;
	passes(gate_generator, &figures);
	figures.lag_p99_ns = 101e3;
	trips(gate_generator, &figures,
	      "generator: p99 of its lag 101 us, at most 100");
	figures.response_p50_ns = 1.02e6;
	passes(gate_generator, &figures);
	figures.lag_max_ns = 20e6;
	passes(gate_generator, &figures);
	figures.lag_max_ns = 50e6;
	trips(gate_generator, &figures,
	      "generator: stood still for 50 ms, at most 20");
}

static void peer(void **state)
{
	struct gate_figures figures = good();

	(void)state;
	figures.peer_share = 0.8;
	passes(gate_peer, &figures);
	figures.peer_share = 0.81;
	trips(gate_peer, &figures, "peer: used 81 % of its CPU, at most 80 %");
	figures.peer_share = 0.8;
	figures.peer_rate = 1000;
	figures.peer_capacity = 2000;
	passes(gate_peer, &figures);
	figures.peer_capacity = 1999;
	trips(gate_peer, &figures,
	      "peer: asked 1000/s, could serve 1999/s, at least 2 times as "
	      "many are wanted");
	figures.peer_rate = NAN;
	passes(gate_peer, &figures);
}

static void overload_by_count(void **state)
{
	struct gate_figures figures = good_open();

	(void)state;
	figures.completed = 990;
	passes(gate_overload, &figures);
	figures.completed = 989;
	trips(gate_overload, &figures,
	      "overload: 98.9 % completed, at least 99");
	figures.drained_late = true;
	figures.in_flight = 11;
	trips(gate_overload, &figures,
	      "overload: 11 tasks still in flight after the drain");
}

static void overload_by_growth(void **state)
{
	struct gate_figures figures = good_open();

	(void)state;
	figures.quarters[1] = 50; /* 500 arrived in between: 44.7 by chance */
	figures.quarters[2] = 80;
	figures.quarters[3] = 101;
	trips(gate_overload, &figures,
	      "overload: tasks in flight grow from 50.0 to 101.0");
	figures.quarters[3] = 99; /* not twice as many */
	passes(gate_overload, &figures);
	figures.quarters[1] = 200;
	figures.quarters[2] = 250;
	figures.quarters[3] = 289; /* 89.4 are no chance */
	passes(gate_overload, &figures);
	figures.quarters[3] = 290;
	trips(gate_overload, &figures,
	      "overload: tasks in flight grow from 200.0 to 290.0");
	figures.quarters[1] = 10;
	figures.quarters[2] = 30;
	figures.quarters[3] = 54; /* twice as many, but by chance */
	passes(gate_overload, &figures);
	figures.quarters[3] = 55;
	trips(gate_overload, &figures,
	      "overload: tasks in flight grow from 10.0 to 55.0");
	figures.quarters[2] = 56; /* a hump */
	passes(gate_overload, &figures);
	figures.quarters[2] = 30;
	figures.open = false;
	passes(gate_overload, &figures);
}

static void overload_of_many(void **state)
{
	struct gate_figures figures = good_open();

	(void)state;
	figures.issued = figures.completed = 2000000;
	figures.quarters[1] = 5;
	figures.quarters[2] = 5000;
	figures.quarters[3] = 10004; /* 1 % of a million */
	passes(gate_overload, &figures);
	figures.quarters[3] = 10006;
	trips(gate_overload, &figures,
	      "overload: tasks in flight grow from 5.0 to 10006.0");
}

static void steadiness(void **state)
{
	struct gate_figures figures = good();

	(void)state;
	figures.steady_known = true;
	figures.steady = (struct steady){0.37, 0.17, true};
	passes(gate_steady, &figures);
	figures.steady.steady = false;
	trips(gate_steady, &figures,
	      "steady: still warming up at 37 %, warm-up was 17 %");
	figures.steady.cut = 0.55;
	trips(gate_steady, &figures,
	      "steady: no steady state, still changing at 55 %");
	figures.steady_known = false;
	passes(gate_steady, &figures);
}

static void little(void **state)
{
	struct gate_figures figures = good();

	(void)state;
	figures.little_x_r = 9.81;
	passes(gate_little, &figures);
	figures.little_x_r = 10.19;
	passes(gate_little, &figures);
	figures.little_x_r = 9.79;
	trips(gate_little, &figures,
	      "little: 10 tasks in flight, throughput x response 9.79");
	figures.open = true;
	figures.little_x_r = 10.0099;
	passes(gate_little, &figures);
	figures.little_x_r = 10.0101;
	trips(gate_little, &figures,
	      "little: 10 tasks in flight, throughput x response 10.01");
}

static void bounds(void **state)
{
	struct gate_figures figures = good();

	(void)state;
	figures.cpu_ns = 2.019e9;
	passes(gate_bounds, &figures);
	figures.cpu_ns = 2.022e9;
	trips(gate_bounds, &figures,
	      "bounds: used 101.1 % of the CPU time there was");
	figures.cpu_ns = 1e9;
	figures.in_service = 10.09;
	passes(gate_bounds, &figures);
	figures.in_service = 10.2;
	trips(gate_bounds, &figures,
	      "bounds: 10.2 tasks in service, at most 10");
}

static void the_first_gate_is_the_reason(void **state)
{
	struct gate_figures figures = good();
	char reason[GATE_REASON];

	(void)state;
	figures.cpu_ns = 3e9;
	figures.little_x_r = 5;
	gates_first(&figures, reason);
	assert_memory_equal(reason, "little:", 7);
	figures.steady_known = true;
	gates_first(&figures, reason);
	assert_memory_equal(reason, "steady:", 7);
	figures.drained_late = true;
	gates_first(&figures, reason);
	assert_memory_equal(reason, "overload:", 9);
	figures.peer_share = 1;
	gates_first(&figures, reason);
	assert_memory_equal(reason, "peer:", 5);
	figures.open = true;
	figures.planned = 1;
	gates_first(&figures, reason);
	assert_memory_equal(reason, "generator:", 10);
	figures.backwards = 1;
	gates_first(&figures, reason);
	assert_memory_equal(reason, "clock:", 6);
	figures.issued = 0;
	gates_first(&figures, reason);
	assert_memory_equal(reason, "accounting:", 11);
}

static void what_limits(void **state)
{
	struct limits limits = {.peer = NAN, .all = NAN};

	(void)state;
	assert_string_equal(limiter_name(&limits), "waiting");
	limits.workers = 0.95;
	limits.queue = 0.5;
	assert_string_equal(limiter_name(&limits), "workers");
	limits.queue = 0.05;
	assert_string_equal(limiter_name(&limits), "waiting");
	limits.all = 0.95;
	assert_string_equal(limiter_name(&limits), "cpu");
	limits.peer = 0.85;
	assert_string_equal(limiter_name(&limits), "peer");
	limits.cpu = 0.95;
	assert_string_equal(limiter_name(&limits), "cpu");
	limits = (struct limits){.open = true, .peer = NAN, .all = NAN};
	assert_null(limiter_name(&limits));
	limits.generator = 0.95;
	assert_string_equal(limiter_name(&limits), "generator");
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
		cmocka_unit_test(little),
		cmocka_unit_test(bounds),
		cmocka_unit_test(the_first_gate_is_the_reason),
		cmocka_unit_test(what_limits),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
