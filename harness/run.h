/*
 * run.h - one run while it lasts: what supervisor, runner and workers share.
 * Second in its life, between measure.c, which sets it up, and supervise.c.
 *
 * The supervisor is the process's first thread. It opens the gate when every
 * worker is ready, closes the load when the time is over, waits for the tasks
 * in flight, and looks at memory before anybody leaves. It sleeps all the
 * while.
 */
#ifndef HARNESS_RUN_H
#define HARNESS_RUN_H

#include "harness/contract/runner.h"
#include "harness/contract/workload.h"
#include "harness/control.h"
#include "harness/load/queue.h"
#include "harness/load/schedule.h"
#include "harness/record/buckets.h"
#include "harness/validity/reason.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct recorder; /* harness/record/recorder.h */
struct posting;  /* harness/load/generator.h */

enum {
	RUN_WRONG = 128,
	RUN_START_LIMIT_S = 60, /* for all workers to become ready */
};

/* A lock of await_lock(). Blocking workers use the mutex as it is; loops hold
 * it only while they look at the rest. */
struct task_lock {
	pthread_mutex_t mutex;     /* process-shared and robust */
	_Atomic unsigned worker;   /* blocking: who holds it, counted from 1 */
	struct task *holder;       /* a task of a loop; NULL: free */
	struct task *first, *last; /* tasks of loops that wait for it */
};

/* One run. Runners read it; only the harness writes it. */
struct run {
	const struct workload *workload;
	const struct runner *runner;
	unsigned workers;     /* loops, threads, processes */
	unsigned helpers;     /* helper threads of each loop */
	unsigned concurrency; /* tasks in flight */
	uint64_t tasks;       /* a batch's size; UINT64_MAX: by duration */
	int64_t warmup_ns, duration_ns;
	int64_t slack_ns; /* by which timers of workers may be late */
	enum arrivals arrivals;
	struct schedule schedule; /* of an open load, else empty */

	struct control *control;
	struct recorder *recorders; /* one a worker */
	struct bucket_sets sets;    /* of their histograms, one a CPU */
	struct queues queues;       /* one, or in an open load one a loop */
	struct posting *posting; /* what the generator did; see generator.h */
	struct task_lock *locks;
	void *shared; /* the mapping they all lie in */
	size_t shared_bytes;
	pid_t touched_by;    /* the process that mapped all of it */
	int event_fd;        /* written by workers, read by the supervisor */
	int signal_fd;       /* Ctrl-C and children that end, for it too */
	int64_t start_limit; /* instant until which workers may start */
	int64_t still_ns; /* without the end of a task: stuck; 0: the usual */
	pid_t peer;       /* or -1 */
	pid_t generator;  /* or -1 */
	pid_t *pids; /* of the workers, where they are processes; else NULL */

	/* what the supervisor found out */
	int64_t memory_before, memory_peak, memory_used; /* bytes; -1 unknown */
	uint64_t left;       /* tasks never started, still in line at the end */
	unsigned stuck;      /* workers that did not come back */
	unsigned replaced;   /* workers that died and were replaced */
	int64_t finished_ns; /* all workers had no more tasks */
	int64_t peer_cpu_opened, peer_cpu_finished; /* its CPU time then; -1 */
	int64_t peer_cpu_ns;                        /* the same after the run */
	double peer_capacity; /* requests a second it could serve; NAN */
	bool peer_shares;     /* its CPUs and the generator's are ours too */
	bool interrupted, peer_died, generator_died, drained_late;
	char wrong[RUN_WRONG]; /* which answer is; see validity/answers.h */
};

/* Called by the supervisor when a child has ended, to look which: it reaps its
 * own, replaces workers that died, and leaves the peer alone. */
typedef void run_reaper(struct run *run, void *context);

/* Lays out the shared mapping for a run whose first block of members is set: 0,
 * or -1 with errno. Touches it, so that no first touch is measured. */
int run_init(struct run *run);
/* Gives the mapping back; nothing happens if there is none. */
void run_free(struct run *run);

/* Called by a worker before it is ready: maps what it will write to, and the
 * code that it will run, into its address space, if that is not the one in which
 * run_init() did so. A forked process has page tables of its own, and would pay
 * for each page while time counts. */
void run_touch(const struct run *run, unsigned worker);

/* Asked before each worker is started, and while they get ready: false when one
 * has failed, or when it takes too long, which is then noted. A run that cannot
 * begin says so before whoever waits for it gives it up. */
bool run_may_start(struct run *run);

/* Opens the gate when all workers are ready, and returns when all have finished
 * and may leave. The caller then joins or reaps them, unless run->stuck. 0, or
 * -1 when the run was called off. reaper may be NULL. */
int run_supervise(struct run *run, run_reaper *reaper, void *context);

/* Notes why a run cannot be made, or went wrong; the first note stays. */
__attribute__((format(printf, 3, 4))) void run_fail(struct run *run,
						    enum check check,
						    const char *format, ...);

/* Tells the supervisor that something changed. */
void run_notify(struct run *run);

/* Whether tasks come by schedule, whatever happens to those before. */
static inline bool run_is_open(const struct run *run)
{
	return run->arrivals != ARRIVALS_CLOSED;
}

/* From the gate to the end of the measured window; 0 for a batch, of which
 * nobody knows. */
static inline int64_t run_length(const struct run *run)
{
	return run->duration_ns ? run->warmup_ns + run->duration_ns : 0;
}

/* A lock of the workload's, or NULL after run_fail() if there is none of that
 * number. */
struct task_lock *run_lock(struct run *run, unsigned which);

/* Puts a pool's first tasks in line; called with the gate about to open. */
void run_fill_queue(struct run *run);

#endif
