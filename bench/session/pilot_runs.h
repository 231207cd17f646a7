/*
 * pilot_runs.h - makes the pilot runs of one contestant at one point.
 */
#ifndef BENCH_SESSION_PILOT_RUNS_H
#define BENCH_SESSION_PILOT_RUNS_H

#include "bench/session/pilots.h"

/* Finds the size of threads:best, then mean response and rate. Each run is
 * repeated longer until it has seen a few responses one after the other.
 * Returns early after a signal (base/process.h), with `known` unset. */
void pilot_run(struct pilot *pilot, const char *scratch, double calibration);

/* What pilot_run() takes where a task takes task_ns: time for a bar. */
int64_t pilot_guess_ns(const struct pilot *pilot, int64_t task_ns);

#endif
