/*
 * makespan.h - how long the batches of a cell took, by the suite's own clock.
 */
#ifndef BENCH_STOPWATCH_MAKESPAN_H
#define BENCH_STOPWATCH_MAKESPAN_H

/* Median makespan in ns over the valid runs of a cell in FOLDER/runs.jsonl, or
 * NAN if there is none. Reads the whole file: for the few cells of a
 * stopwatch. */
double makespan_ns(const char *folder, const char *cell,
		   const char *experiment);

#endif
