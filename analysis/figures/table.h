/*
 * table.h - the two files of a figure: its points, and its words and ticks.
 *
 * Text from suites and results is only ever a field here: gnuplot reads it as
 * data, so what would break a field is replaced, and nothing else needs to be.
 */
#ifndef ANALYSIS_FIGURES_TABLE_H
#define ANALYSIS_FIGURES_TABLE_H

#include "analysis/figures/scale.h"

#include <limits.h>
#include <stdio.h>

/* Files of a figure that are being written. */
struct tables {
	FILE *data, *labels;
	char data_path[PATH_MAX], labels_path[PATH_MAX];
};

/* Makes FOLDER/plots/data/NAME.tsv and NAME.labels.tsv. 0, or -1 with one line
 * in error. */
int tables_open(struct tables *tables, const char *folder, const char *name,
		char *error, size_t size);

/* Ends both files in any case, and removes them unless they are to be kept. 0,
 * or -1 with one line in error: something was not written. */
int tables_close(struct tables *tables, bool keep, char *error, size_t size);

/* Writes text as a field: no tabs, line ends, quotes, controls or broken UTF-8
 * get through. */
void table_field(FILE *to, const char *text);

/* Writes a number, or NaN, and the character that ends its field. */
void table_number(FILE *to, double number, char end);

/* Writes the rest of a row: numbers, and the end of the line. */
void table_numbers(FILE *to, const double *numbers, size_t n);

/* Writes one row of the labels file. */
void table_label(FILE *to, const char *key, const char *text, double number,
		 const char *other);

/* Writes the range and ticks of an axis, "x" or "y". */
void table_scale(FILE *to, const char *axis, const struct scale *scale);

#endif
