/*
 * gaps.c - see gaps.h.
 */
#include "analysis/figures/gaps.h"

#include <math.h>
#include <string.h>

enum { MOST_GAPS = 200 };

/* Rows are so high and the first is so far from the top. */
#define ROW 0.062
#define TOP 0.035

/* Half a box and the space between it and its word. */
#define BESIDE 0.024

/* Beyond this, a word stands to the left of its boxes. */
#define RIGHT 0.8

/* One box. */
struct gap {
	double at; /* share of the x axis */
	const char *check;
};

/* Adds a gap where it belongs from left to right. */
static void add(struct gap *gaps, size_t *n, double at, const char *check)
{
	size_t i = *n;

	if (*n == MOST_GAPS)
		return;
	for (; i && gaps[i - 1].at > at; i--)
		gaps[i] = gaps[i - 1];
	gaps[i].at = at;
	gaps[i].check = check;
	++*n;
}

/* A box somewhere on the plot. */
static void write_box(double x, double y, size_t series, FILE *labels)
{
	char at[32], number[32];

	snprintf(at, sizeof at, "%.4f", x);
	snprintf(number, sizeof number, "%zu", series);
	table_label(labels, "gap", at, y, number);
}

/* A check's name on one side of a box. */
static void write_check(const char *prefix, const char *check, double x,
			double y, const char *side, FILE *labels)
{
	char at[32], text[128];

	snprintf(at, sizeof at, "%.4f", x);
	snprintf(text, sizeof text, "%.90s%s%s", prefix, *prefix ? ": " : "",
		 check);
	table_label(labels, "gap-word", at, y, side);
	table_label(labels, "gap-check", text, 0, "");
}

/* Boxes from left to right, and beside each stretch of one check its name. */
static void write_row(const struct gap *gaps, size_t n, const char *prefix,
		      size_t series, double y, FILE *labels)
{
	for (size_t i = 0, j; i < n; i = j) {
		for (j = i; j < n && !strcmp(gaps[i].check, gaps[j].check); j++)
			write_box(gaps[j].at, y, series, labels);
		if (gaps[j - 1].at <= RIGHT)
			write_check(prefix, gaps[i].check,
				    gaps[j - 1].at + BESIDE, y, "left", labels);
		else
			write_check(prefix, gaps[i].check, gaps[i].at - BESIDE,
				    y, "right", labels);
	}
}

void gaps_mark(const struct summary *cell, size_t series, double x, double y,
	       FILE *labels)
{
	write_box(x, y, series, labels);
	write_check("", cell->check, x + BESIDE, y, "left", labels);
}

/* A cell that has no place here, such as one of another point of a
 * distribution, is not marked. */
unsigned gaps_row(const struct figure *figure, const char *contestant,
		  size_t series, gaps_place *place, const struct scale *x,
		  const char *prefix, unsigned rows, FILE *labels)
{
	struct gap gaps[MOST_GAPS];
	size_t n = 0;

	for (size_t i = 0; i < figure->n_cells; i++) {
		const struct summary *cell = figure->cells[i];
		double at = scale_position(x, place(figure, cell));

		if (!cell->n_valid && isfinite(at) &&
		    !strcmp(cell->contestant, contestant))
			add(gaps, &n, at, cell->check);
	}
	write_row(gaps, n, prefix, series, 1 - TOP - rows * ROW, labels);
	return rows + (n > 0);
}

/* Rows never cover the curves, but however many there are, these keep 40 % of
 * the plot. */
void gaps_room(struct scale *y, unsigned rows)
{
	double share = rows ? fmin(TOP + rows * ROW, 0.6) : 0;
	double times = share / (1 - share);

	if (y->log)
		y->most *= pow(y->most / y->least, times);
	else
		y->most += (y->most - y->least) * times;
}
