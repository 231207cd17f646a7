/*
 * length.h - how long the runs of an operating point last. Pure functions of
 * what pilot runs saw.
 *
 * A window shorter than a response time, or full of start-up, gives a narrow
 * interval around a wrong value. So a run is as long as the slowest contestant
 * of its point needs (harness/validity/steady.h), the same for all of them, and
 * never shorter than the suite says.
 */
#ifndef BENCH_SESSION_LENGTH_H
#define BENCH_SESSION_LENGTH_H

#include <stdint.h>

/* No window and no warm-up is chosen longer; what needs more says so. */
#define LENGTH_MOST_WINDOW_NS INT64_C(3000000000)
#define LENGTH_MOST_WARMUP_NS INT64_C(1000000000)

/* A run's times, in ns. */
struct length {
	int64_t warmup_ns, duration_ns;
};

/* What one contestant needs whose mean response and rate (tasks a second) were
 * seen, not limited; 0 or NAN: not known. `metric` is what decides: a
 * percentile p takes n(1-p) >= 10 tasks, so p99 takes 1000. */
struct length length_need(double response_ns, double rate, const char *metric);

/* The same for an open load that offers `load` (0.7) of a capacity at which
 * `response_ns` was seen. A line makes the response longer by 1/(1-load), the
 * factor of M/M/1 between an idle server and a loaded one, here on top of what
 * a full closed loop shows: an upper estimate. From 90 % on it is ten times:
 * there the line decides, and the check of overload watches it. */
struct length length_need_open(double response_ns, double capacity, double load,
			       const char *metric);

/* The longer of both in each time. */
struct length length_longer(struct length a, struct length b);

/* What is measured: the need, in whole ms so that it reads well, no longer than
 * the limits above and no shorter than what was asked for. */
struct length length_choose(struct length need, struct length asked);

#endif
