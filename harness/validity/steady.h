/*
 * steady.h - does a run reach a steady state? Pure functions of a series of
 * windows, so that tests know the answers.
 *
 * The warm-up is found by MSER-5 (White, "An Effective Truncation Heuristic for
 * Bias Reduction in Simulation Output", 1997): 100 windows become 20 batches of
 * 5, and the cut is where the batches behind it have the smallest squared
 * standard error of their mean. The last 5 batches are never cut: a few values
 * that happen to agree would look like the best of all.
 *
 * MSER always names a cut, also in noise. It counts only where the batches
 * before it are apart from those behind it, and where leaving them in would
 * make the reported mean wrong by more than STEADY_MATTERS.
 */
#ifndef HARNESS_VALIDITY_STEADY_H
#define HARNESS_VALIDITY_STEADY_H

#include <stdbool.h>
#include <stdint.h>

enum {
	STEADY_WINDOWS = 100,
	STEADY_BATCH = 5,
	STEADY_BATCHES = STEADY_WINDOWS / STEADY_BATCH,
	STEADY_KEPT = 5, /* batches at the end that are never cut */
};

/* A warm-up changes the mean of what was measured by more than this share. */
#define STEADY_MATTERS 0.05

/* The median batch before a cut is further from the mean behind it than this
 * many standard deviations of those behind it. */
#define STEADY_APART 7.0

/*
 * How long a run has to be: shorter ones are full of their own beginning. A
 * closed load begins with all its tasks arriving at once, and only when those
 * are gone do responses have the length that they keep; so the warm-up is a few
 * mean responses. The window then has to hold enough tasks, and enough of them
 * one after the other.
 */
#define STEADY_WARMUPS  3  /* mean responses, before the window */
#define STEADY_TURNS    20 /* mean responses, in the window */
#define STEADY_TASKS    500
#define STEADY_LEAST_NS INT64_C(250000000)

/* A run may be shorter by a fifth, since lengths are chosen from pilot runs, in
 * which tasks were somewhat faster or slower. */
#define STEADY_LENIENT 0.8

/* What a series says; shares of the run. */
struct steady {
	double cut;    /* what MSER-5 cuts */
	double warmup; /* what was cut anyway */
	bool steady;
};

/* How long the warm-up of a run has to be, in ns. */
int64_t steady_warmup_ns(double mean_response_ns);

/* How long the measured window has to be, in ns; with neither tasks nor
 * responses (0 or NAN) only the least of all. At most a year. */
int64_t steady_window_ns(double mean_response_ns, double tasks_per_s);

/* Whether a run of that warm-up and window is too short for what its tasks turn
 * out to need. */
bool steady_is_short(double warmup_ns, double window_ns,
		     double mean_response_ns, double tasks_per_s);

/* How many of STEADY_WINDOWS windows MSER-5 cuts: a multiple of 5. */
unsigned steady_cut(const double *windows);

/* Judges STEADY_WINDOWS windows of a run whose first `warmup` (0 to 1) is left
 * out of the results. */
struct steady steady_judge(const double *windows, double warmup);

#endif
