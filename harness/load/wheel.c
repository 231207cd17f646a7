/*
 * wheel.c - a hierarchical timing wheel without empty steps; see wheel.h.
 *
 * A deadline's tick, rounded up, is compared with the wheel's own tick: the
 * highest of their base-64 digits that differ is the timer's level, the
 * deadline's digit there its slot. So all of a level lies before all of the
 * next, and the first occupied slot of the first level that is not empty holds
 * the next deadline. Its start is where the wheel goes next, however far that
 * is: slots of level 0 fire, others cascade, their timers finding a place on a
 * lower level. Only the top level goes round; a deadline beyond its reach waits
 * in its last slot, and is placed again when the wheel gets there.
 */
#include "harness/load/wheel.h"

#include <stddef.h>

enum {
	DIGIT_BITS = 6, /* 64 slots */
	TOP = WHEEL_LEVELS - 1,
	PEEK = 8, /* most timers that wheel_next() looks at */
};

/* A slot by its number from the start of time, in units of its level. */
struct spot {
	unsigned level;
	int64_t span;
};

static unsigned slot_of(struct spot spot)
{
	return (unsigned)spot.span % WHEEL_SLOTS;
}

static int64_t start_of(struct spot spot)
{
	return spot.span << (DIGIT_BITS * spot.level);
}

/* The first tick at which a deadline has passed. */
static int64_t tick_of(const struct wheel *wheel, int64_t deadline)
{
	const int64_t below = (INT64_C(1) << wheel->tick_bits) - 1;

	return (deadline >> wheel->tick_bits) + ((deadline & below) != 0);
}

/* When the wheel has to move because of a tick. */
static int64_t wake_for(const struct wheel *wheel, int64_t tick)
{
	return (tick << wheel->tick_bits) + wheel->patience;
}

/* Where a tick belongs as the wheel stands now. */
static struct spot spot_for(const struct wheel *wheel, int64_t tick)
{
	uint64_t differ;
	struct spot spot;
	int64_t last;

	if (tick < wheel->ticks)
		tick = wheel->ticks;
	differ = (uint64_t)(tick ^ wheel->ticks);
	spot.level = (63 - (unsigned)__builtin_clzll(differ | 1)) / DIGIT_BITS;
	if (spot.level > TOP)
		spot.level = TOP;
	spot.span = tick >> (DIGIT_BITS * spot.level);
	last = (wheel->ticks >> (DIGIT_BITS * spot.level)) + WHEEL_SLOTS - 1;
	if (spot.span > last)
		spot.span = last;
	return spot;
}

/* Finds the first occupied slot in time; false when there is none. */
static bool find_first(const struct wheel *wheel, struct spot *first)
{
	for (unsigned level = 0; level < WHEEL_LEVELS; level++) {
		uint64_t occupied = wheel->occupied[level];
		int64_t base = wheel->ticks >> (DIGIT_BITS * level);
		unsigned turn = (unsigned)base % WHEEL_SLOTS;

		if (!occupied)
			continue;
		occupied = occupied >> turn | occupied << (-turn & 63);
		first->level = level;
		first->span = base + __builtin_ctzll(occupied);
		return true;
	}
	return false;
}

/* Links a timer, whose deadline is set, into its slot. */
static void place(struct wheel *wheel, struct timer *timer)
{
	struct spot spot = spot_for(wheel, tick_of(wheel, timer->deadline));
	struct timer **head = &wheel->slots[spot.level][slot_of(spot)];

	timer->next = *head;
	if (timer->next)
		timer->next->link = &timer->next;
	timer->link = head;
	*head = timer;
	wheel->occupied[spot.level] |= UINT64_C(1) << slot_of(spot);
}

/* Empties a slot and returns what was in it. */
static struct timer *take(struct wheel *wheel, struct spot spot)
{
	struct timer **head = &wheel->slots[spot.level][slot_of(spot)];
	struct timer *list = *head;

	*head = NULL;
	wheel->occupied[spot.level] &= ~(UINT64_C(1) << slot_of(spot));
	return list;
}

/* Places a slot's timers again, now that the wheel stands at its start. */
static void cascade(struct wheel *wheel, struct timer *list)
{
	for (struct timer *next; list; list = next) {
		next = list->next;
		place(wheel, list);
	}
}

/* Appends a slot's timers to the due list at tail; returns the new tail. */
static struct timer **fire(struct wheel *wheel, struct timer *list,
			   struct timer **tail)
{
	*tail = list;
	for (; list; list = list->next) {
		list->link = NULL;
		tail = &list->next;
		wheel->count--;
	}
	return tail;
}

void wheel_init_ticks(struct wheel *wheel, int64_t now, unsigned tick_bits)
{
	*wheel = (struct wheel){.tick_bits = tick_bits,
				.ticks = now >> tick_bits};
}

void wheel_init(struct wheel *wheel, int64_t now, int64_t slack_ns)
{
	uint64_t quarter = (uint64_t)slack_ns / 4;

	wheel_init_ticks(wheel, now,
			 63 - (unsigned)__builtin_clzll(quarter | 1));
	wheel->patience = slack_ns - (INT64_C(1) << wheel->tick_bits);
}

void wheel_add(struct wheel *wheel, struct timer *timer, int64_t deadline)
{
	timer->deadline = deadline;
	place(wheel, timer);
	wheel->count++;
}

void wheel_remove(struct wheel *wheel, struct timer *timer)
{
	uintptr_t offset;

	if (!timer->link)
		return;
	*timer->link = timer->next;
	if (timer->next)
		timer->next->link = timer->link;
	/* The last of its slot: link points into the table of slots. */
	offset = (uintptr_t)timer->link - (uintptr_t)wheel->slots;
	if (!timer->next && offset < sizeof wheel->slots) {
		size_t index = (size_t)(timer->link - wheel->slots[0]);

		wheel->occupied[index / WHEEL_SLOTS] &=
			~(UINT64_C(1) << index % WHEEL_SLOTS);
	}
	timer->link = NULL;
	wheel->count--;
}

struct timer *wheel_expired(struct wheel *wheel, int64_t now)
{
	int64_t target = now >> wheel->tick_bits;
	struct timer *due = NULL, **tail = &due;
	struct spot first;

	while (find_first(wheel, &first) && start_of(first) <= target) {
		struct timer *list = take(wheel, first);

		wheel->ticks = start_of(first);
		if (first.level == 0)
			tail = fire(wheel, list, tail);
		else
			cascade(wheel, list);
	}
	if (wheel->ticks < target)
		wheel->ticks = target;
	return due;
}

/*
 * A slot of a higher level is not sorted. Where it holds only a few timers,
 * their earliest tick is exact and saves the wake-up for the cascade; where it
 * holds many, one cascade is nothing beside firing them. On the top level a
 * slot may hold deadlines that lie beyond it: they wait for the cascade.
 */
int64_t wheel_next(const struct wheel *wheel)
{
	const struct timer *timer;
	struct spot first;
	int64_t earliest;

	if (!find_first(wheel, &first))
		return INT64_MAX;
	if (first.level == 0 || first.level == TOP)
		return wake_for(wheel, start_of(first));
	timer = wheel->slots[first.level][slot_of(first)];
	earliest = tick_of(wheel, timer->deadline);
	for (int i = 0; timer && i < PEEK; i++, timer = timer->next) {
		int64_t tick = tick_of(wheel, timer->deadline);

		earliest = tick < earliest ? tick : earliest;
	}
	if (timer) /* more than a few */
		earliest = start_of(first);
	return wake_for(wheel, earliest);
}
