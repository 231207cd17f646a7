/*
 * wheel.h - many deadlines, one timer: a hierarchical timing wheel.
 *
 * Adding, removing and expiring cost O(1), whatever the number of timers; a
 * timer is 24 bytes inside its owner. Time is cut into ticks of 2^13 ns
 * (8.2 us); a timer fires at most one tick late, never early. Six levels of 64
 * slots reach 6.5 days. The wheel knows no clock: instants are arguments, so
 * tests drive it in virtual time. After Varghese and Lauck, "Hashed and
 * Hierarchical Timing Wheels" (1987), scheme 6.
 */
#ifndef HARNESS_LOAD_WHEEL_H
#define HARNESS_LOAD_WHEEL_H

#include <stdbool.h>
#include <stdint.h>

enum { WHEEL_TICK_BITS = 13, WHEEL_LEVELS = 6, WHEEL_SLOTS = 64 };

/* A deadline in the wheel, embedded in whatever waits for it. */
struct timer {
	struct timer *next, **link; /* link is NULL when not in a wheel */
	int64_t deadline;           /* ns */
};

/* The wheel; level l, slot s holds deadlines of one span of 64^l ticks. */
struct wheel {
	int64_t ticks;                   /* all before this tick has fired */
	uint64_t occupied[WHEEL_LEVELS]; /* a bit per slot that is not empty */
	struct timer *slots[WHEEL_LEVELS][WHEEL_SLOTS];
	uint64_t count;
};

/* An empty wheel that stands at an instant. */
void wheel_init(struct wheel *wheel, int64_t now);

/* Adds a timer that is in no wheel; one already due fires at the next
 * wheel_expired(). */
void wheel_add(struct wheel *wheel, struct timer *timer, int64_t deadline);

/* Takes a timer out; nothing happens if it is in no wheel. */
void wheel_remove(struct wheel *wheel, struct timer *timer);

/* Moves the wheel on to now and unlinks all timers that are due: a list through
 * `next`, by tick; NULL when there is none. */
struct timer *wheel_expired(struct wheel *wheel, int64_t now);

/* When wheel_expired() has work again: the next deadline's tick or an earlier
 * cascade, never later than any deadline rounded up to its tick. INT64_MAX when
 * empty. */
int64_t wheel_next(const struct wheel *wheel);

#endif
