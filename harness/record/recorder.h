/*
 * recorder.h - what one worker writes down while it runs: its own cache lines
 * in a mapping that threads and forked processes share alike.
 *
 * A worker calls recorder_ended() or recorder_failed() for each task, and
 * nobody else writes here. It is about 4 KB, so thousands of workers fit; what
 * is large, the buckets of the three histograms, all workers of a CPU share
 * (buckets.h). How a worker lives is in harness/worker.h.
 */
#ifndef HARNESS_RECORD_RECORDER_H
#define HARNESS_RECORD_RECORDER_H

#include "harness/contract/runner.h"
#include "harness/contract/task.h"
#include "harness/contract/workload.h"
#include "harness/record/buckets.h"
#include "harness/record/hist.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Where a worker stands, for the supervisor of a worker that was killed. */
enum stage { STARTING, IDLE, BUSY, FINISHED };

/* CPU time, context switches, and page faults, with disk or without. */
struct usage {
	int64_t user_ns, system_ns;
	int64_t voluntary, involuntary;
	int64_t faults;
};

/* Failed tasks of one errno. */
struct failure {
	int error;
	uint64_t count;
};

/* A task and what it answered. */
struct sample {
	uint64_t seed, answer;
};

enum { RECORDER_FAILURES = 8, RECORDER_WINDOWS = 100, RECORDER_SAMPLES = 8 };

/* How much of something fell into a window of a run. Something spread evenly over
 * many windows is written at its two ends only: series_read() adds it up. */
struct series {
	double at; /* in this window */
	double on; /* in this and every later one */
};

/* Both of a window side by side: a task that spans windows writes to two or three
 * cache lines of them. */
struct window {
	struct series share; /* of tasks: of each, while it was in service */
	struct series life;  /* ns between arrival and end */
};

/* One writer, its worker; read by the supervisor once the worker has finished.
 * What is atomic is read at any time. In a pool of a thousand a worker finds
 * nothing in the caches, so what every task needs is at the front, and all of it
 * in one page: a process would have to look up the next. */
struct recorder {
	_Alignas(4096) _Atomic uint32_t stage;
	_Atomic uint32_t
		waits[WAIT_KINDS];  /* tasks that wait, by enum wait: of a
		blocking worker at any time, of a loop when it gave up */
	unsigned index;             /* which worker, from 0 */
	unsigned window;            /* where the last task ended */
	int64_t opened_ns, from_ns; /* copies of the control's */
	_Atomic uint64_t issued;    /* tasks it started by itself (no queue) */
	_Atomic uint64_t completed; /* ended well, whole run */
	uint64_t answers;           /* sum of the digests of (seed, answer) */
	int64_t last_end;           /* clock_now() of the last task's end */
	uint64_t ends;      /* sum of all ends since the gate, modulo 2^64 */
	uint64_t backwards; /* tasks whose three instants are out of order */
	uint64_t whole;     /* tasks that lived inside the measured window */
	uint64_t calls; /* system calls since the gate that its runner made */
	int64_t window_from, window_until;     /* bounds of `window` */
	struct bucket_sets sets;               /* the run's */
	struct exact queue, service, response; /* their buckets are in sets */

	double windows_per_ns; /* 0 for a batch: one window */
	int64_t window_ns;
	uint64_t ended; /* of tasks not whole, those that ended in the window */
	double part;    /* sum of the shares of the service of those that
			   lived partly inside it */
	int64_t outside; /* life of `response` outside the measured window,
			    less life inside it that is not in it */
	struct window windows[RECORDER_WINDOWS + 1]; /* the last is all the time
							after the load's end */
	_Atomic uint64_t failed; /* ended with FAILED, whole run */
	struct failure failures[RECORDER_FAILURES];
	struct sample samples[RECORDER_SAMPLES]; /* of every 2^k-th task */
	uint64_t wakeups;   /* of a loop: turns that found slots ready */
	uint64_t events;    /* slots that they found */
	bool unseen;        /* its tasks may have made calls of their own */
	unsigned n_samples; /* so many taken; the last ones are here */
	struct usage usage, started; /* since the gate; at the gate */
};

_Static_assert(sizeof(struct recorder) == 4096, "a recorder is one page");

/* An empty recorder in zeroed memory, of one worker; the sets are of all
 * workers, and zeroed as well. */
void recorder_init(struct recorder *recorder, unsigned index,
		   const struct bucket_sets *sets);

/* The gate has opened: the measured window begins at `from`, and the windows
 * share `length_ns` from the gate on; 0 for a batch. */
void recorder_start(struct recorder *recorder, int64_t opened_ns,
		    int64_t from_ns, int64_t length_ns);

/* Records the three times of a task that arrived inside the measured window. */
static inline void recorder_times(struct recorder *recorder, int64_t arrive,
				  int64_t start, int64_t end)
{
	struct bucket_set *set = buckets_here(&recorder->sets);

	buckets_add(set->queue, exact_add(&recorder->queue, start - arrive));
	buckets_add(set->service, exact_add(&recorder->service, end - start));
	buckets_add(set->response,
		    exact_add(&recorder->response, end - arrive));
}

/* A task that lived partly inside the measured window. */
void recorder_ended_partly(struct recorder *recorder, int64_t arrive,
			   int64_t start, int64_t end, int64_t until);

/* A task that lived in more windows than the current one. */
void recorder_ended_across(struct recorder *recorder, int64_t arrive,
			   int64_t start, int64_t end);

/* A task that arrived, at the end of the one before it, but was not put in line
 * any more because the load had ended meanwhile. */
void recorder_left_out(struct recorder *recorder, int64_t arrive,
		       int64_t until);

/* Adds what fell into each of RECORDER_WINDOWS windows to sums[]; returns what came
 * after them. `first` is the share or the life of a recorder's first window. */
double series_read(const struct series *first, double sums[RECORDER_WINDOWS]);

/* Keeps a task's answer as a sample. */
void recorder_sample(struct recorder *recorder, const struct task *task);

/* Counts a failed task by its errno. */
void recorder_failed(struct recorder *recorder, int error);

/* What this thread has used since its birth. */
void usage_now(struct usage *usage);

/* Adds what this thread has used since an earlier usage_now(); a helper thread
 * passes zeroes. */
void usage_add_since(struct usage *to, const struct usage *since);

/* Counts one more and returns how many that makes; only its worker writes to
 * it, so no bus lock is needed. */
static inline uint64_t recorder_count(_Atomic uint64_t *counter)
{
	uint64_t count =
		atomic_load_explicit(counter, memory_order_relaxed) + 1;

	atomic_store_explicit(counter, count, memory_order_relaxed);
	return count;
}

/* Counts system calls; whoever makes one for a worker says so here. */
static inline void recorder_called(struct recorder *recorder, unsigned calls)
{
	recorder->calls += calls;
}

/* Notes how many of a worker's tasks wait for something. */
static inline void recorder_waits(struct recorder *recorder, enum wait what,
				  uint32_t tasks)
{
	atomic_store_explicit(&recorder->waits[what], tasks,
			      memory_order_relaxed);
}

/* Records the end of a task: three instants on clock_now(). `until` is the
 * control's, read once a task. */
static inline void recorder_ended(struct recorder *recorder,
				  const struct task *task, int64_t arrive,
				  int64_t start, int64_t end, int64_t until)
{
	uint64_t completed = recorder_count(&recorder->completed);

	recorder->answers += mix64(task->seed ^ mix64(task->answer));
	if (!(completed & (completed - 1)))
		recorder_sample(recorder, task);
	recorder->last_end = end;
	recorder->ends += (uint64_t)(end - recorder->opened_ns);
	recorder->backwards += (start < arrive) | (end < start);
	if (arrive >= recorder->window_from && end < recorder->window_until) {
		struct window *window = &recorder->windows[recorder->window];

		window->share.at += 1;
		window->life.at += (double)(end - arrive);
	} else {
		recorder_ended_across(recorder, arrive, start, end);
	}
	if (arrive < recorder->from_ns || end > until) {
		recorder_ended_partly(recorder, arrive, start, end, until);
		return;
	}
	recorder->whole++;
	recorder_times(recorder, arrive, start, end);
}

#endif
