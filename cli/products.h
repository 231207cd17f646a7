/*
 * products.h - what avt makes of a folder's runs, into that folder: the same
 * for avt bench at its end, for avt report, and for the picture of avt compare.
 *
 * Each says one line on standard error where something could not be written,
 * and answers false: whoever asked goes on with the rest.
 */
#ifndef CLI_PRODUCTS_H
#define CLI_PRODUCTS_H

#include "analysis/analysis.h"

#include <limits.h>

/* cells.csv, verdicts.csv, claims.csv, cells.json and bench.txt. */
bool products_tables(const struct analysis *analysis);

/* plots/NAME.svg, and NAME.png as well if asked. */
bool products_figures(const struct analysis *analysis, bool png);

/* report.html, with the figures that are there. */
bool products_report(const struct analysis *analysis);

/* Finds the folder of the plot programs. */
bool products_plots(char plots[PATH_MAX]);

#endif
