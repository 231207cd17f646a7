/*
 * steady.c - see steady.h.
 */
#include "harness/validity/steady.h"

#include "base/sorted.h"

#include <math.h>
#include <string.h>

enum {
	LEAST_VALUES = 40, /* fewer have no interval */
	LEAST_BATCHES = 8, /* of the mean's interval */
	SPANS = 2,         /* a batch is this many spans of dependence */
};

/* Values that hang together for longer have no interval. */
#define PHI_MOST 0.97

/* A series that follows a straight line this closely is a ramp. */
#define RAMP 0.93

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

/* Correlation of neighbours, put right for a short series (Kendall, "Note on
 * Bias in the Estimation of Autocorrelation", 1954); 0 to PHI_MOST. */
static double neighbours(const double *values, unsigned n, double mean)
{
	double both = 0, all = squares(values, n, mean), phi;

	for (unsigned i = 1; i < n; i++)
		both += (values[i] - mean) * (values[i - 1] - mean);
	phi = all > 0 ? both / all : 0;
	phi += (1 + 3 * phi) / n;
	return fmin(fmax(phi, 0), PHI_MOST);
}

/* Variance of the mean of n values of an AR(1) series of variance 1. */
static double variance_of_mean(double phi, double n)
{
	return (n * (1 - phi * phi) - 2 * phi * (1 - pow(phi, n))) /
	       (n * n * (1 - phi) * (1 - phi));
}

/* Student's t that 2.5 % exceed, to 1 % for 2 degrees of freedom and more
 * (Cornish and Fisher's expansion; Abramowitz and Stegun, 26.7.5). */
static double student(double freedom)
{
	static const double terms[] = {1.959964, 2.372271, 2.822499, 2.555850,
				       1.589536};
	double sum = 0;

	for (int i = 4; i >= 0; i--)
		sum = terms[i] + sum / freedom;
	return sum;
}

/* How far the mean of n batches may be off. What is left of the dependence
 * between neighbouring batches makes their variance too small; the last factor
 * puts that right. */
static double half_width(const double *batches, unsigned n, unsigned size,
			 double phi, double freedom)
{
	double mean = mean_of(batches, n);
	double variance = squares(batches, n, mean) / (n - 1);
	double of_mean = variance_of_mean(phi, (double)n * size);
	double within = (variance_of_mean(phi, size) - of_mean) / (n - 1) * n;

	return student(fmin(freedom, n - 1)) *
	       sqrt(variance * of_mean / within);
}

struct interval steady_mean(const double *values, unsigned n)
{
	double batches[STEADY_WINDOWS], mean, phi, span, off;
	unsigned size, count;

	if (n < LEAST_VALUES)
		return (struct interval){1, 0};
	mean = mean_of(values, n);
	phi = neighbours(values, n, mean);
	if (phi >= PHI_MOST)
		return (struct interval){1, 0};
	span = (1 + phi) / (1 - phi);
	size = (unsigned)ceil(SPANS * span);
	if (size > n / LEAST_BATCHES)
		size = n / LEAST_BATCHES;
	while (n / size > STEADY_WINDOWS)
		size++;
	count = n / size;
	/* What is left over is at the start, the part least trusted. */
	for (size_t i = 0; i < count; i++)
		batches[i] = mean_of(values + n - (count - i) * size, size);
	mean = mean_of(batches, count);
	off = half_width(batches, count, size, phi, fmax(n / span - 1, 2));
	return (struct interval){mean - off, mean + off};
}
