/*
 * buckets.h - the counts of a run's three histograms: one set for each CPU,
 * which all workers share that end tasks there.
 *
 * Three histograms for each worker were 815 KB, touched page by page while time
 * counted: with 1000 processes up to 72,000 page faults in a run, all charged to
 * them. A set for each CPU is of one size however many workers there are, stays
 * in that CPU's cache, and can be touched by everybody before the gate. What
 * only its writer can know (least, most, sums) stays with the worker: struct
 * exact, see recorder.h.
 *
 * A count is added to with one atomic instruction without order, 5 ns where
 * nobody else does. A worker may be moved to another CPU between reading its
 * number and counting: then it counts in the other's set, which is as right.
 */
#ifndef HARNESS_RECORD_BUCKETS_H
#define HARNESS_RECORD_BUCKETS_H

#include "harness/record/hist.h"

#include <sched.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/* Counts by hist_index(); any number of writers. */
typedef _Atomic uint64_t buckets[HIST_BUCKETS];

/* A CPU's, page by page. */
struct bucket_set {
	_Alignas(4096) buckets queue;
	buckets service, response;
};

/* Those of a run, by number of the CPU. Memory of CPUs that the run may not use
 * is never touched. */
struct bucket_sets {
	struct bucket_set *of_cpu;
	unsigned n; /* a CPU beyond that counts in the first */
};

/* The set of the CPU that this thread runs on: no system call where glibc has
 * registered restartable sequences (2.35), else a call into the vDSO. */
static inline struct bucket_set *buckets_here(const struct bucket_sets *sets)
{
	unsigned cpu = (unsigned)sched_getcpu();

	return &sets->of_cpu[cpu < sets->n ? cpu : 0];
}

/* How many sets a run needs that may use the CPUs that this thread may use: up
 * to the last of them. */
unsigned buckets_sets(void);

/* Counts a value from 0 to HIST_MOST. */
static inline void buckets_add(buckets to, int64_t value)
{
	atomic_fetch_add_explicit(&to[hist_index(value)], 1,
				  memory_order_relaxed);
}

/* Adds the counts at `offset` (of queue, service or response in a set) of all
 * sets to a histogram that knows already what is exact of its values: only
 * buckets between its least and its most are read. */
void buckets_read(const struct bucket_sets *sets, size_t offset,
		  struct hist *to);

/* Maps into this process what it is likely to write to: in the sets of all CPUs
 * that it may use, the buckets of values up to `most_ns`. */
void buckets_touch(const struct bucket_sets *sets, int64_t most_ns);

#endif
