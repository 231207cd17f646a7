/*
 * data.c - the fields and rows of a figure's two files.
 *
 * Text from suites and results is only ever a field here: gnuplot reads it as
 * data, so what would break a field is replaced, and nothing else needs to be.
 */
#include "analysis/figures/figures.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

/* A field is never empty, since gnuplot would take the next one for it; quotes
 * would open a text in which tabs are no separators. */
void figure_field(FILE *to, const char *text)
{
	if (!*text)
		fputc('-', to);
	while (*text) {
		size_t n = text_character(text);

		if (*text == '"')
			fputs("”", to);
		else if (!n)
			fputc('?', to);
		else if ((unsigned char)*text < ' ' || *text == 127)
			fputc(' ', to);
		else
			fwrite(text, 1, n, to);
		text += n ? n : 1;
	}
}

void figure_label(FILE *to, const char *key, const char *text, double number,
		  const char *other)
{
	fprintf(to, "%s\t", key);
	figure_field(to, text);
	fprintf(to, "\t%.10g\t", number);
	figure_field(to, other);
	fputc('\n', to);
}

/* gnuplot takes the text of a tick, alone among all texts, for a format. */
static void figure_tick(FILE *to, const char *key, const struct tick *tick)
{
	char text[2 * TICK_TEXT], *end = text;

	for (const char *c = tick->text; *c; c++) {
		if (*c == '%')
			*end++ = '%';
		*end++ = *c;
	}
	*end = '\0';
	figure_label(to, key, text, tick->at, "");
}

void figure_scale(FILE *to, const char *axis, const struct scale *scale)
{
	char key[16];

	snprintf(key, sizeof key, "%s-range", axis);
	fprintf(to, "%s\t%.10g\t%.10g\t%s\n", key, scale->least, scale->most,
		scale->log ? "log" : "linear");
	snprintf(key, sizeof key, "%s-tic", axis);
	for (size_t i = 0; i < scale->n; i++)
		figure_tick(to, key, &scale->ticks[i]);
}

void figure_number(FILE *to, double number, char end)
{
	if (isnan(number))
		fprintf(to, "NaN%c", end);
	else
		fprintf(to, "%.10g%c", number, end);
}

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
static int variant(const struct figure *figure, size_t contestant,
		   const char *runner)
{
	int n = 1;

	for (size_t i = 0; i < contestant; i++) {
		const struct summary *cell =
			any_cell(figure, figure->experiment->contestants[i]);

		n += cell && !strcmp(cell->runner, runner);
	}
	return (n - 1) % 6 + 1;
}

/* A name short enough for the legend, cut between characters. */
static void legend_name(const char *name, char to[96])
{
	size_t n = text_bytes(name, 15);

	snprintf(to, 96, "%.*s%s", (int)n, name, name[n] ? "…" : "");
}

size_t figure_series(FILE *to, const struct figure *figure,
		     const char *names[MOST_SERIES])
{
	const struct experiment *of = figure->experiment;
	size_t n = 0;

	for (size_t i = 0; i < of->n_contestants && n < MOST_SERIES; i++) {
		const struct summary *cell =
			any_cell(figure, of->contestants[i]);
		char name[96];

		if (!cell)
			continue;
		names[n++] = of->contestants[i];
		legend_name(cell->contestant, name);
		figure_label(to, "series", name,
			     variant(figure, i, cell->runner),
			     cell->model.colour);
	}
	return n;
}

bool figure_write(const struct figure *figure, const struct tables *to,
		  const struct analysis *analysis)
{
	figure_label(to->labels, "title", figure->title, 0, "");
	figure_label(to->labels, "subtitle", figure->subtitle, 0, "");
	figure_label(to->labels, "x", figure_axis_name(figure->x), 0, "");
	figure_label(to->labels, "y", figure_info[figure->kind].y, 0, "");
	switch (figure->kind) {
	case FIGURE_MAP:
		return figure_map(figure, to, analysis);
	case FIGURE_STOPWATCH:
		return figure_stopwatch(figure, to, analysis);
	case FIGURE_OPEN:
		return figure_open(figure, to);
	case FIGURE_BARS:
		return figure_bars(figure, to);
	case FIGURE_DISTRIBUTION:
		return figure_distribution(figure, to);
	default:
		return figure_curves(figure, to);
	}
}
