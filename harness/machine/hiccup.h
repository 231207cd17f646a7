/*
 * hiccup.h - how late a sleeper of 1 ms wakes up: what the machine itself adds
 * to every wait (the idea is Gil Tene's jHiccup).
 *
 * With CPUs to spare it sleeps beside the run, in a process of its own on the
 * peer's CPUs. On one or two CPUs its wake-ups would be in the way, so there it
 * sleeps only for a moment before the run and after it.
 */
#ifndef HARNESS_MACHINE_HICCUP_H
#define HARNESS_MACHINE_HICCUP_H

#include "harness/record/hist.h"

#include <stdbool.h>

/* Whether this machine has CPUs to spare for a sleeper beside the run. */
bool hiccup_beside(void);

/* Sleeps here for this long, 1 ms at a time, and adds each lateness. */
void hiccup_watch(struct hist *lateness, int64_t length_ns);

/* Starts a sleeper on a CPU list. Called while the process has one thread. 0,
 * or -1 with errno. */
int hiccup_start(const char *cpus);

/* Ends that sleeper, if there is one, and adds what it saw. */
void hiccup_stop(struct hist *lateness);

#endif
