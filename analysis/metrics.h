/*
 * metrics.h - the figures of a run by name, and written values as numbers.
 */
#ifndef ANALYSIS_METRICS_H
#define ANALYSIS_METRICS_H

#include "analysis/analysis.h"

/* The metric of a name, with or without its unit: "response_p99_ns" or
 * "response_p99". False if there is none. */
bool metric_find(const char *name, enum metric *metric);

/* The number that a written parameter stands for: "5ms" is 5e6, "25%" is 25,
 * "10k" is 10000; NAN for a word. Results do not say what kind a parameter is,
 * so k, m and g are thousands: a size of 64k is 2.4 % off, enough to order
 * values and to place them on an axis, where their text labels them. */
double param_number(const char *text);

#endif
