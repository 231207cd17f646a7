/*
 * gates.h - which gate a run failed: the word before the colon of its reason.
 */
#ifndef ANALYSIS_GATES_H
#define ANALYSIS_GATES_H

#include "analysis/analysis.h"

enum { GATE_NAME = 16 };

/* "overload" of "overload: 3 % late"; "other" for a reason that names none, or
 * is NULL. Returns to. */
char *gate_name(const char *reason, char to[GATE_NAME]);

/* A gate and the runs that failed it first. */
struct gate {
	char name[GATE_NAME];
	size_t runs, cells;
};

enum { MOST_GATES = 24 };

/* Counts the invalid runs of all cells by gate, most first. Returns how many
 * gates; what does not fit is counted as the last one. */
size_t gates_count(const struct analysis *analysis,
		   struct gate gates[MOST_GATES]);

/* What a gate guards against, in a few words; "" for one that is not known. */
const char *gate_meaning(const char *name);

#endif
