/*
 * stopwatch.h - external timing by hyperfine: whole-program time of the batches
 * of experiments with figure = stopwatch, beside avt's own makespan of the same
 * batches.
 */
#ifndef BENCH_STOPWATCH_STOPWATCH_H
#define BENCH_STOPWATCH_STOPWATCH_H

#include "bench/session/plan.h"

/* How the stopwatch ended. */
enum stopwatch_end {
	STOPWATCH_COMPLETE,
	STOPWATCH_INTERRUPTED,
	STOPWATCH_LEFT_OUT, /* hyperfine is missing or failed; said on stderr */
};

/* Whether hyperfine has a part in the experiment. */
bool stopwatch_is(const struct section *section);

/* Whether hyperfine has finished with an experiment. */
bool stopwatch_is_done(const char *folder, const char *experiment);

/* Whether a cell has a valid run in FOLDER/runs.jsonl: a command that fails
 * would end hyperfine for all of its experiment. Reads the whole file, for the
 * few cells of a stopwatch. */
bool stopwatch_can_time(const char *folder, const char *cell,
			const char *experiment);

/* Has hyperfine time every stopwatch experiment whose export is not in the
 * folder yet. Contestants without a valid run are left out. */
enum stopwatch_end stopwatch_run(const struct plan *plan, const char *folder,
				 double calibration);

/* Time that all of it takes, guessed before the start; 0 without any. */
int64_t stopwatch_guess_ns(const struct plan *plan);

#endif
