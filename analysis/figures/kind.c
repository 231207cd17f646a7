/*
 * kind.c - see kind.h.
 */
#include "analysis/figures/kind.h"

#include <string.h>

static struct kind_entry *kinds;

void kind_add(struct kind_entry *entry)
{
	entry->next = kinds;
	kinds = entry;
}

/* By name where two have the same rank, so that none hides another. */
static int compare(const struct figure_kind *a, const struct figure_kind *b)
{
	return a->rank != b->rank ? a->rank - b->rank
				  : strcmp(a->name, b->name);
}

const struct figure_kind *kind_next(const char *asked,
				    const struct figure_kind *after)
{
	const struct figure_kind *next = NULL;

	for (const struct kind_entry *at = kinds; at; at = at->next) {
		const struct figure_kind *kind = at->kind;

		if (!strcmp(kind->asked, asked) &&
		    (!after || compare(kind, after) > 0) &&
		    (!next || compare(kind, next) < 0))
			next = kind;
	}
	return next;
}

const struct axis *figure_axes(const struct experiment *experiment,
			       const struct axis **y)
{
	const struct figure_kind *kind = kind_next(experiment->figure, NULL);
	const struct axis *concurrency = figure_axis(experiment, "concurrency");

	*y = NULL;
	if (kind && kind->axes)
		return kind->axes(experiment, y);
	return concurrency ? concurrency : figure_param_axis(experiment);
}
