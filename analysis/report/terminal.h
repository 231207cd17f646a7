/*
 * terminal.h - the parts of summary_print() that stand in a file of their own.
 */
#ifndef ANALYSIS_REPORT_TERMINAL_H
#define ANALYSIS_REPORT_TERMINAL_H

#include "analysis/analysis.h"

/* Columns that a terminal has at least. */
enum { TERMINAL_WIDTH = 100 };

/* What hyperfine and avt say of each batch of an experiment, and the
 * difference, which is start-up and end; false if hyperfine did not time it. */
bool terminal_stopwatch(const struct analysis *analysis,
			const struct experiment *of, FILE *to);

/* What is said, whether it holds here, and when it would; nothing without
 * claims. */
void terminal_claims(const struct analysis *analysis, FILE *to);

/* What the machine did to the numbers, and what could not be seen. */
void terminal_trust(const struct analysis *analysis, FILE *to);

#endif
