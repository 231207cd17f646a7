/*
 * compare.h - how avt compare shows a comparison.
 */
#ifndef CLI_COMPARE_H
#define CLI_COMPARE_H

#include "analysis/compare/compare.h"

/* Prints the cells that differ, or all, as a table by experiment, and what is
 * to be known about both sessions, to standard output. */
void compare_print(const struct comparison *comparison, bool all);

/* Prints the whole comparison as one JSON object to standard output. */
void compare_print_json(const struct comparison *comparison);

#endif
