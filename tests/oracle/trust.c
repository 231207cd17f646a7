/*
 * trust.c - steadiness against series whose answers are known, and every check
 * against figures with one thing wrong: it trips, and no other does.
 */
#include "tests/oracle/oracle.h"

#include "harness/validity/checks.h"
#include "harness/validity/steady.h"

#include <math.h>
#include <stddef.h>

/* What MSER-5 cuts of `ten` windows of 10 and then 1, 2, 1, 2, ... */
static double cut_of(unsigned ten)
{
	double windows[STEADY_WINDOWS];

	for (unsigned i = 0; i < STEADY_WINDOWS; i++)
		windows[i] = i < ten ? 10 : 1 + (i - ten) % 2;
	return steady_cut(windows);
}

/* Whether the same series counts as steady: 1 or 0. */
static double is_steady(unsigned ten)
{
	double windows[STEADY_WINDOWS];

	for (unsigned i = 0; i < STEADY_WINDOWS; i++)
		windows[i] = i < ten ? 10 : 1 + (i - ten) % 2;
	return steady_judge(windows, 0).steady;
}

/* The first two are of White's rule itself, the next of the judgement on it. */
void oracle_steady(oracle_taker *take, void *context)
{
	const struct row rows[] = {
		{"MSER-5 of 20 x 10, then 1, 2: cut", 20, cut_of(20)},
		{"MSER-5 of 1, 2, 1, 2: cut", 0, cut_of(0)},
		{"60 x 10, then 1, 2: steady", 0, is_steady(60)},
		{"1, 2, 1, 2: steady", 1, is_steady(0)},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		take(&rows[i], context);
}

/* Figures of an open load with which nothing is wrong. */
static struct evidence sound(void)
{
	return (struct evidence){
		.issued = 10000,
		.completed = 10000,
		.clock_read_ns = 25,
		.open = true,
		.planned = 10000,
		.posted = 10000,
		.planned_rate = 1000,
		.posted_rate = 1000,
		.lag_p99_ns = 60e3,
		.lag_max_ns = 1e6,
		.response_p50_ns = 1e6,
		.peer_share = 0.3,
		.quarters = {1, 1, 1, 1},
		.steady_asked = true,
		.steady_known = true,
		.steady = {.cut = 0.05, .warmup = 0.1, .steady = true},
		.little_in_flight = 1,
		.little_x_r = 1,
		.cpu_ns = 1e9,
		.cpu_most_ns = 2e9,
		.in_service = 1,
		.in_service_most = 4,
		.throughput = 1000,
		.ceiling = NAN,
	};
}

/* Every check is one. */
typedef const char *check_function(const struct evidence *, char *);

/* All of them. checks_first() would stop at the first, and hide a second. */
static check_function *const checks[] = {
	check_accounting, check_clock,    check_generator,
	check_peer,       check_overload, check_steady,
	check_little,     check_bounds,   check_compute,
};

enum { ALL = sizeof checks / sizeof *checks };

/* How many checks trip; 100 more if the meant one does not. */
static double tripped(const struct evidence *figures, check_function *meant)
{
	char reason[REASON_TEXT];
	double n = meant && !meant(figures, reason) ? 100 : 0;

	for (int i = 0; i < ALL; i++)
		n += checks[i](figures, reason) != NULL;
	return n;
}

/* Each figure is a little beyond its limit, the others are sound. */
void oracle_checks(oracle_taker *take, void *context)
{
	const struct evidence fine = sound();
	struct evidence lost = fine, back = fine, slow_clock = fine;
	struct evidence late = fine, still = fine, busy = fine, pile = fine;
	struct evidence drift = fine, brief = fine, off = fine, beyond = fine;
	struct evidence above = fine, idle = fine;

	lost.completed -= 1;
	back.backwards = 1;
	slow_clock.clock_read_ns = 1100;
	late.posted_rate = 985;
	still.lag_max_ns = 50e6;
	busy.peer_share = 0.85;
	pile.quarters[2] = 200;
	pile.quarters[3] = 400;
	drift.steady = (struct steady){.cut = 0.6, .steady = false};
	brief.steady_known = false;
	off.little_x_r = 1.01;
	beyond.cpu_ns = 2.1e9;
	above.ceiling = 980;
	idle.work_ns = 1.06e9;
	const struct row rows[] = {
		{"nothing wrong: checks that trip", 0, tripped(&fine, NULL)},
		{"accounting: a task missing", 1,
		 tripped(&lost, check_accounting)},
		{"clock: a step back", 1, tripped(&back, check_clock)},
		{"clock: a read of 1.1 us", 1,
		 tripped(&slow_clock, check_clock)},
		{"generator: rate 1.5 % low", 1,
		 tripped(&late, check_generator)},
		{"generator: 50 ms still", 1, tripped(&still, check_generator)},
		{"peer: 85 % of its CPU", 1, tripped(&busy, check_peer)},
		{"overload: tasks pile up", 1, tripped(&pile, check_overload)},
		{"steady: still changing at 60 %", 1,
		 tripped(&drift, check_steady)},
		{"steady: too short a run", 1, tripped(&brief, check_steady)},
		{"little: 1 % off in an open load", 1,
		 tripped(&off, check_little)},
		{"bounds: 5 % more CPU than there is", 1,
		 tripped(&beyond, check_bounds)},
		{"bounds: 2 % above the ceiling", 1,
		 tripped(&above, check_bounds)},
		{"compute: 6 % more work than CPU time", 1,
		 tripped(&idle, check_compute)},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		take(&rows[i], context);
}
