/*
 * lines.h - what the lines of one cell say together.
 *
 * Lines are as docs/results.md describes them; `lines` is a JSON array of them.
 */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* One number of a line, or NAN. */
typedef double lines_metric(const json_t *line);

/* Tasks per second; ns, CPU ns and bytes per task. */
lines_metric lines_throughput, lines_p50, lines_p99;
lines_metric lines_cpu_per_task, lines_memory_per_task;

/* Whether a run counts. */
bool lines_is_valid(const json_t *line);

/* Whether a run says that something noisy it. */
bool lines_is_noisy(const json_t *line);

/* How many runs count. */
size_t lines_valid(const json_t *lines);

/* The median of a metric over the valid runs; NAN if none has it. */
double lines_median(const json_t *lines, lines_metric *metric);

/* A count such as "failed" summed over all runs, valid or not. */
double lines_sum(const json_t *lines, const char *name);

/* The digest that all valid runs gave, "differ" if it is not one, "-" if there
 * is none. The lines keep it. */
const char *lines_answers(const json_t *lines);

#endif
