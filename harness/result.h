/*
 * result.h - the line of runs.jsonl that a finished run becomes; its fields are
 * described in docs/results.md.
 */
#ifndef HARNESS_RESULT_H
#define HARNESS_RESULT_H

#include "harness/machine/surroundings.h"
#include "harness/measure.h"
#include "harness/run.h"

/* Starts a line: schema, cell, round, start; valid until result_invalid(). */
json_t *result_start(const struct job *job);

/* Marks a line as not valid, for one more reason. */
__attribute__((format(printf, 2, 3))) void result_invalid(json_t *line,
							  const char *format,
							  ...);

/* Marks a line as not valid because the run was called off before its gate,
 * and says what it lacked, if that is known. */
void result_called_off(json_t *line, const struct run *run);

/* Adds everything that a finished run has to say to its line, and writes the
 * order's .hgrm file. */
void result_finish(json_t *line, const struct job *job, const struct run *run,
		   const struct surroundings *surroundings);

#endif
