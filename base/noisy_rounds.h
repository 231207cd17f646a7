/*
 * noisy_rounds.h - the rule for rounds in which the machine was not quiet.
 *
 * A run is noisy if it says so itself (steal, throttling, other load), or if a
 * fixed piece of work beside it took more or less time than usual in the
 * session, by more than is usual in it: three times the spread of the session's
 * own speeds, and never less than 3 %. On a virtual machine speeds wander by
 * several percent all day; a fixed limit would call half of its rounds noisy,
 * which tells no good ones from bad. A round is noisy if any of its runs is, and then it is
 * replaced or dropped whole, for all contestants. The rule never looks at an
 * outcome: whoever chooses by the results what to leave out can prove anything.
 *
 * It is asked twice. While measuring, a noisy round is replaced by a further
 * one: at most 30 % of the rounds planned, or a bench on a busy machine would
 * never end. When reading results, the noisiest rounds are dropped: at most
 * 30 % of the rounds there are, replacements included, and never so many that
 * fewer than 6 are left, or than 6 that are valid and common to two contestants
 * which had as many, as fewer bear no verdict and noise would be traded for
 * silence. From 6 planned rounds on, all that was replaced can be dropped.
 */
#ifndef BASE_NOISY_ROUNDS_H
#define BASE_NOISY_ROUNDS_H

#include <stdbool.h>
#include <stddef.h>

/* Rounds that a verdict takes; below, no 95 % interval exists. */
enum { FEWEST_ROUNDS = 6 };

/* A run, as far as the rule looks at it. */
struct beside {
	double speed_ns; /* time of a fixed piece of work, the mean of before
			  * and after; 0 or NAN where it was not taken */
	bool told;       /* the run itself says that it was noisy */
	bool noisy;      /* the verdict of noisy_judge() */
};

/* How far a speed is off the session's, 0.03 for 3 %; 0 where either is not
 * known. */
double noisy_speed_off(double speed_ns, double session_ns);

/* How far off the session's median a speed of n may be: three times the spread
 * of all, as 1.4826 times their median distance from their median (which for
 * normal ones is the standard deviation, and which a few wild ones do not
 * move), but at least 0.03. */
double noisy_tolerance(const struct beside *runs, size_t n);

/* Whether a run is noisy that says so, or whose speed is so far off where
 * `tolerance` is usual. */
bool noisy_run(bool told, double off, double tolerance);

/* Judges all runs of a session. Returns the session's speed, the median of all
 * that were taken, or NAN if none was. */
double noisy_judge(struct beside *runs, size_t n);

/* The most rounds that may be replaced where so many were planned. */
unsigned noisy_most(unsigned planned);

/* How many rounds replace so many noisy ones. */
unsigned noisy_replaced(unsigned planned, unsigned noisy);

/* How many of so many noisy rounds are dropped, where there are n in all. */
size_t noisy_dropped(size_t n, size_t noisy);

/* Whether two contestants need a round that is valid for both, where so many
 * rounds are: their verdict would be lost with it. Those that have too few
 * anyway need none. */
bool noisy_needed(size_t common);

#endif
