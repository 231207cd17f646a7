/*
 * clock.c - see clock.h.
 */
#include "harness/record/clock.h"

#include <errno.h>

_Thread_local int64_t clock_behind_ns;

void clock_sleep_until(int64_t instant_ns)
{
	struct timespec until = clock_timespec(instant_ns);

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) ==
	       EINTR)
		;
}
