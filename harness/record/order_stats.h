/*
 * order_stats.h - how well a run's percentile is known: the interval between
 * two order statistics, which needs no assumption on the distribution.
 */
#ifndef HARNESS_RECORD_ORDER_STATS_H
#define HARNESS_RECORD_ORDER_STATS_H

#include "harness/record/hist.h"

#include <stdbool.h>

/* Values between which the percentile p (0 to 1) of what was sampled lies with
 * 95 %: those of rank np -+ 1.96 sqrt(np(1-p)), rounded outwards, and their
 * buckets' bounds (David and Nagaraja, "Order Statistics", 7.1). It takes the
 * values for independent; the tasks of one run seldom are, so runs, not this,
 * are compared. False: the data do not bear this percentile. */
bool order_stats_interval(const struct hist *hist, double p, int64_t *low,
			  int64_t *high);

#endif
