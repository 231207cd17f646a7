/*
 * table.h - the numbers of an experiment as tables for a terminal.
 */
#ifndef ANALYSIS_TERMINAL_TABLE_H
#define ANALYSIS_TERMINAL_TABLE_H

#include "analysis/analysis.h"

/* Prints a table per panel of an experiment, at most `width` columns wide; for
 * one that hyperfine timed as well, both clocks side by side instead. */
void table_of(const struct analysis *analysis, const struct experiment *of,
	      size_t width, FILE *to);

#endif
