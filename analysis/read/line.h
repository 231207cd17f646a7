/*
 * line.h - one line of runs.jsonl, parsed, into cell and run.
 *
 * The fields are those of docs/results.md. What a line lacks, or has as null,
 * is NAN, "" or 0, as the contract of analysis.h says; never a made-up number.
 */
#ifndef ANALYSIS_READ_LINE_H
#define ANALYSIS_READ_LINE_H

#include "analysis/analysis.h"
#include "analysis/read/names.h"

#include <jansson.h>

/* The first field without which a line means nothing, or NULL: none. */
const char *line_missing(const json_t *line);

/* What the cell of the line is; runs and statistics are left alone. */
void line_describe(const json_t *line, struct words *words,
		   struct summary *cell);

/* How many tasks the run of the line had in flight, if it says so. */
void line_in_flight(const json_t *line, struct summary *cell);

/* What the run of the line measured. */
void line_measured(const json_t *line, struct words *words,
		   struct measured *run);

/* A counter of the line; 0 if absent or negative. */
uint64_t line_count(const json_t *line, const char *name);

#endif
