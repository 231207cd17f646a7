/*
 * order.c - comparisons. Texts of the analysis are shared, so the same address
 * is the same text, which settles most of them at once. Each comparison is a
 * total order, so that sorting gives the same figure on every machine.
 */
#include "analysis/read/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What qsort_r hands through. */
struct context {
	const struct design_experiment *designed;
	const char *axis;
};

int order_words(const struct design_experiment *designed, const char *axis,
		const char *a, const char *b)
{
	size_t rank_a, rank_b;

	if (a == b)
		return 0;
	rank_a = design_rank(designed, axis, a);
	rank_b = design_rank(designed, axis, b);
	if (rank_a != rank_b)
		return rank_a < rank_b ? -1 : 1;
	return strcmp(a, b);
}

int order_values(const struct design_experiment *designed, const char *axis,
		 const struct param_value *a, const struct param_value *b)
{
	if (a->text == b->text)
		return 0;
	if (isnan(a->number) != isnan(b->number))
		return isnan(a->number) ? 1 : -1;
	if (isnan(a->number))
		return order_words(designed, axis, a->text, b->text);
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return strcmp(a->text, b->text);
}

/* Parameters of a workload have the same names in the same order; two cells of
 * one workload differ in their values only. */
static int order_params(const struct design_experiment *designed,
			const struct summary *a, const struct summary *b)
{
	int order = 0;

	if (a->n_params != b->n_params)
		return a->n_params < b->n_params ? -1 : 1;
	for (size_t i = 0; i < a->n_params && !order; i++) {
		order = strcmp(a->params[i].name, b->params[i].name);
		if (!order)
			order = order_values(designed, a->params[i].name,
					     &a->params[i], &b->params[i]);
	}
	return order;
}

int order_points(const struct design_experiment *designed,
		 const struct summary *a, const struct summary *b)
{
	int order = order_words(designed, "workload", a->workload, b->workload);

	if (!order)
		order = order_params(designed, a, b);
	if (!order)
		order = (a->concurrency > b->concurrency) -
			(a->concurrency < b->concurrency);
	if (!order)
		order = (a->tasks > b->tasks) - (a->tasks < b->tasks);
	if (!order)
		order = strcmp(a->cpus, b->cpus);
	return order ? order : strcmp(a->peer_cpus, b->peer_cpus);
}

/* For qsort_r(). */
static int compare(const void *left, const void *right, void *user)
{
	const struct context *context = user;

	return order_values(context->designed, context->axis, left, right);
}

size_t order_distinct(const struct design_experiment *designed,
		      const char *axis, struct param_value *values, size_t n)
{
	struct context context = {designed, axis};
	size_t kept = 0;

	qsort_r(values, n, sizeof *values, compare, &context);
	for (size_t i = 0; i < n; i++)
		if (!kept || values[kept - 1].text != values[i].text)
			values[kept++] = values[i];
	return kept;
}
