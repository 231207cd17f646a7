/*
 * point.h - an operating point in words: its name, who leads there and by how
 * much, what limits a contestant, why one has no valid run.
 *
 * Nothing here decides anything: outcomes, winners and ratios are those of
 * struct verdict and struct point, and where there is no verdict, that is what
 * is said.
 */
#ifndef ANALYSIS_WORDS_POINT_H
#define ANALYSIS_WORDS_POINT_H

#include "analysis/analysis.h"
#include "analysis/words/statement.h"

/* Room for the longest name of a point or of its leaders. */
enum { POINT_NAME = 256, POINT_WORD = 64 };

/* A cell's value on an axis: "64 tasks in flight", "25 % compute", "delay
 * 5 ms"; "" where the cell has none. Returns to. */
char *point_value(const struct summary *cell, const struct axis *axis,
		  char to[POINT_NAME]);

/* What tells a cell's point apart from all others of the experiment: "call,
 * delay 5 ms, 64 tasks in flight". Returns to. */
char *point_name(const struct experiment *of, const struct summary *cell,
		 char to[POINT_NAME]);

/* The same for all points that share its table or figure, whose axes are left
 * out: "call, delay 5 ms". Returns to. */
char *point_panel(const struct experiment *of, const struct summary *cell,
		  char to[POINT_NAME]);

/* Who leads in a few words: "async", "async ≈ threads:64", "tie",
 * "inconclusive", "too few rounds", "nothing to compare". Returns to. */
char *point_leader(const struct analysis *analysis, const struct point *point,
		   char to[POINT_NAME]);

/* Adds what the verdicts say of a point: "async completes 3.1× as many tasks/s
 * as threads:64 (second), which is CPU-bound (95 % CI 2.9–3.3; ahead in all 10
 * rounds)". */
void point_describe(const struct analysis *analysis, const struct point *point,
		    struct statement *to);

/* Adds a verdict on its own, the one that is ahead first. */
void point_verdict(const struct verdict *verdict, struct statement *to);

/* What limits a cell, for a table: "CPU", "pool of 16"; "" where it is not
 * known. Returns to. */
char *point_bottleneck(const struct summary *cell, char to[POINT_WORD]);

/* The check that a cell without a valid run failed: "overload", or "invalid"
 * where none has a name. Returns to. */
char *point_failure(const struct summary *cell, char to[POINT_WORD]);

#endif
