/*
 * recorder.h - what one worker writes down while it runs: its own cache lines
 * in a mapping that threads and forked processes share alike.
 *
 * A worker calls recorder_ended() or recorder_failed() for each task, and
 * nobody else writes here. How a worker lives is in harness/worker.h.
 */
#ifndef HARNESS_RECORD_RECORDER_H
#define HARNESS_RECORD_RECORDER_H

#include "harness/contract/runner.h"
#include "harness/contract/task.h"
#include "harness/contract/workload.h"
#include "harness/record/hist.h"

#include <stdatomic.h>
#include <stdint.h>

/* Where a worker stands, for the supervisor of a worker that was killed. */
enum stage { STARTING, IDLE, BUSY, FINISHED };

/* CPU time and context switches. */
struct usage {
	int64_t user_ns, system_ns;
	int64_t voluntary, involuntary;
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

/* How much of something fell into each window of a run, the last of which is
 * all the time after the load's end. Something spread evenly over many windows
 * is written at its two ends only: series_read() adds it up. */
struct series {
	double at[RECORDER_WINDOWS + 1]; /* in this window */
	double on[RECORDER_WINDOWS + 1]; /* in this and every later one */
};

/* One writer, its worker; read by the supervisor once the worker has finished.
 * What is atomic is read at any time. */
struct recorder {
	_Alignas(64) _Atomic uint32_t stage;
	_Atomic uint32_t
		waits[WAIT_KINDS];  /* tasks that wait, by enum wait: of a
		blocking worker at any time, of a loop when it gave up */
	unsigned index;             /* which worker, from 0 */
	int64_t opened_ns, from_ns; /* copies of the control's */
	_Atomic uint64_t issued;    /* tasks it started by itself (no queue) */
	_Atomic uint64_t completed; /* ended well, whole run */
	_Atomic uint64_t failed;    /* ended with FAILED, whole run */
	uint64_t answers;           /* sum of the digests of (seed, answer) */
	int64_t last_end;           /* clock_now() of the last task's end */
	uint64_t whole;     /* tasks that lived inside the measured window */
	uint64_t ended;     /* of the others, those that ended inside it */
	double part;        /* sum of the shares of the service of those that
			       lived partly inside it */
	int64_t outside;    /* life of `response` outside the measured window,
			       less life inside it that is not in it */
	uint64_t backwards; /* tasks whose three instants are out of order */
	uint64_t ends;      /* sum of all ends since the gate, modulo 2^64 */
	unsigned window;    /* where the last task ended */
	int64_t window_from, window_until; /* its bounds */
	double windows_per_ns;             /* 0 for a batch: one window */
	int64_t window_ns;
	struct series share; /* of tasks: of each, while it was in service */
	struct series life;  /* ns between arrival and end */
	struct failure failures[RECORDER_FAILURES];
	struct sample samples[RECORDER_SAMPLES]; /* of every 2^k-th task */
	unsigned n_samples;          /* so many taken; the last ones are here */
	struct usage usage, started; /* since the gate; at the gate */
	struct hist queue, service, response;
};

/* An empty recorder in zeroed memory, of one worker. */
void recorder_init(struct recorder *recorder, unsigned index);

/* The gate has opened: the measured window begins at `from`, and the windows
 * share `length_ns` from the gate on; 0 for a batch. */
void recorder_start(struct recorder *recorder, int64_t opened_ns,
		    int64_t from_ns, int64_t length_ns);

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
 * after them. */
double series_read(const struct series *series, double sums[RECORDER_WINDOWS]);

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
		recorder->share.at[recorder->window] += 1;
		recorder->life.at[recorder->window] += (double)(end - arrive);
	} else {
		recorder_ended_across(recorder, arrive, start, end);
	}
	if (arrive < recorder->from_ns || end > until) {
		recorder_ended_partly(recorder, arrive, start, end, until);
		return;
	}
	recorder->whole++;
	hist_add(&recorder->queue, start - arrive);
	hist_add(&recorder->service, end - start);
	hist_add(&recorder->response, end - arrive);
}

#endif
