/*
 * reasons.h - which gate a run failed: the word before the colon of its reason.
 */
#ifndef ANALYSIS_WORDS_REASONS_H
#define ANALYSIS_WORDS_REASONS_H

#include "analysis/analysis.h"

enum { CHECK_NAME = 16 };

/* "overload" of "overload: 3 % late"; "other" for a reason that names none, or
 * is NULL. Returns to. */
char *check_name(const char *reason, char to[CHECK_NAME]);

/* A gate and the runs that failed it first. */
struct gate {
	char name[CHECK_NAME];
	size_t runs, cells;
};

enum { MOST_CHECKS = 24 };

/* Counts the invalid runs of all cells by gate, most first. Returns how many
 * checks; what does not fit is counted as the last one. */
size_t checks_count(const struct analysis *analysis,
		    struct gate checks[MOST_CHECKS]);

/* What a gate guards against, in a few words; "" for one that is not known. */
const char *check_meaning(const char *name);

#endif
