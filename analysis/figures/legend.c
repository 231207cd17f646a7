/*
 * legend.c - see legend.h.
 */
#include "analysis/figures/legend.h"

#include "base/text.h"

#include <string.h>

enum { LOOKS = 6 }; /* points and dashes that style.gp knows */

/* For what is the same in all its cells, such as its runner. */
static const struct summary *any_cell(const struct figure *figure,
				      const char *contestant)
{
	for (size_t i = 0; i < figure->n_cells; i++)
		if (!strcmp(figure->cells[i]->contestant, contestant))
			return figure->cells[i];
	return NULL;
}

/* How many contestants of the runner come before this one, plus 1: its point
 * and dash, the same in every figure of the experiment. */
static int look(const struct figure *figure, size_t contestant,
		const char *runner)
{
	int n = 1;

	for (size_t i = 0; i < contestant; i++) {
		const struct summary *cell =
			any_cell(figure, figure->experiment->contestants[i]);

		n += cell && !strcmp(cell->runner, runner);
	}
	return (n - 1) % LOOKS + 1;
}

size_t legend_write(FILE *labels, const struct figure *figure,
		    const char *names[MOST_SERIES])
{
	const struct experiment *of = figure->experiment;
	size_t n = 0;

	for (size_t i = 0; i < of->n_contestants && n < MOST_SERIES; i++) {
		const char *contestant = of->contestants[i];
		const struct summary *cell = any_cell(figure, contestant);
		size_t fits = text_bytes(contestant, 15);
		char name[96];

		if (!cell)
			continue;
		names[n++] = contestant;
		snprintf(name, sizeof name, "%.*s%s", (int)fits, contestant,
			 contestant[fits] ? "…" : "");
		table_label(labels, "series", name,
			    look(figure, i, cell->runner), cell->model.colour);
	}
	return n;
}

void legend_row(FILE *data, size_t series, const struct summary *cell)
{
	fprintf(data, "%zu\t", series);
	table_field(data, cell->contestant);
	fputc('\t', data);
}
