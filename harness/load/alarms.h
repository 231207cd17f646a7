/*
 * alarms.h - a few timers armed ahead, for somebody who knows long before at
 * which instants he will have to wake.
 *
 * To arm the timer that expires next, the kernel has to set the clock's
 * hardware, which costs a virtual machine a trap to its host; to arm a later
 * one it only writes a line in its book, and sets the hardware when the one
 * before expires, which it does anyway. So waking costs half the CPU time of a
 * clock_nanosleep() each (10 us against 22 on a virtual machine).
 *
 * A timer also expires as much earlier as sleeps here end late at the least:
 * that falls at once and creeps up, so what is left to wait is hardly ever more
 * than a microsecond or two, which are waited awake.
 */
#ifndef HARNESS_LOAD_ALARMS_H
#define HARNESS_LOAD_ALARMS_H

#include <stdbool.h>
#include <stdint.h>

enum { ALARMS = 4 };

/* The timers, in the order in which they expire. */
struct alarms {
	int fds[ALARMS];         /* timerfds */
	int64_t instant[ALARMS]; /* on clock_now() */
	int64_t meant[ALARMS];   /* when it expires: a little before that */
	unsigned first, n;       /* which are armed */
	int64_t late;            /* ns */
};

/* Opens the timers: 0, or -1 with errno. They end with the process. */
int alarms_open(struct alarms *alarms);

/* Whether another one can be armed. */
static inline bool alarms_free(const struct alarms *alarms)
{
	return alarms->n < ALARMS;
}

/* Arms a free one for an instant, not before those of the others. 0, or -1 with
 * errno. */
int alarms_set(struct alarms *alarms, int64_t instant);

/* Waits until the first instant has come, and frees its timer; one must be
 * armed. The instant it is now, or -1 with errno. */
int64_t alarms_wait(struct alarms *alarms);

#endif
