/*
 * result.h - the line of runs.jsonl that a run becomes; its fields are described
 * in docs/results.md. Last station of a run's life.
 *
 * The line is written once, here: who reads it from a child keeps the text as
 * it is.
 */
#ifndef HARNESS_RESULT_H
#define HARNESS_RESULT_H

#include "harness/job.h"
#include "harness/machine/noise.h"
#include "harness/run.h"
#include "harness/validity/reason.h"

enum { RESULT_SCHEMA = 2 };

/* Starts a line: schema, cell, round, start; valid until reason_add(). */
json_t *result_start(const struct job *job);

/* Marks a line as not valid because the run was called off before its gate,
 * and says what it lacked, if that is known. */
void result_called_off(json_t *line, const struct run *run);

/* Adds everything that a finished run has to say to its line, and writes the
 * job's histogram. */
void result_finish(json_t *line, const struct job *job, const struct run *run,
		   const struct noise *noise);

/* A line for a run that ended before it could measure, and why. */
json_t *result_failed(const struct job *job, enum check check, const char *why);

/* A line as it stands in runs.jsonl, with its newline; the caller frees it. */
char *result_text(const json_t *line);

#endif
