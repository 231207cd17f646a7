/*
 * schedule.h - when the tasks of an open load are meant to arrive: made before
 * the run, as absolute times since the gate, from a seed.
 *
 * The same seed, rate and length give the same schedule for every contestant of
 * a round; its hash stands in the result. Poisson gaps are exponential by
 * inversion, -ln(u)/rate (Devroye, "Non-Uniform Random Variate Generation",
 * 1986, II.2); constant gaps are exactly 1/rate.
 */
#ifndef HARNESS_LOAD_SCHEDULE_H
#define HARNESS_LOAD_SCHEDULE_H

#include <stdint.h>

/* How tasks arrive. */
enum arrivals {
	ARRIVALS_CLOSED, /* a task that ends makes the next one arrive */
	ARRIVALS_POISSON,
	ARRIVALS_CONSTANT,
};

/* Words of the above, as on the command line and in results. */
extern const char *const arrivals_words[];

/* A schedule; at[] ascends. */
struct schedule {
	uint64_t n;
	uint64_t hash; /* of all times */
	int64_t *at;   /* ns since the gate */
};

/* Makes the arrivals of length_ns at `rate` per second: 0, or -1 with errno.
 * The memory has been touched. */
int schedule_make(struct schedule *schedule, enum arrivals arrivals,
		  double rate, int64_t length_ns, uint64_t seed);

/* Frees what schedule_make() made. */
void schedule_free(struct schedule *schedule);

/* The next random number of a splitmix64 sequence, uniform in (0, 1]. */
double schedule_uniform(uint64_t *state);

#endif
