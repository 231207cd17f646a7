/*
 * report.h - the parts of report.html, from the answer to its conditions.
 */
#ifndef ANALYSIS_REPORT_REPORT_H
#define ANALYSIS_REPORT_REPORT_H

#include "analysis/analysis.h"

/* The page's style sheet, in the page itself: class cRRGGBB is the colour of a
 * runner that has #RRGGBB. */
void report_style(const struct analysis *analysis, FILE *to);

/* Who is fastest at how many operating points, as a sentence and a bar. */
void report_tally(const struct analysis *analysis, FILE *to);

/* What is commonly claimed, and whether it holds here; nothing without
 * claims. */
void report_claims(const struct analysis *analysis, FILE *to);

/* The question of each experiment, and its answer. */
void report_answers(const struct analysis *analysis, FILE *to);

/* The cells of an experiment as a table, point by point. */
void report_table(const struct analysis *analysis,
		  const struct experiment *experiment, FILE *to);

/* hyperfine's times beside the suite's own, as a table. */
void report_timing(const struct analysis *analysis,
		   const struct experiment *experiment, FILE *to);

/* The machine, how well it could measure, and how many runs there were. */
void report_machine(const struct analysis *analysis, FILE *to);

/* What the words on the page mean. */
void report_glossary(FILE *to);

/* Checks and how many runs each stopped, then cells with invalid runs and why;
 * nothing when there are none. */
void report_invalid(const struct analysis *analysis, FILE *to);

#endif
