/*
 * runs.h - runs.jsonl, line by line, into cells with their runs.
 */
#ifndef ANALYSIS_READ_RUNS_H
#define ANALYSIS_READ_RUNS_H

#include "analysis/analysis.h"
#include "analysis/read/names.h"

/* Reads FOLDER/runs.jsonl: fills analysis.summaries with what each cell is and
 * its runs, by round, and counts runs, invalid and skipped lines. A round that
 * was measured twice counts once, as it was the last time. A line that cannot
 * be read, or is of another schema, costs one line on stderr. 0, or -1 with one
 * line in error: no file, no run in it, or all of it is of another schema. */
int runs_read(struct analysis *analysis, struct words *words, char *error,
	      size_t size);

#endif
