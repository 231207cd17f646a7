/*
 * speed.h - how fast the machine is right now: the time that a fixed piece of
 * work takes, right before and right after a run.
 *
 * Steal and pressure are what the kernel knows of; a virtual CPU that runs
 * slower because its host does something else shows only here.
 */
#ifndef HARNESS_MACHINE_SPEED_H
#define HARNESS_MACHINE_SPEED_H

#include <stdint.h>

/* Steps of compute() in that piece of work. */
enum { SPEED_STEPS = 1250000 };

/* Nanoseconds for work that takes about 2 ms, always the same: five times the
 * median of five fifths, so that one interruption does not count. Runs on the
 * calling thread's CPU set. */
int64_t speed_index(void);

#endif
