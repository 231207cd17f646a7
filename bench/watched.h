/*
 * watched.h - what the suite's own clock says of the very runs that hyperfine
 * timed. `avt run --log` leaves their lines in hyperfine/EXPERIMENT.jsonl.
 */
#ifndef BENCH_WATCHED_H
#define BENCH_WATCHED_H

/* Mean makespan in ns of a contestant's batches, the warm-up's left out; NAN if
 * there is none. A mean, since hyperfine gives one: each program takes longer
 * than its batch, and so does the mean. */
double watched_ns(const char *folder, const char *experiment,
		  const char *workload, const char *contestant);

#endif
