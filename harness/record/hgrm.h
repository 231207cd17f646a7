/*
 * hgrm.h - a histogram as a file: what HdrHistogram's tools read, and below it
 * every bucket, so that histograms of several hosts can be added up.
 *
 * The percentiles of an .hgrm file cannot be added to those of another. Counts
 * can: read two files, hist_merge() them, and the result is what one histogram
 * would have recorded. HdrHistogram's tools take the buckets for comments:
 *
 *	       Value     Percentile TotalCount 1/(1-Percentile)
 *	...
 *	#[Buckets =           32, SubBuckets     =         2048]
 *	#[Exact min_ns=7 max_ns=5001 sum_ns=10008 sum_squares=50010050 beyond=0]
 *	#[Bucket 7 7 1]
 *	#[Bucket 5000 5003 2]
 */
#ifndef HARNESS_RECORD_HGRM_H
#define HARNESS_RECORD_HGRM_H

#include "harness/record/hist.h"

#include <stdio.h>

/* Writes value (ns, unscaled), percentile, count and 1/(1-percentile), five
 * lines for each halving of the distance to 100 %, and the footer, exactly as
 * HdrHistogram does; then what buckets do not know, and the lowest value,
 * highest value and count of each that is not empty, ascending. 0, or -1 with
 * errno. */
int hgrm_write(const struct hist *hist, FILE *to);

/* Reads what hgrm_write() wrote into an empty histogram. 0, or the number of
 * the first line that is wrong, counted from 1; then the histogram is not to be
 * used. */
long hgrm_read(struct hist *hist, FILE *from);

#endif
