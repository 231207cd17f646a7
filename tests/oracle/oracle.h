/*
 * oracle.h - known answers: what queueing theory, arithmetic and other people's
 * programs say a part of avt must answer, beside what it does answer.
 *
 * A group is a function that hands its rows, one after the other, to whoever
 * wants them: `make test` asserts each, `make oracle` prints them as a table.
 * Everything here is exact or has a fixed seed, so a row that holds once holds
 * always.
 */
#ifndef TESTS_ORACLE_H
#define TESTS_ORACLE_H

#include <stdbool.h>

/* How measured and expected have to compare. */
enum relation { NEAR, AT_MOST, AT_LEAST };

/* One known answer. */
struct row {
	const char *what;
	double expected, measured;
	double tolerance; /* of NEAR; 0: to the last digit */
	enum relation relation;
};

/* Who takes the rows. */
typedef void oracle_taker(const struct row *row, void *context);

/* A group of answers. */
struct group {
	const char *name;
	void (*rows)(oracle_taker *take, void *context);
};

/* All groups; the last has no name. */
extern const struct group oracle_groups[];

/* Whether a row is as it should be. */
bool oracle_holds(const struct row *row);

/* The formulas themselves, against printed tables. */
void oracle_theory(oracle_taker *take, void *context);

/* Queues in virtual time against their formulas. */
void oracle_queues(oracle_taker *take, void *context);

/* What a stall of 100 ms does to an open and to a closed load. */
void oracle_stalls(oracle_taker *take, void *context);

/* Closed loads: throughput, and Little's law. */
void oracle_closed(oracle_taker *take, void *context);

/* Pools of Goetz's size, with constant and with exponential times. */
void oracle_pools(oracle_taker *take, void *context);

/* Histogram: layout, percentiles, moments. */
void oracle_histogram(oracle_taker *take, void *context);

/* Steadiness: MSER-5, and the interval of one run. */
void oracle_steady(oracle_taker *take, void *context);

/* Checks: each with one thing wrong, in made-up figures. */
void oracle_checks(oracle_taker *take, void *context);

/* Estimates and intervals as R's wilcox.test prints them. */
void oracle_wilcox(oracle_taker *take, void *context);

/* Verdicts: published tables, and error rates on made-up rounds. */
void oracle_verdicts(oracle_taker *take, void *context);

#endif
