/*
 * sysfile.h - small files of /proc and /sys, below a root that is "" but in tests.
 * What is missing or no number is "" or NAN: the caller goes on.
 */
#ifndef BASE_SYSFILE_H
#define BASE_SYSFILE_H

#include <stdbool.h>
#include <stdio.h>

/* Opens a file below the root; the path is a printf format. NULL if it cannot
 * be read. */
__attribute__((format(printf, 2, 3))) FILE *sysfile_open(const char *root,
							 const char *format,
							 ...);

/* The first line of a file without its end, or "". Returns whether there is
 * one that is not empty. */
__attribute__((format(printf, 4, 5))) bool sysfile_line(const char *root,
							char *to, size_t size,
							const char *format,
							...);

/* The number that a file begins with; "max" is INFINITY; else NAN. */
__attribute__((format(printf, 2, 3))) double sysfile_number(const char *root,
							    const char *format,
							    ...);

/* The number behind a word, which may stand in any of a file's first 4096
 * bytes; NAN if there is none. */
double sysfile_after(const char *root, const char *path, const char *word);

#endif
