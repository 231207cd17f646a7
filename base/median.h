/*
 * median.h - numbers in order, and the one in the middle.
 */
#ifndef BASE_MEDIAN_H
#define BASE_MEDIAN_H

#include <stddef.h>

/* Sorts numbers, the smallest first. None may be NAN. */
void median_sort(double *values, size_t n);

/* The median of n numbers, of an even n the mean of the two in the middle; NAN
 * of none. Sorts them. */
double median_of(double *values, size_t n);

#endif
