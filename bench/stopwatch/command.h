/*
 * command.h - other programs (hyperfine, gnuplot), run without a shell. Each
 * gets a process group of its own and dies with this process.
 */
#ifndef BENCH_STOPWATCH_COMMAND_H
#define BENCH_STOPWATCH_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/* What command_run() answers beside an exit status. */
enum {
	COMMAND_MISSING = 127,     /* no such program along PATH */
	COMMAND_INTERRUPTED = 256, /* by child_interrupted; it was ended */
	COMMAND_FAILED = 257,      /* no process, or killed by a signal */
};

/* Runs a program to its end, all it says into a file. Its exit status, or one
 * of the above. */
int command_run(char *const arguments[], const char *log);

/* The first line that a program says; false if it is missing or says nothing.
 */
bool command_line(char *const arguments[], char *to, size_t size);

#endif
