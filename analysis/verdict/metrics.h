/*
 * metrics.h - the figures of a run by name.
 */
#ifndef ANALYSIS_VERDICT_METRICS_H
#define ANALYSIS_VERDICT_METRICS_H

#include "analysis/analysis.h"

/* The metric of a name, with or without its unit: "response_p99_ns" or
 * "response_p99". False if there is none. */
bool metric_find(const char *name, enum metric *metric);

#endif
