/*
 * compare.h - two folders of results, before and after a change.
 *
 * Cells are matched by id and compared in the primary metric of their
 * experiment. The rounds of two folders were not run side by side, so they are
 * not paired: whatever else changed between the two sessions is in the ratio
 * too. The words and the margin are those of stats.h.
 */
#ifndef ANALYSIS_COMPARE_COMPARE_H
#define ANALYSIS_COMPARE_COMPARE_H

#include "analysis/analysis.h"

enum { MOST_DIFFERENCES = 8, MOST_OUTCOMES = 16 };

/* One cell, before and after. */
struct compared {
	const struct summary *before, *after;
	const struct experiment *experiment; /* of the folder after */
	enum metric metric;
	enum outcome outcome;    /* of after: WORSE is a regression */
	double ratio, low, high; /* > 1: after is better; 95 % */
	unsigned rounds_before, rounds_after; /* valid, with the metric */
	unsigned rounds_needed;               /* when inconclusive, else 0 */
	bool same;                            /* the very same values */
};

/* Something that the two sessions do not share. */
struct difference {
	const char *what;           /* "host", "suite", ... */
	const char *before, *after; /* as words */
	bool bars; /* another machine or suite, not only another day */
};

/* Two folders and what they say together. */
struct comparison {
	struct analysis *before, *after;
	size_t n_cells, n_only_before, n_only_after;
	size_t n_broken;        /* valid runs before, none after */
	struct compared *cells; /* in the order of the suite */
	bool *taken;            /* cells before that are among them */
	size_t counts[MOST_OUTCOMES];
	size_t n_differences;
	struct difference differences[MOST_DIFFERENCES];
	void *memory; /* the arena that owns the above, without the analyses */
};

/* Loads and compares two folders. NULL with one line in error. */
struct comparison *compare_load(const char *before, const char *after,
				char *error, size_t size);

/* Frees a comparison with its two analyses; NULL is fine. */
void compare_free(struct comparison *comparison);

/* Whether something differs that makes ratios mean something else. */
bool compare_is_barred(const struct comparison *comparison);

/* 1: some cell is worse. 0: none is, and some verdict could be given. 2: cannot
 * tell, since no cell has a verdict or some cell no longer runs. */
int compare_status(const struct comparison *comparison);

/* Whether an outcome says that there is a difference. */
bool compare_differs(enum outcome outcome);

/* A compared cell without its contestant: "sleep, 64, delay 5 ms". Returns to.
 */
char *compare_point(const struct compared *compared, char *to, size_t size);

/* Draws one dot with its interval per cell into the file `output`, by the
 * gnuplot programs of gp_folder; the points go to AFTER/plots/data. 0, or -1
 * with one line in error. */
int compare_draw(const struct comparison *comparison, const char *gp_folder,
		 const char *output, char *error, size_t size);

/* Finds what the two sessions do not share; part of compare_load(). */
void compare_sessions(struct comparison *comparison);

/* Finds the cells that both have, in the order of the suite, and counts the
 * others; part of compare_load(). On another machine, a cell whose id is not
 * found is known by all that it is but the CPUs. */
void compare_match(struct comparison *comparison);

#endif
