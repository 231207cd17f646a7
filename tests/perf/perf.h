/*
 * perf.h - what the programs of `make perf` share: arguments, and how they end.
 *
 * Every program measures one thing once, in a fresh process, and prints plain
 * numbers on one line; run.sh takes turns between them and compares.
 */
#ifndef TESTS_PERF_PERF_H
#define TESTS_PERF_PERF_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Ends the program because a call failed, with errno's text. */
__attribute__((noreturn)) static inline void perf_die(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

/* Ends the program because of a wrong command line. */
__attribute__((noreturn)) static inline void perf_usage(const char *usage)
{
	fprintf(stderr, "usage: %s\n", usage);
	exit(2);
}

/* Reads a whole number, or ends the program. */
static inline uint64_t perf_count(const char *text, const char *usage)
{
	char *end;
	uint64_t count = strtoull(text, &end, 10);

	if (end == text || *end)
		perf_usage(usage);
	return count;
}

/* Prints the nanoseconds that each of `count` things took. */
static inline void perf_print_each(int64_t ns, uint64_t count)
{
	printf("%.2f\n", (double)ns / (double)count);
}

#endif
