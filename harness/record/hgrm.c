/*
 * hgrm.c - see hgrm.h. The walk over percentile levels is HdrHistogram's: it
 * stops at the first bucket that reaches the next level, five levels for each
 * halving of what is left, and closes with 100 %.
 *
 * The reader trusts nothing: each bucket must be one of ours, they must ascend,
 * and minimum and maximum must lie in the first and the last, because
 * hist_merge() walks between these two.
 */
#include "harness/record/hgrm.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define EXACT "#[Exact "

enum { TICKS = 5, BUCKETS = 32, SUB_BUCKETS = 2048, LINE = 256 };

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

/* What stands in the first line cannot be had from buckets, and merging must
 * lose nothing: so 17 digits, which are a double exactly. */
static void print_buckets(const struct hist *hist, FILE *to)
{
	fprintf(to,
		EXACT "min_ns=%" PRId64 " max_ns=%" PRId64 " sum_ns=%" PRIu64
		      " sum_squares=%.17g beyond=%" PRIu64 "]\n",
		hist->total ? hist->min : 0, hist->max, hist->sum,
		hist->sum_squares, hist->beyond);
	for (unsigned i = 0; i < HIST_BUCKETS; i++) {
		int64_t lowest = hist_value_at(i);

		if (hist->counts[i])
			fprintf(to,
				"#[Bucket %" PRId64 " %" PRId64 " %" PRIu64
				"]\n",
				lowest, hist_highest(lowest), hist->counts[i]);
	}
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
	print_buckets(hist, to);
	return ferror(to) ? -1 : 0;
}

/* Reads what buckets do not know; min and max are trusted once they are read. */
static bool read_head(struct hist *hist, const char *line)
{
	char end;

	return sscanf(line,
		      EXACT "min_ns=%" SCNd64 " max_ns=%" SCNd64
			    " sum_ns=%" SCNu64
			    " sum_squares=%lg beyond=%" SCNu64 "]%c",
		      &hist->min, &hist->max, &hist->sum, &hist->sum_squares,
		      &hist->beyond, &end) == 6 &&
	       end == '\n' && hist->min >= 0 && hist->min <= hist->max &&
	       hist->max <= HIST_MOST;
}

/* Adds one bucket, which lies above all before it. */
static bool read_bucket(struct hist *hist, const char *line, unsigned *next)
{
	int64_t lowest, highest;
	uint64_t count;
	unsigned index;
	char end;

	if (sscanf(line, "#[Bucket %" SCNd64 " %" SCNd64 " %" SCNu64 "]%c",
		   &lowest, &highest, &count, &end) != 4 ||
	    end != '\n' || lowest < 0 || lowest > HIST_MOST || count == 0)
		return false;
	index = hist_index(lowest);
	if (index < *next || hist_value_at(index) != lowest ||
	    hist_highest(lowest) != highest)
		return false;
	if (hist->total == 0 && index != hist_index(hist->min))
		return false;
	hist->counts[index] = count;
	hist->total += count;
	*next = index + 1;
	return true;
}

/* The last bucket must be that of the maximum, or the file was cut off. */
long hgrm_read(struct hist *hist, FILE *from)
{
	char line[LINE];
	unsigned next = 0;
	long number = 1;

	while (fgets(line, sizeof line, from) &&
	       strncmp(line, EXACT, strlen(EXACT)) != 0)
		number++;
	if (feof(from) || !read_head(hist, line))
		return number;
	while (number++, fgets(line, sizeof line, from))
		if (!read_bucket(hist, line, &next))
			return number;
	if (ferror(from))
		return number;
	if (hist->total == 0) {
		hist_reset(hist);
		return 0;
	}
	return next == hist_index(hist->max) + 1 ? 0 : number;
}
