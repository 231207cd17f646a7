/*
 * exports.h - the runs in the formats of other tools.
 */
#ifndef ANALYSIS_EXPORT_EXPORTS_H
#define ANALYSIS_EXPORT_EXPORTS_H

#include "analysis/analysis.h"

/* Writes cells.json (as hyperfine --export-json) and bench.txt (Go's benchmark
 * format, for benchstat) into the folder; both hold the valid runs that are not
 * dropped. 0, or -1 with errno. */
int exports_write(const struct analysis *analysis);

#endif
