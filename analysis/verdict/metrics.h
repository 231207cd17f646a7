/*
 * metrics.h - the figures of a run: by name, and as text.
 */
#ifndef ANALYSIS_VERDICT_METRICS_H
#define ANALYSIS_VERDICT_METRICS_H

#include "analysis/analysis.h"
#include "base/format.h"

/* The metric of a name, with or without its unit: "response_p99_ns" or
 * "response_p99". False if there is none. */
bool metric_find(const char *name, enum metric *metric);

/* Whether a better value means faster, so that a winner is "fastest". */
bool metric_is_speed(enum metric metric);

/* A value with its unit, for a sentence: "12.3 k tasks/s", "5.1 ms". */
char *metric_value(enum metric metric, double value, char to[FORMAT_TEXT]);

/* The same for a column or an axis, whose label says what is counted: "12.3 k".
 */
char *metric_number(enum metric metric, double value, char to[FORMAT_TEXT]);

#endif
