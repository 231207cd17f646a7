/*
 * clock.h - one clock for everything that is measured: CLOCK_MONOTONIC, read
 * for real each time (22 ns through the vDSO), never a loop's cached time.
 */
#ifndef HARNESS_RECORD_CLOCK_H
#define HARNESS_RECORD_CLOCK_H

#include <stdint.h>
#include <time.h>

#define NS_PER_S INT64_C(1000000000)

/* By how much the clock of this thread has stepped back: 0 but for the fault
 * that makes it do so (harness/fault/fault.h). */
extern _Thread_local int64_t clock_behind_ns;

/* Nanoseconds since an arbitrary start, the same for all processes. */
static inline int64_t clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec - clock_behind_ns;
}

/* What a clock of CPU time says, in ns; -1 with errno if there is none such. */
static inline int64_t clock_cpu(clockid_t clock)
{
	struct timespec used;

	if (clock_gettime(clock, &used) < 0)
		return -1;
	return used.tv_sec * NS_PER_S + used.tv_nsec;
}

/* The same instant as the kernel's structures want it. */
static inline struct timespec clock_timespec(int64_t ns)
{
	return (struct timespec){.tv_sec = ns / NS_PER_S,
				 .tv_nsec = ns % NS_PER_S};
}

/* Sleeps until an instant of clock_now(); signals do not cut it short. */
void clock_sleep_until(int64_t instant_ns);

#endif
