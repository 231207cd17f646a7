/*
 * hist.h - a latency histogram with HdrHistogram's layout: 3 significant
 * digits from 1 ns to HIST_MOST, so an error of at most 0.1 % anywhere.
 *
 * The layout is HdrHistogram's for lowest 1 and 3 digits: sub-buckets of 2048,
 * of which every bucket but the first uses the upper half. Exact min, max, sum
 * and sum of squares stand beside it, because a bucket only knows its range.
 * Plain memory, no pointers: it may lie in a mapping shared by processes. One
 * writer; recording makes no call, takes no lock and allocates nothing. Where
 * there are many writers, each has what is exact, and the counts are shared:
 * see recorder.h.
 */
#ifndef HARNESS_RECORD_HIST_H
#define HARNESS_RECORD_HIST_H

#include <stdint.h>

#define HIST_MOST INT64_C(3600000000000) /* one hour */

enum {
	HIST_HALF = 1024, /* sub-buckets that a further bucket adds */
	HIST_HALF_MAGNITUDE = 10,
	HIST_BUCKETS = 33 * HIST_HALF, /* up to 2048 * 2^31 ns > 1 h */
};

/* What is known exactly of some values. Zeroed memory with exact_reset() applied
 * is that of none. */
struct exact {
	uint64_t total;  /* recorded values, out-of-range ones included */
	uint64_t beyond; /* values above HIST_MOST, counted there */
	int64_t min, max;
	uint64_t sum;
	double sum_squares;
};

/* Zeroed memory with hist_reset() applied is an empty histogram. */
struct hist {
	union {
		struct exact exact;
		struct { /* the same, by shorter names */
			uint64_t total, beyond;
			int64_t min, max;
			uint64_t sum;
			double sum_squares;
		};
	};
	uint64_t counts[HIST_BUCKETS];
};

/* Makes zeroed memory say that nothing has been recorded. */
static inline void exact_reset(struct exact *exact)
{
	exact->min = INT64_MAX;
	exact->max = 0;
}

/* Empties a histogram. The counts must be zero already (fresh memory). */
static inline void hist_reset(struct hist *hist)
{
	exact_reset(&hist->exact);
}

/* Index of the bucket that holds a value from 0 to HIST_MOST. */
static inline unsigned hist_index(int64_t value)
{
	unsigned bucket =
		53 - (unsigned)__builtin_clzll((uint64_t)value | 2047);

	return (bucket << HIST_HALF_MAGNITUDE) + (unsigned)(value >> bucket);
}

/* Takes one value in ns into account and returns what a bucket has to count:
 * the value, 0 for a negative one, at most HIST_MOST. */
static inline int64_t exact_add(struct exact *exact, int64_t value)
{
	if (__builtin_expect((uint64_t)value > (uint64_t)HIST_MOST, 0)) {
		exact->beyond += value > 0;
		value = value < 0 ? 0 : HIST_MOST;
	}
	exact->total++;
	exact->sum += (uint64_t)value;
	exact->sum_squares += (double)value * (double)value;
	if (value < exact->min)
		exact->min = value;
	if (value > exact->max)
		exact->max = value;
	return value;
}

/* Records one value in ns; negative ones count as 0. */
static inline void hist_add(struct hist *hist, int64_t value)
{
	hist->counts[hist_index(exact_add(&hist->exact, value))]++;
}

/* Adds all of one to another. */
void exact_merge(struct exact *to, const struct exact *from);

/* The lowest value that shares a bucket with this one. */
int64_t hist_lowest(int64_t value);

/* The highest value that shares a bucket with this one. */
int64_t hist_highest(int64_t value);

/* The value at a bucket's index: its lowest. */
int64_t hist_value_at(unsigned index);

/* Adds all of one to another, exactly. Reads only the range that was used, so
 * untouched pages stay untouched. */
void hist_merge(struct hist *to, const struct hist *from);

/* The value below or at which a share p (0 to 1) of all values lie, rounded up
 * to its bucket's top but never above max; 0 when empty. */
int64_t hist_quantile(const struct hist *hist, double p);

/* Whether n (1 - p) >= 10: fewer values do not bear that percentile. */
int hist_bears(const struct hist *hist, double p);

/* Mean of the exact values in ns; 0 when empty. */
double hist_mean(const struct hist *hist);

#endif
