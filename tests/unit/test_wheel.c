/*
 * test_wheel.c - the timing wheel in virtual time, against a plain array that
 * is searched from end to end: what fires, when, in which order, and when the
 * wheel wants to be woken.
 */
#include "harness/load/wheel.h"
#include "harness/contract/workload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { TICK_BITS = 13 };
#define TICK ((int64_t)1 << TICK_BITS)
#define DAY  (86400 * S)

static uint64_t drawn;

/* A random number below 2^bits. */
static int64_t draw(unsigned bits)
{
	return (int64_t)(mix64(++drawn) & ((UINT64_C(1) << bits) - 1));
}

/* A random span of any magnitude up to 2^most ns. */
static int64_t draw_span(unsigned most)
{
	return draw((unsigned)draw(10) % (most + 1));
}

static int64_t rounded_up(int64_t deadline)
{
	return (deadline + TICK - 1) / TICK * TICK;
}

/* The array beside the wheel: link tells whether a timer is in the wheel. */
enum { MODEL = 300 };
static struct wheel wheel;
static struct timer timers[MODEL];
static bool inside[MODEL];

static int64_t earliest(void)
{
	int64_t least = INT64_MAX;

	for (int i = 0; i < MODEL; i++)
		if (inside[i] && rounded_up(timers[i].deadline) < least)
			least = rounded_up(timers[i].deadline);
	return least;
}

/* Moves both on; whatever the wheel gives must be due, and in order. */
static void advance(int64_t now, int64_t earlier)
{
	int64_t last = 0;

	for (struct timer *t = wheel_expired(&wheel, now); t; t = t->next) {
		int64_t tick = rounded_up(t->deadline);

		assert_true(inside[t - timers]);
		inside[t - timers] = false;
		assert_null(t->link);
		assert_true(t->deadline <= now);
		tick = tick < earlier ? earlier : tick;
		assert_true(tick >= last);
		last = tick;
	}
	assert_true(earliest() > now);
}

static void toggle(int which, int64_t now, unsigned span)
{
	if (inside[which])
		wheel_remove(&wheel, &timers[which]);
	else
		wheel_add(&wheel, &timers[which],
			  now + draw_span(span) - 20000);
	inside[which] = !inside[which];
}

static void compare(int64_t now, int steps, unsigned span)
{
	wheel_init_ticks(&wheel, now, TICK_BITS);
	for (int i = 0; i < MODEL; i++)
		inside[i] = false;
	for (int step = 0; step < steps; step++) {
		int64_t earlier = now, next;
		uint64_t count = 0;

		for (int i = (int)draw(4); i > 0; i--)
			toggle((int)draw(20) % MODEL, now, span);
		for (int i = 0; i < MODEL; i++)
			count += inside[i];
		assert_int_equal(wheel.count, count);
		next = wheel_next(&wheel);
		assert_true(count ? next <= earliest() || next <= now
				  : next == INT64_MAX);
		if (draw(1) && count)
			now = next > now ? next : now;
		else
			now += draw_span(span);
		advance(now, earlier / TICK * TICK);
	}
}

static void test_against_array(void **state)
{
	(void)state;
	compare(0, 20000, 24);
	compare(123456789, 20000, 34);
	compare(77 * DAY, 20000, 51);
}

/* The top level goes round here: all digits of the tick change at once. */
static void test_at_turns(void **state)
{
	(void)state;
	for (unsigned bits = 6; bits <= 36; bits += 6)
		compare(((INT64_C(3) << bits) - 2) * TICK, 3000, bits + 10);
}

static void test_empty(void **state)
{
	struct timer timer = {0};

	(void)state;
	wheel_init_ticks(&wheel, 5 * S, TICK_BITS);
	assert_true(wheel_next(&wheel) == INT64_MAX);
	assert_null(wheel_expired(&wheel, 6 * S));
	wheel_remove(&wheel, &timer);
	assert_int_equal(wheel.count, 0);
}

static void test_due_already(void **state)
{
	struct timer timer = {0};

	(void)state;
	wheel_init_ticks(&wheel, 5 * S, TICK_BITS);
	wheel_add(&wheel, &timer, 4 * S);
	assert_true(wheel_next(&wheel) <= 5 * S);
	assert_ptr_equal(wheel_expired(&wheel, 5 * S), &timer);
	wheel_add(&wheel, &timer, 0);
	assert_ptr_equal(wheel_expired(&wheel, 5 * S), &timer);
	assert_null(timer.next);
}

/* Few timers need no wake-up but their own. */
static void test_no_idle_wakeups(void **state)
{
	struct timer few[8] = {0};

	(void)state;
	wheel_init_ticks(&wheel, 0, TICK_BITS);
	for (int i = 0; i < 8; i++)
		wheel_add(&wheel, &few[i], 5 * MS + i);
	assert_true(wheel_next(&wheel) == rounded_up(5 * MS));
}

/* Beyond the reach: woken seldom, fired on the tick. */
static void test_far(void **state)
{
	const int64_t far = 100 * DAY + 12345, start = 6 * DAY;
	struct timer timer = {0}, never = {0};
	int wakeups = 0;
	int64_t now = start;

	(void)state;
	wheel_init_ticks(&wheel, start, TICK_BITS);
	wheel_add(&wheel, &timer, far);
	wheel_add(&wheel, &never, INT64_MAX);
	for (; timer.link; wakeups++) {
		now = wheel_next(&wheel);
		wheel_expired(&wheel, now);
	}
	assert_true(now == rounded_up(far));
	assert_true(wakeups < 40);
	assert_non_null(never.link);
	wheel_remove(&wheel, &never);
	assert_true(wheel_next(&wheel) == INT64_MAX);
}

enum { MILLION = 1000000 };

static struct timer *add_million(int64_t start)
{
	struct timer *many = calloc(MILLION, sizeof *many);

	assert_non_null(many);
	wheel_init_ticks(&wheel, start, TICK_BITS);
	for (int i = 0; i < MILLION; i++)
		wheel_add(&wheel, &many[i], start + draw(35));
	assert_int_equal(wheel.count, MILLION);
	return many;
}

static void test_million_by_wakeups(void **state)
{
	const int64_t start = 3 * DAY + 1;
	struct timer *many = add_million(start);
	int64_t fired = 0, now;

	(void)state;
	while ((now = wheel_next(&wheel)) != INT64_MAX) {
		struct timer *t = wheel_expired(&wheel, now);

		for (; t; t = t->next, fired++) {
			assert_true(t->deadline <= now);
			assert_true(now - t->deadline < TICK);
		}
	}
	assert_int_equal(fired, MILLION);
	assert_int_equal(wheel.count, 0);
	free(many);
}

static void test_million_in_one_jump(void **state)
{
	struct timer *many = add_million(S);
	int64_t fired = 0, last = 0;

	(void)state;
	for (int i = 0; i < MILLION; i += 2)
		wheel_remove(&wheel, &many[i]);
	for (struct timer *t = wheel_expired(&wheel, DAY); t; t = t->next) {
		assert_true(rounded_up(t->deadline) >= last);
		last = rounded_up(t->deadline);
		fired++;
	}
	assert_int_equal(fired, MILLION / 2);
	free(many);
}

/* Woken only when it asks, at whatever slack: no timer is early, none is later
 * than the slack. */
static void test_slack(void **state)
{
	static const int64_t slacks[] = {1, 3, 4, 1000, 8000, 50000, 10 * MS};
	enum { MANY = 2000 };
	static struct timer many[MANY];
	int64_t now;

	(void)state;
	for (size_t i = 0; i < sizeof slacks / sizeof *slacks; i++) {
		wheel_init(&wheel, DAY, slacks[i]);
		for (int k = 0; k < MANY; k++)
			wheel_add(&wheel, &many[k], DAY + 1 + draw(23));
		while ((now = wheel_next(&wheel)) != INT64_MAX)
			for (struct timer *t = wheel_expired(&wheel, now); t;
			     t = t->next)
				assert_in_range(now - t->deadline, 0,
						slacks[i]);
		assert_int_equal(wheel.count, 0);
	}
}

/* One is as late as a thread that sleeps alone: by the slack, but for the
 * quarter of it that a tick may be. */
static void test_slack_of_one(void **state)
{
	struct timer timer = {0};
	int64_t late;

	(void)state;
	wheel_init(&wheel, 0, 50 * US);
	wheel_add(&wheel, &timer, 5 * MS);
	late = wheel_next(&wheel) - 5 * MS;
	assert_in_range(late, 40 * US, 50 * US);
}

/* Sleepers that come one a microsecond and may be 50 us late share wake-ups. */
static void test_slack_collects(void **state)
{
	enum { MANY = 5000 };
	static struct timer many[MANY];
	int wakeups = 0;

	(void)state;
	wheel_init(&wheel, 0, 50 * US);
	for (int k = 0; k < MANY; k++)
		wheel_add(&wheel, &many[k], 100 * US + k * US);
	for (; wheel.count; wakeups++)
		wheel_expired(&wheel, wheel_next(&wheel));
	assert_in_range(wakeups, 100, 140);
}

/* Years pass; an empty step each tick would not end. */
static void test_long_jump(void **state)
{
	struct timer timer = {0};

	(void)state;
	wheel_init_ticks(&wheel, 0, TICK_BITS);
	for (int64_t now = 0; now < 100000 * DAY; now += 1000 * DAY) {
		wheel_add(&wheel, &timer, now + 999 * DAY);
		assert_ptr_equal(wheel_expired(&wheel, now + 1000 * DAY),
				 &timer);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_due_already),
		cmocka_unit_test(test_no_idle_wakeups),
		cmocka_unit_test(test_against_array),
		cmocka_unit_test(test_at_turns),
		cmocka_unit_test(test_far),
		cmocka_unit_test(test_million_by_wakeups),
		cmocka_unit_test(test_million_in_one_jump),
		cmocka_unit_test(test_long_jump),
		cmocka_unit_test(test_slack),
		cmocka_unit_test(test_slack_of_one),
		cmocka_unit_test(test_slack_collects),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("wheel", tests, NULL, NULL);
}
