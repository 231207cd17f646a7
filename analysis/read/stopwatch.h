/*
 * stopwatch.h - hyperfine's times beside the suite's own.
 */
#ifndef ANALYSIS_READ_STOPWATCH_H
#define ANALYSIS_READ_STOPWATCH_H

#include "analysis/analysis.h"
#include "analysis/read/names.h"

/* Reads FOLDER/hyperfine/EXPERIMENT.json, as hyperfine --export-json wrote
 * them, into analysis.stopwatches; "command" is "WORKLOAD CONTESTANT". No
 * folder, no stopwatches. A file that cannot be read costs one line on
 * stderr. */
void stopwatches_read(struct analysis *analysis, struct words *words);

#endif
