/*
 * kind.c - see kind.h. Both ends of a section are the linker's to name.
 */
#include "analysis/figures/kind.h"

#include <string.h>

extern const struct figure_kind *const __start_figure_kinds[];
extern const struct figure_kind *const __stop_figure_kinds[];

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

	for (size_t i = 0; &__start_figure_kinds[i] < __stop_figure_kinds;
	     i++) {
		const struct figure_kind *kind = __start_figure_kinds[i];

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
