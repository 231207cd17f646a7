/*
 * hist_csv.h - a histogram as a table of its buckets, to be read again.
 *
 * A .hgrm file says what the percentiles were and cannot be added to another. A
 * table of counts can: read two, hist_merge() them, and the result is what one
 * histogram would have recorded, on whatever hosts the two were.
 *
 *	# min_ns=5030387 max_ns=6558688 sum_ns=10191... sum_squares=5.2e13
 *beyond=0 lowest_ns,highest_ns,count 5029888,5031935,3
 */
#ifndef HARNESS_RECORD_HIST_CSV_H
#define HARNESS_RECORD_HIST_CSV_H

#include "harness/record/hist.h"

#include <stdio.h>

/* Writes the buckets that are not empty, ascending, after one line with what
 * buckets do not know. 0, or -1 with errno. */
int hist_csv_write(const struct hist *hist, FILE *to);

/* Writes it into a file beside a .hgrm file, with .csv instead. 0, or -1 with
 * errno. */
int hist_csv_beside(const struct hist *hist, const char *hgrm);

/* Reads what hist_csv_write() wrote into an empty histogram. 0, or the number
 * of the first line that is wrong, counted from 1; then the histogram is not
 * to be used. */
long hist_csv_read(struct hist *hist, FILE *from);

#endif
