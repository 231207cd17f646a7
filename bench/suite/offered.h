/*
 * offered.h - the open load of an experiment: rates, or shares of each
 * contestant's own capacity, and what goes with them.
 */
#ifndef BENCH_SUITE_OFFERED_H
#define BENCH_SUITE_OFFERED_H

#include "bench/suite/complain.h"
#include "bench/suite/suite.h"

/* Tasks that a loop or threads:match holds in an open load, unless the suite
 * says how many. */
extern const char offered_slots[];

/* Whether an experiment has an open load. */
bool offered_is_open(const struct section *section);

/* How many values its axis of rates or loads has; 1 in a closed load. */
unsigned offered_n(const struct section *section);

/* Checks rate, load, arrivals and slo, and rewrites their values in canonical
 * text. False with a complaint. */
bool offered_check(const struct complaint *complaint, struct section *section);

/* Sets arrivals, rate and load of a point to value number i of the axis. The
 * rate of a load is 0 until capacity.h has measured what it is a share of. */
void offered_set(const struct section *section, unsigned i, struct cell *point);

/* The share that a load is, "70%" is 0.7. */
double offered_share(const char *load);

#endif
