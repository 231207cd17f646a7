/*
 * axes.c - collects the values of concurrency and of each parameter, workload
 * by workload, and keeps those that vary.
 *
 * Per workload, because two workloads may have a parameter of the same name and
 * each keep it at one value: that is a difference between them, and no axis.
 */
#include "analysis/verdict/axes.h"

#include "analysis/read/order.h"
#include "analysis/read/names.h"

#include <math.h>
#include <string.h>

/* What is looked for, and room for one value per cell. */
struct search {
	struct arena *arena;
	struct experiment *experiment;
	const struct design_experiment *designed;
	struct words words; /* concurrency as text */
	struct param_value *values;
};

/* The value that a cell has on a possible axis; false if it has none. */
static bool value_of(struct search *search, const struct summary *cell,
		     const char *name, struct param_value *value)
{
	if (!strcmp(name, "concurrency")) {
		char text[32];

		snprintf(text, sizeof text, "%.0f", cell->concurrency);
		*value = (struct param_value){
			.name = name,
			.text = words_text(&search->words, text),
			.kind = PARAM_COUNT,
			.number = cell->concurrency,
		};
		return true;
	}
	for (size_t i = 0; i < cell->n_params; i++) {
		if (strcmp(cell->params[i].name, name))
			continue;
		*value = cell->params[i];
		return true;
	}
	return false;
}

/* Adds the distinct values of one workload's cells, if there are several, to
 * the n there are; moves *at past the workload; returns the new number. */
static size_t gather(struct search *search, const char *name, size_t n,
		     size_t *at)
{
	const struct experiment *experiment = search->experiment;
	const char *workload = experiment->cells[*at]->workload;
	struct param_value *values = search->values + n;
	size_t found = 0;

	for (; *at < experiment->n_cells; ++*at) {
		const struct summary *cell = experiment->cells[*at];

		if (cell->workload != workload)
			break;
		found += value_of(search, cell, name, &values[found]);
	}
	found = order_distinct(search->designed, name, values, found);
	return found > 1 ? n + found : n;
}

/* Makes an axis of a name if it varies. */
static void try_axis(struct search *search, const char *name)
{
	struct experiment *experiment = search->experiment;
	size_t n = 0, size = sizeof *search->values;
	struct param_value *values;

	for (size_t at = 0; at < experiment->n_cells;)
		n = gather(search, name, n, &at);
	n = order_distinct(search->designed, name, search->values, n);
	if (n < 2 || experiment->n_axes == MOST_PARAMS + 1)
		return;
	values = arena_array(search->arena, n, size);
	memcpy(values, search->values, n * size);
	experiment->axes[experiment->n_axes++] = (struct axis){name, n, values};
}

/* Contestants are sorted and made distinct like the words of an axis. */
static void find_contestants(struct search *search)
{
	struct experiment *experiment = search->experiment;
	struct param_value *values = search->values;
	size_t n = experiment->n_cells;

	for (size_t i = 0; i < n; i++)
		values[i] = (struct param_value){
			.text = experiment->cells[i]->contestant,
			.number = NAN,
		};
	n = order_distinct(search->designed, "contestants", values, n);
	experiment->n_contestants = n;
	experiment->contestants =
		arena_array(search->arena, n, sizeof *experiment->contestants);
	for (size_t i = 0; i < n; i++)
		experiment->contestants[i] = values[i].text;
}

void axes_find(struct arena *arena, struct experiment *experiment,
	       const struct design_experiment *designed)
{
	struct search search = {
		.arena = arena,
		.experiment = experiment,
		.designed = designed,
		.values = arena_array(arena, experiment->n_cells,
				      sizeof *search.values),
	};
	struct words names;

	words_init(&search.words, arena);
	words_init(&names, arena);
	words_number(&names, "concurrency");
	for (size_t i = 0; i < experiment->n_cells; i++)
		for (size_t j = 0; j < experiment->cells[i]->n_params; j++)
			words_number(&names,
				     experiment->cells[i]->params[j].name);
	for (size_t i = 0; i < names.n; i++)
		try_axis(&search, names.texts[i]);
	find_contestants(&search);
}
