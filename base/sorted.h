/*
 * sorted.h - values in ascending order, and what can be read off them.
 *
 * The one sort of plain numbers, the one median and the one percentile of the
 * whole program. Nothing here allocates. NAN has no place in an order, so the
 * callers leave it out.
 */
#ifndef BASE_SORTED_H
#define BASE_SORTED_H

#include <stddef.h>

/* Sorts n values in place, ascending; none may be NAN. */
void sorted_make(double *values, size_t n);

/* The middle one of sorted values, or the mean of the middle two; NAN of none.
 */
double sorted_median(const double *sorted, size_t n);

/* Sorts the values and returns their median. */
double sorted_median_of(double *values, size_t n);

/* The value of nearest rank: a share p (0 to 1) of all is at or below it. NAN
 * of none. */
double sorted_quantile(const double *sorted, size_t n, double p);

/* The rank k, counted from 1, for which the values of rank k and n + 1 - k
 * enclose the median of the population with at least 95 %; 1 below six values,
 * where no two do. */
size_t sorted_median_rank(size_t n);

#endif
