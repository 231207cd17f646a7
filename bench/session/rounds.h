/*
 * rounds.h - makes the runs of a plan that are not made yet, round by round,
 * and appends each to runs.jsonl as soon as it has ended.
 */
#ifndef BENCH_SESSION_ROUNDS_H
#define BENCH_SESSION_ROUNDS_H

#include "bench/session/runlog.h"
#include "bench/session/tally.h"

/* How the rounds ended. */
enum rounds_end {
	ROUNDS_COMPLETE,
	ROUNDS_INTERRUPTED, /* by Ctrl-C; the run under way is not kept */
	ROUNDS_UNWRITTEN,   /* a result could not be written; see error */
};

/* What the rounds need. */
struct rounds {
	struct plan *plan;
	const char *folder;
	double calibration;
	struct tally *tally; /* started, with the lines of earlier sessions */
	struct runlog *log;  /* open */
};

/* Makes all missing runs, then rounds in place of noisy ones. Progress,
 * invalid runs and answers that differ go to standard error.
 */
enum rounds_end rounds_run(const struct rounds *rounds,
			   char error[RUNLOG_ERROR]);

/* A cell in words: "hash: async, concurrency 64, work 1ms". Returns to. */
char *rounds_describe(const struct plan *plan, unsigned cell, char to[512]);

#endif
