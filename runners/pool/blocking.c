/*
 * blocking.c - takes a task, runs it to its end, records it, puts the next one
 * in line behind those already waiting, takes the first.
 *
 * A closed load: the instant a task ends is the instant the next one arrives,
 * so two clock reads a task are all there are.
 */
#include "runners/pool/blocking.h"

#include "harness/record/clock.h"
#include "harness/fault/fault.h"
#include "harness/record/recorder.h"

#include <stdlib.h>
#include <string.h>

/* A worker with its one slot. */
struct blocking {
	struct worker worker;
	struct task task;
	uint64_t issued;     /* without a queue: the next seed */
	int64_t next_arrive; /* without a queue */
};

/* Slots that fail to open again this often in a row end the run. */
enum { REOPEN_MOST = 100 };

/* Nothing if the slot is open. After a failed task it is not, and its peer may
 * be slow to come back, so a few tries. */
static bool reopen(struct blocking *self)
{
	struct worker *worker = &self->worker;

	for (int tries = 0; !self->task.open; tries++) {
		if (tries == REOPEN_MOST) {
			run_fail(worker->run,
				 "cannot open a slot again after a failed "
				 "task: %s",
				 strerrordesc_np(self->task.error));
			return false;
		}
		worker_open_slot(worker, &self->task);
	}
	return true;
}

/* The next task: from the queue, or by itself in a serial run. */
static bool next_task(struct blocking *self, int64_t *arrive)
{
	struct run *run = self->worker.run;
	struct recorder *recorder = self->worker.recorder;
	struct arrival arrival;

	if (atomic_load_explicit(&run->control->has_error,
				 memory_order_relaxed))
		return false;
	if (run->runner->fed_by == QUEUE || run_is_open(run)) {
		if (!queue_take(run->queue, &arrival))
			return false;
		self->task.seed = arrival.ticket;
		*arrive = recorder->opened_ns + arrival.arrive;
		return true;
	}
	*arrive = self->next_arrive;
	if (*arrive >= atomic_load_explicit(&run->control->until_ns,
					    memory_order_relaxed) ||
	    self->issued == run->tasks)
		return false;
	self->task.seed = self->issued++;
	recorder->issued = self->issued;
	return true;
}

/* Runs one task and records its end: that instant. */
static int64_t run_task(struct blocking *self, int64_t arrive)
{
	struct worker *worker = &self->worker;
	struct task *task = &self->task;
	int64_t start = clock_now(), end;
	enum progress progress;

	task->resume = NULL;
	progress = fault_body(worker->run, task);
	end = clock_now();
	if (progress == DONE) {
		fault_stamps(&arrive, &start);
		recorder_ended(
			worker->recorder, task, arrive, start, end,
			atomic_load_explicit(&worker->run->control->until_ns,
					     memory_order_relaxed));
		return end;
	}
	recorder_failed(worker->recorder, task->error);
	worker_close_slot(worker, task);
	return end;
}

/* In a closed load the end of a task is the arrival of the next. */
static void post_next(struct blocking *self, int64_t end)
{
	struct run *run = self->worker.run;
	int64_t until = atomic_load_explicit(&run->control->until_ns,
					     memory_order_relaxed);

	if (end < until &&
	    !queue_post_own(run->queue, end - self->worker.recorder->opened_ns))
		recorder_left_out(self->worker.recorder, end, until);
}

/* BUSY tells the supervisor that a worker that dies now takes a task along. */
static void work(struct blocking *self)
{
	struct run *run = self->worker.run;
	struct recorder *recorder = self->worker.recorder;
	int64_t arrive, end;

	self->next_arrive = recorder->opened_ns;
	while (next_task(self, &arrive)) {
		atomic_store_explicit(&recorder->stage, BUSY,
				      memory_order_relaxed);
		if (!reopen(self)) {
			recorder_failed(recorder, self->task.error);
			break;
		}
		end = run_task(self, arrive);
		self->next_arrive = end;
		if (run->runner->fed_by == QUEUE && !run_is_open(run))
			post_next(self, end);
		atomic_store_explicit(&recorder->stage, IDLE,
				      memory_order_relaxed);
	}
}

void blocking_worker(struct run *run, unsigned index)
{
	struct blocking self = {.worker = {.awaitables = &blocking_awaitables,
					   .recorder = &run->recorders[index],
					   .run = run}};
	size_t size = run->workload->state_size;

	self.task.state = size ? calloc(1, size) : NULL;
	if (size && !self.task.state)
		run_fail(run, "no memory for the state of a task");
	else
		worker_open_first(&self.worker, &self.task, index,
				  run->workers);
	if (worker_ready(&self.worker)) {
		work(&self);
		worker_done(&self.worker);
	}
	worker_close_slot(&self.worker, &self.task);
	free(self.task.state);
}
