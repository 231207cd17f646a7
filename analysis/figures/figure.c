/*
 * figure.c - see figure.h.
 */
#include "analysis/figures/figure.h"

#include "base/units.h"
#include "analysis/verdict/metrics.h"

#include <math.h>
#include <string.h>

/* NULL where the workload has no such parameter. */
static const struct param_value *param_of(const struct summary *cell,
					  const char *name)
{
	for (size_t i = 0; i < cell->n_params; i++)
		if (!strcmp(cell->params[i].name, name))
			return &cell->params[i];
	return NULL;
}

/* No axis at all stands for the one that every cell has. */
static bool is_concurrency(const struct axis *axis)
{
	return !axis || !strcmp(axis->name, "concurrency");
}

const struct axis *figure_axis(const struct experiment *experiment,
			       const char *name)
{
	for (size_t i = 0; i < experiment->n_axes; i++)
		if (!strcmp(experiment->axes[i].name, name))
			return &experiment->axes[i];
	return NULL;
}

const struct axis *figure_param_axis(const struct experiment *experiment)
{
	for (size_t i = 0; i < experiment->n_axes; i++)
		if (!is_concurrency(&experiment->axes[i]))
			return &experiment->axes[i];
	return NULL;
}

double figure_at(const struct summary *cell, const struct axis *axis)
{
	const struct param_value *param;

	if (is_concurrency(axis))
		return cell->concurrency;
	param = param_of(cell, axis->name);
	if (!param)
		return 0;
	for (size_t i = 0; isnan(param->number) && i < axis->n; i++)
		if (!strcmp(axis->values[i].text, param->text))
			return (double)i;
	return isnan(param->number) ? 0 : param->number;
}

char *figure_value(const struct summary *cell, const struct axis *axis,
		   char to[FORMAT_TEXT])
{
	const struct param_value *param;

	if (is_concurrency(axis))
		return format_whole(cell->concurrency, to);
	param = param_of(cell, axis->name);
	if (param && cell->rate > 0 && !strcmp(axis->name, "rate"))
		return figure_rate(cell->rate, to);
	*to = '\0';
	return param ? unit_words(param->kind, param->text, to) : to;
}

const char *figure_axis_name(const struct axis *axis)
{
	if (is_concurrency(axis))
		return "tasks in flight";
	if (!strcmp(axis->name, "load"))
		return "offered load (of its own capacity)";
	if (!strcmp(axis->name, "rate"))
		return "offered load (tasks/s)";
	return strcmp(axis->name, "compute") ? axis->name : "compute fraction";
}

bool figure_same_panel(const struct summary *a, const struct summary *b,
		       const struct axis *x, const struct axis *y)
{
	if (strcmp(a->workload, b->workload) || a->n_params != b->n_params)
		return false;
	if (strcmp(a->cpus, b->cpus) || strcmp(a->peer_cpus, b->peer_cpus))
		return false;
	if (!is_concurrency(x) && a->concurrency != b->concurrency)
		return false;
	for (size_t i = 0; i < a->n_params; i++) {
		const struct param_value *one = &a->params[i];

		if (x && !strcmp(one->name, x->name))
			continue;
		if (y && !strcmp(one->name, y->name))
			continue;
		if (strcmp(one->text, b->params[i].text))
			return false;
	}
	return true;
}

void figure_add_value(struct values *values, const struct summary *cell)
{
	double at = figure_at(cell, values->axis);
	size_t i = values->n;

	for (size_t k = 0; k < values->n; k++)
		if (values->at[k] == at)
			return;
	if (values->n == MOST_VALUES)
		return;
	for (; i && values->at[i - 1] > at; i--) {
		values->at[i] = values->at[i - 1];
		memcpy(values->text[i], values->text[i - 1], FORMAT_TEXT);
	}
	values->at[i] = at;
	figure_value(cell, values->axis, values->text[i]);
	values->n++;
}

bool figure_has_curve(const struct figure *figure)
{
	struct values values = {.axis = figure->x};
	bool words =
		figure->x && figure->x->n && isnan(figure->x->values[0].number);

	for (size_t i = 0; i < figure->n_cells; i++)
		figure_add_value(&values, figure->cells[i]);
	return !words && values.n != 1;
}

char *figure_rate(double rate, char *to)
{
	return metric_number(ACHIEVED_RATE, rate, to);
}
