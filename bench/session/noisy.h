/*
 * noisy.h - which rounds of a point were noisy from outside.
 *
 * The rule never looks at an outcome: a run that was told to be noisy
 * (steal, throttling) spoils its round, and so does a machine whose speed was
 * off. Whoever chose by the results what to leave out could prove anything.
 */
#ifndef BENCH_SESSION_NOISY_H
#define BENCH_SESSION_NOISY_H

#include <stdbool.h>
#include <stddef.h>

/* A run, as far as the rule looks at it. */
struct beside {
	double speed_ns; /* time of a fixed piece of work, the mean of before
			  * and after; 0 or NAN where it was not taken */
	bool told;       /* the run itself says that it was noisy */
	bool noisy;      /* the verdict of noisy_judge() */
};

/* Judges all runs of a session: noisy is one that was told so, or whose
 * speed is off the median of all by more than 3 %. A round is noisy when
 * any of its runs is. Returns that median, or NAN if no speed was taken. */
double noisy_judge(struct beside *runs, size_t n);

/* The most rounds that may be replaced where so many were planned: 30 %. */
unsigned noisy_most(unsigned planned);

/* How many rounds replace so many noisy ones. */
unsigned noisy_replaced(unsigned planned, unsigned noisy);

#endif
