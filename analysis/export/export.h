/*
 * export.h - the results as other programs read them: a file per format.
 */
#ifndef ANALYSIS_EXPORT_EXPORT_H
#define ANALYSIS_EXPORT_EXPORT_H

#include "analysis/analysis.h"

/* Writes all of the below into the folder: cells.csv, verdicts.csv, claims.csv,
 * cells.json and bench.txt. Each is whole or what it was before. 0, or -1 with
 * errno. */
int export_write(const struct analysis *analysis);

/* Whether a run is one of those that the verdicts are made of. */
bool export_counts(const struct measured *run);

/* A line per cell, with what it is and its metrics. */
void csv_cells(const struct analysis *analysis, FILE *to);

/* A line per pair of contestants. */
void csv_verdicts(const struct analysis *analysis, FILE *to);

/* A line per test of a claim. */
void csv_claims(const struct analysis *analysis, FILE *to);

/* As hyperfine --export-json. */
void hyperfine_write(const struct analysis *analysis, FILE *to);

/* Go's benchmark format, for benchstat. */
void benchstat_write(const struct analysis *analysis, FILE *to);

#endif
