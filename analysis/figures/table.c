/*
 * table.c - see table.h.
 */
#include "analysis/figures/table.h"

#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static int complain(const char *path, char *error, size_t size)
{
	snprintf(error, size, "cannot write: %s: %s", path, strerror(errno));
	return -1;
}

int tables_open(struct tables *tables, const char *folder, const char *name,
		char *error, size_t size)
{
	snprintf(tables->data_path, PATH_MAX, "%s/plots/data/%s.tsv", folder,
		 name);
	snprintf(tables->labels_path, PATH_MAX, "%s/plots/data/%s.labels.tsv",
		 folder, name);
	tables->data = fopen(tables->data_path, "we");
	if (!tables->data)
		return complain(tables->data_path, error, size);
	tables->labels = fopen(tables->labels_path, "we");
	if (!tables->labels) {
		fclose(tables->data);
		return complain(tables->labels_path, error, size);
	}
	fputs("key\ttext\tnumber\tother\n", tables->labels);
	return 0;
}

/* What could not be written shows at the latest here. */
static int close_one(FILE *table, const char *path, char *error, size_t size)
{
	int broken = ferror(table);

	return fclose(table) || broken ? complain(path, error, size) : 0;
}

int tables_close(struct tables *tables, bool keep, char *error, size_t size)
{
	int status =
		close_one(tables->data, tables->data_path, error, size) |
		close_one(tables->labels, tables->labels_path, error, size);

	if (!keep) {
		unlink(tables->data_path);
		unlink(tables->labels_path);
	}
	return status;
}

/* A field is never empty, since gnuplot would take the next one for it; quotes
 * would open a text in which tabs are no separators. */
void table_field(FILE *to, const char *text)
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

void table_number(FILE *to, double number, char end)
{
	if (isnan(number))
		fprintf(to, "NaN%c", end);
	else
		fprintf(to, "%.10g%c", number, end);
}

void table_numbers(FILE *to, const double *numbers, size_t n)
{
	for (size_t i = 0; i < n; i++)
		table_number(to, numbers[i], i + 1 < n ? '\t' : '\n');
}

void table_label(FILE *to, const char *key, const char *text, double number,
		 const char *other)
{
	fprintf(to, "%s\t", key);
	table_field(to, text);
	fprintf(to, "\t%.10g\t", number);
	table_field(to, other);
	fputc('\n', to);
}

/* gnuplot takes the text of a tick, alone among all texts, for a format. */
static void write_tick(FILE *to, const char *key, const struct tick *tick)
{
	char text[2 * FORMAT_TEXT], *end = text;

	for (const char *c = tick->text; *c; c++) {
		if (*c == '%')
			*end++ = '%';
		*end++ = *c;
	}
	*end = '\0';
	table_label(to, key, text, tick->at, "");
}

void table_scale(FILE *to, const char *axis, const struct scale *scale)
{
	char key[16];

	snprintf(key, sizeof key, "%s-range", axis);
	fprintf(to, "%s\t%.10g\t%.10g\t%s\n", key, scale->least, scale->most,
		scale->log ? "log" : "linear");
	snprintf(key, sizeof key, "%s-tic", axis);
	for (size_t i = 0; i < scale->n; i++)
		write_tick(to, key, &scale->ticks[i]);
}
