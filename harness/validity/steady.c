/*
 * steady.c - see steady.h.
 */
#include "harness/validity/steady.h"

#include "base/sorted.h"

#include <math.h>
#include <string.h>

/* A series that follows a straight line this closely is a ramp. */
#define RAMP 0.93

/* As a length, a year: what is longer need not be told apart. */
#define LONGEST 3.2e16

static int64_t length(double ns)
{
	return (int64_t)ceil(fmin(ns, LONGEST));
}

int64_t steady_warmup_ns(double mean_response_ns)
{
	return mean_response_ns > 0 ? length(STEADY_WARMUPS * mean_response_ns)
				    : 0;
}

/* fmax() leaves out what is NAN. */
int64_t steady_window_ns(double mean_response_ns, double tasks_per_s)
{
	double turns = STEADY_TURNS * mean_response_ns;
	double tasks = tasks_per_s > 0 ? STEADY_TASKS * 1e9 / tasks_per_s : NAN;

	return length(fmax(STEADY_LEAST_NS, fmax(turns, tasks)));
}

bool steady_is_short(double warmup_ns, double window_ns,
		     double mean_response_ns, double tasks_per_s)
{
	double warmup = (double)steady_warmup_ns(mean_response_ns);
	double window = (double)steady_window_ns(mean_response_ns, tasks_per_s);

	return warmup_ns < STEADY_LENIENT * warmup ||
	       window_ns < STEADY_LENIENT * window;
}

static double mean_of(const double *values, unsigned n)
{
	double sum = 0;

	for (unsigned i = 0; i < n; i++)
		sum += values[i];
	return sum / n;
}

/* Sum of squares around a mean. */
static double squares(const double *values, unsigned n, double mean)
{
	double sum = 0;

	for (unsigned i = 0; i < n; i++)
		sum += (values[i] - mean) * (values[i] - mean);
	return sum;
}

/* Means of 5, which are nearer to normal and to independent than the windows
 * themselves. */
static void make_batches(const double *windows, double *batches)
{
	for (size_t i = 0; i < STEADY_BATCHES; i++)
		batches[i] = mean_of(windows + i * STEADY_BATCH, STEADY_BATCH);
}

/* In batches. A tie goes to the smaller cut, and so does what only rounding
 * makes better. */
static unsigned best_cut(const double *batches)
{
	unsigned best = 0;
	double least = INFINITY;

	for (unsigned cut = 0; cut <= STEADY_BATCHES - STEADY_KEPT; cut++) {
		unsigned n = STEADY_BATCHES - cut;
		double mean = mean_of(batches + cut, n);
		double error = squares(batches + cut, n, mean) / n / n;

		if (error < least * (1 - 1e-9)) {
			least = error;
			best = cut;
		}
	}
	return best;
}

unsigned steady_cut(const double *windows)
{
	double batches[STEADY_BATCHES];

	make_batches(windows, batches);
	return best_cut(batches) * STEADY_BATCH;
}

/* Of at most STEADY_BATCHES values. */
static double median_of(const double *values, unsigned n)
{
	double sorted[STEADY_BATCHES];

	memcpy(sorted, values, n * sizeof *values);
	return sorted_median_of(sorted, n);
}

/* The median, so that one stall before the cut is no warm-up. */
static bool is_apart(const double *batches, unsigned cut)
{
	unsigned n = STEADY_BATCHES - cut;
	double mean = mean_of(batches + cut, n);
	double spread = sqrt(squares(batches + cut, n, mean) / (n - 1));

	return fabs(median_of(batches, cut) - mean) > STEADY_APART * spread;
}

/* How closely the batches follow a straight line: the correlation with time. */
static bool is_ramp(const double *batches)
{
	double mean = mean_of(batches, STEADY_BATCHES), both = 0, time = 0;
	double middle = (STEADY_BATCHES - 1) / 2.0;

	for (unsigned i = 0; i < STEADY_BATCHES; i++) {
		both += (i - middle) * (batches[i] - mean);
		time += (i - middle) * (i - middle);
	}
	return fabs(both) >
	       RAMP * sqrt(time * squares(batches, STEADY_BATCHES, mean));
}

/* Compared is what the run reports, its mean after the fixed warm-up, with what
 * it would report if the cut were the warm-up. */
struct steady steady_judge(const double *windows, double warmup)
{
	unsigned first = (unsigned)ceil(warmup * STEADY_WINDOWS - 1e-9);
	struct steady result = {.warmup = warmup, .steady = true};
	double batches[STEADY_BATCHES], measured, behind;
	unsigned cut;

	make_batches(windows, batches);
	cut = best_cut(batches);
	result.cut = (double)cut / STEADY_BATCHES;
	if (cut * STEADY_BATCH <= first)
		return result;
	measured = mean_of(windows + first, STEADY_WINDOWS - first);
	behind = mean_of(batches + cut, STEADY_BATCHES - cut);
	if (fabs(behind - measured) <= STEADY_MATTERS * fabs(measured))
		return result;
	result.steady = !is_apart(batches, cut) && !is_ramp(batches);
	return result;
}
