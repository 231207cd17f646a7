/*
 * figures_data.c - the fields and rows of a figure's two files.
 *
 * Text from suites and results is only ever a field here: gnuplot reads it as
 * data, so what would break a field is replaced, and nothing else needs to be.
 */
#include "analysis/figures.h"
#include "analysis/text.h"

#include <math.h>
#include <string.h>

/* Whether a well-formed sequence is still no character: overlong, a surrogate,
 * beyond Unicode, or one of the two that XML forbids. */
static bool no_character(const unsigned char *text)
{
	switch (text[0]) {
	case 0xe0:
		return text[1] < 0xa0;
	case 0xed:
		return text[1] >= 0xa0;
	case 0xef:
		return text[1] == 0xbf && text[2] >= 0xbe;
	case 0xf0:
		return text[1] < 0x90;
	case 0xf4:
		return text[1] >= 0x90;
	default:
		return false;
	}
}

/* Length of the UTF-8 character at text, or 0 if it is broken. */
static size_t utf8_length(const unsigned char *text)
{
	static const unsigned char least[] = {0, 0, 0xc2, 0xe0, 0xf0};
	size_t n = *text < 0x80 ? 1 : *text < 0xe0 ? 2 : *text < 0xf0 ? 3 : 4;

	if (*text > 0xf4 || *text < least[n])
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	return no_character(text) ? 0 : n;
}

void figure_field(FILE *to, const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	if (!*at)
		fputc('-', to);
	while (*at) {
		size_t n = utf8_length(at);

		if (*at == '"')
			fputs("”", to);
		else if (!n)
			fputc('?', to);
		else if (*at < ' ' || *at == 127)
			fputc(' ', to);
		else
			fwrite(at, 1, n, to);
		at += n ? n : 1;
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
	size_t n = text_bytes(name, 17);

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
			     variant(figure, i, cell->runner), cell->runner);
	}
	return n;
}
