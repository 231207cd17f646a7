/*
 * data.h - where the project's data lies: suites and plots.
 *
 * A program that stands in its source tree (build/avt) uses the tree's own
 * folders; an installed one uses PREFIX/share/avt; a program built elsewhere
 * falls back on the current folder.
 */
#ifndef BENCH_SUITE_DATA_H
#define BENCH_SUITE_DATA_H

#include <limits.h>
#include <stdbool.h>

/* Finds the folder of that name ("suites", "plots"). On false `to` holds the
 * places that were looked at, for the message. */
bool data_folder(const char *name, char to[PATH_MAX]);

/* The path of this program; false with errno. */
bool data_program(char to[PATH_MAX]);

#endif
