/*
 * disturbed.h - which rounds of a place were disturbed from outside.
 *
 * The rule never looks at an outcome: a run that was told to be disturbed
 * (steal, throttling) spoils its round, and so does a machine whose speed was
 * off. Whoever chose by the results what to leave out could prove anything.
 */
#ifndef BENCH_DISTURBED_H
#define BENCH_DISTURBED_H

#include <stdbool.h>
#include <stddef.h>

/* A run, as far as the rule looks at it. */
struct beside {
	double speed_ns; /* time of a fixed piece of work, the mean of before
			  * and after; 0 or NAN where it was not taken */
	bool told;       /* the run itself says that it was disturbed */
	bool disturbed;  /* the verdict of disturbed_judge() */
};

/* Judges all runs of a session: disturbed is one that was told so, or whose
 * speed is off the median of all by more than 3 %. A round is disturbed when
 * any of its runs is. Returns that median, or NAN if no speed was taken. */
double disturbed_judge(struct beside *runs, size_t n);

/* The most rounds that may be replaced where so many were planned: 30 %. */
unsigned disturbed_most(unsigned planned);

/* How many rounds replace so many disturbed ones. */
unsigned disturbed_replaced(unsigned planned, unsigned disturbed);

#endif
