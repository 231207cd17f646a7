/*
 * order.h - in which order things are shown: as the suite wrote them, numbers
 * ascending.
 */
#ifndef ANALYSIS_READ_ORDER_H
#define ANALYSIS_READ_ORDER_H

#include "analysis/analysis.h"
#include "analysis/read/design.h"

/* Which of two values of an axis comes first: < 0, 0 or > 0. Numbers ascend;
 * words follow, as the suite lists them, then by alphabet. */
int order_values(const struct design_experiment *designed, const char *axis,
		 const struct param_value *a, const struct param_value *b);

/* The same for two words. */
int order_words(const struct design_experiment *designed, const char *axis,
		const char *a, const char *b);

/* Which of two points of an experiment comes first: workload, parameters,
 * concurrency, tasks, CPUs; 0 when it is the same point. */
int order_points(const struct design_experiment *designed,
		 const struct summary *a, const struct summary *b);

/* Sorts values and drops doubles; returns how many are left. */
size_t order_distinct(const struct design_experiment *designed,
		      const char *axis, struct param_value *values, size_t n);

#endif
