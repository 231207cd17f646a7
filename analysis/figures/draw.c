/*
 * draw.c - writes the data files of every figure and has gnuplot draw them.
 */
#include "analysis/figures/figures.h"
#include "analysis/figures/gnuplot.h"

/* The words that all kinds have; then the kind's own. */
static bool write_tables(const struct figure *figure, const struct tables *to)
{
	const struct figure_kind *kind = figure->kind;

	table_label(to->labels, "title", figure->title, 0, "");
	table_label(to->labels, "subtitle", figure->subtitle, 0, "");
	table_label(to->labels, "x", figure_axis_name(figure->x), 0, "");
	table_label(to->labels, "y", kind->y, 0, "");
	if (kind->small)
		table_label(to->labels, "small", "", 1, "");
	return kind->write(figure, to);
}

static int draw(struct gnuplot *gnuplot, const struct figure *figure,
		const struct tables *tables, const char *ending)
{
	const struct figure_kind *kind = figure->kind;
	char output[PATH_MAX];

	snprintf(output, sizeof output, "%s/plots/%s%s", gnuplot->folder,
		 figure->name, ending);
	return gnuplot_draw(gnuplot, kind->program ? kind->program : kind->name,
			    tables, output);
}

/* A figure without a single point is not drawn, and that is no failure. */
static int write_and_draw(struct gnuplot *gnuplot, const struct figure *figure,
			  bool png)
{
	struct tables tables = {0};
	bool some;

	if (tables_open(&tables, gnuplot->folder, figure->name, gnuplot->error,
			gnuplot->size) < 0)
		return -1;
	some = write_tables(figure, &tables);
	if (tables_close(&tables, some, gnuplot->error, gnuplot->size) < 0)
		return -1;
	if (some && draw(gnuplot, figure, &tables, ".svg") < 0)
		return -1;
	return some && png ? draw(gnuplot, figure, &tables, ".png") : 0;
}

int figures_draw(const struct analysis *analysis, const char *gp_folder,
		 bool png, char *error, size_t size)
{
	struct gnuplot gnuplot;
	struct figures figures;
	struct arena *arena;
	int status = 0;

	if (gnuplot_begin(&gnuplot, analysis->folder, gp_folder, error, size) <
	    0)
		return -1;
	arena = arena_new();
	figures_plan(analysis, arena, &figures);
	for (size_t i = 0; i < figures.n && status == 0; i++)
		status = write_and_draw(&gnuplot, &figures.all[i], png);
	status |= gnuplot_end(&gnuplot);
	arena_free(arena);
	return status ? -1 : 0;
}
