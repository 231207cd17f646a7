/*
 * reasons.h - which checks runs failed, and what those checks mean to a reader.
 */
#ifndef ANALYSIS_WORDS_REASONS_H
#define ANALYSIS_WORDS_REASONS_H

#include "analysis/analysis.h"

/* A check and the runs that failed it first. */
struct check_count {
	const char *name;
	size_t runs, cells;
};

enum { MOST_CHECKS = 24 };

/* Counts the invalid runs of all cells by check, most first. Returns how many
 * checks; what does not fit is counted as the last one. */
size_t checks_count(const struct analysis *analysis,
		    struct check_count checks[MOST_CHECKS]);

/* What went wrong in runs that fail a check, in a few words; "" for one that is
 * not known. */
const char *check_meaning(const char *name);

#endif
