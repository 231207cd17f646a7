/*
 * progress.h - how far a bench is: one line redrawn on a terminal, else a plain
 * line every few seconds. Goes to standard error.
 */
#ifndef BENCH_SESSION_PROGRESS_H
#define BENCH_SESSION_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* Zeroed but for `terminal` is a valid start. */
struct progress_bar {
	bool terminal, drawn;
	int64_t shown_ns; /* when a plain line was last printed */
};

/* Looks whether standard error is a terminal. */
void progress_start(struct progress_bar *bar);

/* Shows `done` of `all` runs, the time left, and what runs now. */
void progress_show(struct progress_bar *bar, unsigned done, unsigned all,
		   int64_t left_ns, const char *what);

/* Prints a line of its own, between redrawn ones. */
__attribute__((format(printf, 2, 3))) void progress_say(
	struct progress_bar *bar, const char *format, ...);

/* Takes the bar away. */
void progress_end(struct progress_bar *bar);

/* A duration as a person says it while waiting: "45 s", "3 min 20 s". */
char *progress_time(int64_t ns, char to[32]);

#endif
