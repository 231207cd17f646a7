/*
 * promise.h - a promise on response times, "p99=10ms": a percentile, and the
 * time under which it must stay. The words of --slo and of a suite's slo.
 */
#ifndef BENCH_PROMISE_H
#define BENCH_PROMISE_H

#include "harness/cell.h"

/* What is promised. */
struct promise {
	char name[8]; /* p50, p90, p99 or p999, as in a result's response_ns */
	double p;     /* the same as a share: 0.99 */
	int64_t most_ns;
};

/* Reads "p99=10ms". On false, error holds one line. */
bool promise_parse(const char *text, struct promise *promise,
		   char error[CELL_ERROR]);

/* How many tasks bear the percentile: n with n(1-p) = 10. */
double promise_tasks(const struct promise *promise);

#endif
