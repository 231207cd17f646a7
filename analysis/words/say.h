/*
 * say.h - numbers and verdicts as a person would say them.
 *
 * The same words stand in report.html, on the terminal and in the figures.
 * Nothing here decides anything: outcomes, winners and ratios are those of
 * struct verdict and struct point, and where there is no verdict, that is what
 * is said.
 */
#ifndef ANALYSIS_WORDS_SAY_H
#define ANALYSIS_WORDS_SAY_H

#include "analysis/analysis.h"

/* Long enough for any number below. */
enum { SAY_NUMBER = 32 };

/* Three digits and a unit: "1.23 ms", "45.6 µs". This and the other numbers: a
 * dash for NAN, and `to` is returned. */
char *say_time(double ns, char to[SAY_NUMBER]);

/* "171 B", "12.5 kB"; a kB is 1000 bytes. */
char *say_bytes(double bytes, char to[SAY_NUMBER]);

/* "12.3 k", "456". */
char *say_count(double count, char to[SAY_NUMBER]);

/* A number of things, exact as long as it is short: "4096", "16.4 k". */
char *say_whole(double count, char to[SAY_NUMBER]);

/* "3.1×", "1.42×", "25×". */
char *say_ratio(double ratio, char to[SAY_NUMBER]);

/* A value of a metric with its unit: "12.3 k/s", "5.1 ms". */
char *say_value(enum metric metric, double value, char to[SAY_NUMBER]);

/* The most leaders that are named, and the most contestants of a point. */
enum { MOST_LEADERS = 8, MOST_CELLS = 64 };

/* The verdict on two cells with a as A; NO_VERDICT if there is none. */
struct verdict say_seen_from(const struct analysis *analysis,
			     const struct summary *a, const struct summary *b);

/* Whether all pairs of some cells have the outcome. */
bool say_all_pairs(const struct analysis *analysis,
		   const struct summary *const *cells, size_t n,
		   enum outcome outcome);

/* The cells of a point that have a valid run, best first, at most `most`. */
size_t say_valid_cells(const struct point *point, const struct summary **cells,
		       size_t most);

/* How a point of the grid ended, for one look. */
enum standing {
	STANDING_WINNER,     /* one is better than every rival */
	STANDING_LEADERS,    /* some are beaten, several are not */
	STANDING_ALIKE,      /* no practical difference between any two */
	STANDING_UNDECIDED,  /* the rounds do not settle it */
	STANDING_NO_VERDICT, /* fewer than 6 common valid rounds */
	STANDING_ALONE       /* fewer than two contestants have a valid run */
};

/* How this point ended, by the verdicts on its pairs. */
enum standing say_standing(const struct analysis *analysis,
			   const struct point *point);

/* The best cell of a point and those that it does not beat, in the suite's
 * order, at most `most`. */
size_t say_leaders(const struct analysis *analysis, const struct point *point,
		   const struct summary **leaders, size_t most);

/* Who leads in a few words: "async", "async ≈ threads:64", "no difference",
 * "undecided", "too few rounds", "nothing to compare". Returns to. */
char *say_leader(const struct analysis *analysis, const struct point *point,
		 char *to, size_t size);

/* Writes one point as a sentence without its end: "async does 3.1× the work of
 * threads:64, the next best (95 %: 2.9× to 3.3×, ahead in 10 of 10 rounds)". */
void say_point(const struct analysis *analysis, const struct point *point,
	       FILE *to);

/* What limits a cell: "limited by its pool of 16"; "" where it is not known or
 * not worth saying. Returns to. */
char *say_bottleneck(const struct summary *cell, char to[64]);

/* One contestant against itself, and what could not be seen: "One contestant
 * against itself: 1.00× (95 %: 0.99–1.01); differences below about 1.02× cannot
 * be seen here." Empty where it was not measured. Returns to. */
char *say_self(const struct analysis *analysis, char *to, size_t size);

/* Whether an experiment only compares contestants with their own copies. */
bool say_is_self(const struct experiment *experiment);

/* Answers an experiment that say_is_self(): what could not be seen, and how
 * often a contestant seemed to differ from itself. */
void say_twins(const struct analysis *analysis, const struct experiment *of,
	       FILE *to);

/* Where the contestants of an open load stop keeping up: a sentence each, for
 * the cells that share a panel with one. */
void say_overload(const struct experiment *of, const struct summary *with,
		  FILE *to);

/* That the runs of an experiment have a fault made on purpose, or need no steady
 * state: the first sentence, since all others are due to it. Nothing where there
 * is no such thing. */
void say_fault(const struct experiment *of, FILE *to);

/* How a sentence begins that only lists who leads from where to where. */
#define SAY_LEADER_BY "Leader by "

/* The answer to an experiment's question in new memory, one sentence per line,
 * the most important first; NULL when there is no memory. */
char *say_answer(const struct analysis *analysis,
		 const struct experiment *experiment);

#endif
