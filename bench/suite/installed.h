/*
 * installed.h - where the project's own files lie: suites and gnuplot programs.
 *
 * A program that stands in its source tree (build/avt) uses the tree's own
 * folders; an installed one uses PREFIX/share/avt; a program built elsewhere
 * falls back on the current folder.
 */
#ifndef BENCH_SUITE_INSTALLED_H
#define BENCH_SUITE_INSTALLED_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/* Finds the folder of that name ("suites", "plots"). On false `to` holds the
 * places that were looked at, for the message. */
bool installed_folder(const char *name, char to[PATH_MAX]);

/* The path of this program; false with errno. */
bool installed_program(char to[PATH_MAX]);

/* Finds the suite that a word names: a path if it holds a slash or ends in
 * .ini, else one of the project's. False with one line in error (size bytes)
 * that lists them. */
bool installed_suite(const char *word, char path[PATH_MAX], char *error,
		     size_t size);

#endif
