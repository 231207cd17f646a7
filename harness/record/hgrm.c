/*
 * hgrm.c - see hgrm.h. The walk over percentile levels is HdrHistogram's: it
 * stops at the first bucket that reaches the next level, five levels for each
 * halving of what is left, and closes with 100 %.
 */
#include "harness/record/hgrm.h"

#include <math.h>

enum { TICKS = 5, BUCKETS = 32, SUB_BUCKETS = 2048 };

static double next_level(double level)
{
	double halvings = floor(log2(100 / (100 - level))) + 1;

	return level + 100 / (TICKS * exp2(halvings));
}

static void print_line(FILE *to, int64_t value, double level, uint64_t seen)
{
	fprintf(to, "%12.3f %2.12f %10llu", (double)value, level / 100,
		(unsigned long long)seen);
	if (level < 100)
		fprintf(to, " %14.2f", 1 / (1 - level / 100));
	fputc('\n', to);
}

static void print_lines(const struct hist *hist, FILE *to)
{
	double level = 0, total = (double)hist->total;
	uint64_t seen = 0;

	for (unsigned i = 0; i < HIST_BUCKETS && seen < hist->total; i++) {
		int64_t top = hist_highest(hist_value_at(i));

		if (!hist->counts[i])
			continue;
		seen += hist->counts[i];
		while (level <= 100 * (double)seen / total) {
			print_line(to, top, level, seen);
			if (seen == hist->total)
				break;
			level = next_level(level);
		}
		if (seen == hist->total)
			print_line(to, top, 100, seen);
	}
}

/* The middle of a bucket, as HdrHistogram takes it for mean and deviation. */
static double middle(unsigned index)
{
	int64_t low = hist_value_at(index);
	int64_t half = (hist_highest(low) - low + 1) / 2;

	return (double)(low + half);
}

static void moments(const struct hist *hist, double *mean, double *deviation)
{
	double sum = 0, squares = 0, total = (double)hist->total;

	*mean = *deviation = 0;
	if (!hist->total)
		return;
	for (unsigned i = 0; i < HIST_BUCKETS; i++)
		sum += middle(i) * (double)hist->counts[i];
	*mean = sum / total;
	for (unsigned i = 0; i < HIST_BUCKETS; i++) {
		double off = middle(i) - *mean;

		squares += off * off * (double)hist->counts[i];
	}
	*deviation = sqrt(squares / total);
}

int hgrm_write(const struct hist *hist, FILE *to)
{
	int64_t top = hist->total ? hist_highest(hist->max) : 0;
	double mean, deviation;

	fprintf(to, "%12s %14s %10s %14s\n\n", "Value", "Percentile",
		"TotalCount", "1/(1-Percentile)");
	print_lines(hist, to);
	moments(hist, &mean, &deviation);
	fprintf(to, "#[Mean    = %12.3f, StdDeviation   = %12.3f]\n", mean,
		deviation);
	fprintf(to, "#[Max     = %12.3f, Total count    = %12llu]\n",
		(double)top, (unsigned long long)hist->total);
	fprintf(to, "#[Buckets = %12d, SubBuckets     = %12d]\n", BUCKETS,
		SUB_BUCKETS);
	return ferror(to) ? -1 : 0;
}
