/*
 * wheel.h - many deadlines, one timer: a hierarchical timing wheel.
 *
 * Adding, removing and expiring cost O(1), whatever the number of timers; a
 * timer is 24 bytes inside its owner. Time is cut into ticks of a power of two
 * ns; a timer never fires early. With a slack the wheel does what the kernel
 * does for a thread that sleeps: it asks to be woken when the earliest deadline
 * is late by the slack, and then all fire together that are due. So a sleep is
 * equally exact in every model, and neighbours cost one wake-up. Six levels of
 * 64 slots reach 6.5 days with ticks of 8.2 us; what lies beyond is placed
 * again on the way. The wheel knows no clock: instants are arguments, so tests
 * drive it in virtual time. After Varghese and Lauck, "Hashed and
 * Hierarchical Timing Wheels" (1987), scheme 6.
 */
#ifndef HARNESS_LOAD_WHEEL_H
#define HARNESS_LOAD_WHEEL_H

#include <stdbool.h>
#include <stdint.h>

enum { WHEEL_LEVELS = 6, WHEEL_SLOTS = 64 };

/* A deadline in the wheel, embedded in whatever waits for it. */
struct timer {
	struct timer *next, **link; /* link is NULL when not in a wheel */
	int64_t deadline;           /* ns */
};

/* The wheel; level l, slot s holds deadlines of one span of 64^l ticks. */
struct wheel {
	unsigned tick_bits; /* a tick is 2^tick_bits ns */
	int64_t patience;   /* ns from a tick until the wheel has to move */
	int64_t ticks;      /* all before this tick has fired */
	uint64_t occupied[WHEEL_LEVELS]; /* a bit per slot that is not empty */
	struct timer *slots[WHEEL_LEVELS][WHEEL_SLOTS];
	uint64_t count;
};

/* An empty wheel that stands at an instant, for timers that may be late by
 * slack_ns, 1 at the least: a tick is a quarter of it, rounded down to a power
 * of two. */
void wheel_init(struct wheel *wheel, int64_t now, int64_t slack_ns);

/* The same without any patience: woken at each tick of 2^tick_bits ns in which
 * a timer is due, which is then late by a tick at the most. */
void wheel_init_ticks(struct wheel *wheel, int64_t now, unsigned tick_bits);

/* Adds a timer that is in no wheel; one already due fires at the next
 * wheel_expired(). */
void wheel_add(struct wheel *wheel, struct timer *timer, int64_t deadline);

/* Takes a timer out; nothing happens if it is in no wheel. */
void wheel_remove(struct wheel *wheel, struct timer *timer);

/* Moves the wheel on to now and unlinks all timers that are due: a list through
 * `next`, by tick; NULL when there is none. */
struct timer *wheel_expired(struct wheel *wheel, int64_t now);

/* When wheel_expired() has to be called again: at the next deadline's tick or an
 * earlier cascade, and the patience after it. So never later than any deadline
 * and its slack. INT64_MAX when empty. */
int64_t wheel_next(const struct wheel *wheel);

#endif
