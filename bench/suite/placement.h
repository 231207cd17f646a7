/*
 * placement.h - words for CPUs in suites, so that one suite fits every machine.
 *
 *	all	every CPU that this process may use
 *	first	the first of them
 *	rest	all but the first, or the first when there is only one
 *	""	no list: the scheduler's choice
 *
 * Anything else is a list such as 0-3,8. A plan holds lists only: what a word
 * means on this machine is settled when the plan is made.
 */
#ifndef BENCH_SUITE_PLACEMENT_H
#define BENCH_SUITE_PLACEMENT_H

#include "harness/cell/cell.h"

/* Turns a word into a list, or checks a list. On false, error holds one line.
 */
bool placement_resolve(const char *words, char list[CELL_CPUS],
		       char error[CELL_ERROR]);

/* How many CPUs this process may use. */
unsigned placement_cpus(void);

#endif
