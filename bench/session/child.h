/*
 * child.h - every run in a process of its own, executed anew.
 *
 * The child is this program with a hidden subcommand, `avt measure`, that reads
 * its order on standard input and writes one line of JSON on standard output.
 * It gets its own process group and an environment variable of random length,
 * so that memory layout differs between runs, and it dies with its parent.
 */
#ifndef BENCH_SESSION_CHILD_H
#define BENCH_SESSION_CHILD_H

#include "harness/job.h"

/* Runs one job and returns its line, never NULL. Unless `text` is NULL, it gets
 * the line's bytes as the child wrote them, newline included, which the caller
 * frees. A child that crashes, outlives its time or talks nonsense gives an
 * invalid line with the reason. An interruption (base/process.h) while it runs
 * is passed on, and the child ends early. */
json_t *child_measure(const struct job *job, char **text);

#endif
