/*
 * generator.h - who lets tasks arrive in an open load: a process of its own
 * that knows the schedule and nothing else, and never waits for anybody.
 *
 * It sleeps until the next arrival is due, posts all that are due, notes how
 * late they are, and wakes who waits for them. At 200,000 arrivals a second it
 * wakes every 80 us, so that sixteen of them share a wake-up, still below the
 * 100 us that the check allows; at a lower rate more often. When it
 * will have to wake is known from the schedule, so its timers are armed ahead
 * (alarms.h). What it does late is late in no result, since a task's time runs
 * from the instant at which it was meant to arrive.
 */
#ifndef HARNESS_LOAD_GENERATOR_H
#define HARNESS_LOAD_GENERATOR_H

#include "harness/control.h"
#include "harness/load/queue.h"
#include "harness/load/schedule.h"
#include "harness/record/hist.h"

#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

/* What the generator did; in the run's shared mapping. */
struct posting {
	_Atomic uint32_t done; /* all posted, or told to stop */
	int64_t cpu_ns;        /* user and system, since the gate */
	int64_t last_ns; /* when the last one was posted, since the gate */
	uint64_t posted;
	struct hist lag; /* posted minus meant, of those in the window */
};

/* What a generator works with. */
struct generator {
	struct control *control; /* of the gate that it waits at */
	const struct schedule *schedule;
	const struct queues *queues; /* arrivals go to them in turn */
	struct posting *posting;
	int64_t warmup_ns; /* earlier arrivals say nothing of its lag */
	int event_fd;      /* written to when all are posted */
};

/* Starts a generator on a CPU list; it waits at the gate. Called while the
 * process has one thread. Its pid, or -1 with errno. */
pid_t generator_start(const struct generator *generator, const char *cpus);

/* Ends it if it still runs, and reaps it; -1 is none. */
void generator_stop(pid_t pid);

#endif
