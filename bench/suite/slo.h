/*
 * slo.h - a service level objective for response times, "p99=10ms": a
 * percentile, and the time under which it must stay. The words of --slo and of a
 * suite's slo.
 */
#ifndef BENCH_SUITE_SLO_H
#define BENCH_SUITE_SLO_H

#include "harness/cell/cell.h"

/* An SLO; zeroed is none. */
struct slo {
	char name[8]; /* p50, p90, p99 or p999, as in a result's response_ns */
	double p;     /* the same as a share: 0.99 */
	int64_t most_ns;
};

/* Reads "p99=10ms". On false, error holds one line. */
bool slo_parse(const char *text, struct slo *slo, char error[CELL_ERROR]);

/* The metric that it is about, as the analysis calls it: "response_p99". Returns
 * to. */
char *slo_metric(const struct slo *slo, char to[CELL_NAME]);

/* How many tasks bear the percentile: n with n(1-p) = 10. */
double slo_tasks(const struct slo *slo);

#endif
