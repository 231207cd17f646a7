/*
 * blocking.c - waiting as a hand-written threaded program does it: one system
 * call, no poll before it, the kernel puts the worker to sleep.
 *
 * No awaitable here answers PENDING: a body runs to its end in one call, and
 * what a loop keeps in task->moved is on the stack. What a worker waits for is
 * noted in its recorder by a plain store, for whoever asks why nothing moves.
 *
 * A worker takes a task, runs it, records it, queues the next one behind
 * those already waiting, and takes the first. In a closed load the instant a
 * task ends is the instant the next one arrives, so two clock reads a task are
 * all there are.
 */
#include "runners/pool/blocking.h"

#include "harness/record/clock.h"
#include "harness/fault/fault.h"
#include "harness/worker.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Slots that fail to open again this often in a row end the run. */
enum { REOPEN_MOST = 100 };

/* Says that a system call is about to be made for a task. */
static void call(const struct task *task)
{
	recorder_called(task->worker->recorder, 1);
}

static void begin_wait(struct task *task, enum wait what)
{
	recorder_waits(task->worker->recorder, what, 1);
}

/* Ends it, and an awaitable: 0 is DONE, an errno FAILED. */
static enum progress end_wait(struct task *task, enum wait what, int error)
{
	recorder_waits(task->worker->recorder, what, 0);
	return error ? task_fail(task, error) : DONE;
}

/* After a signal only what was left is slept. */
static enum progress blocking_sleep(struct task *task, int64_t ns)
{
	struct timespec span = clock_timespec(ns);

	begin_wait(task, WAIT_TIMER);
	do
		call(task);
	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &span, &span) == EINTR);
	return end_wait(task, WAIT_TIMER, 0);
}

static enum progress blocking_read(struct task *task, int fd, void *to,
				   size_t size)
{
	int error = 0;

	begin_wait(task, WAIT_READ);
	for (char *at = to; size && !error;) {
		ssize_t n = read(fd, at, size);

		call(task);
		if (n > 0) {
			at += n;
			size -= (size_t)n;
		} else if (n == 0 || errno != EINTR) {
			error = n ? errno : ECONNRESET;
		}
	}
	return end_wait(task, WAIT_READ, error);
}

static enum progress blocking_write(struct task *task, int fd, const void *from,
				    size_t size)
{
	int error = 0;

	begin_wait(task, WAIT_WRITE);
	for (const char *at = from; size && !error;) {
		ssize_t n = write(fd, at, size);

		call(task);
		if (n >= 0) {
			at += n;
			size -= (size_t)n;
		} else if (errno != EINTR) {
			error = errno;
		}
	}
	return end_wait(task, WAIT_WRITE, error);
}

static enum progress blocking_connect(struct task *task, int fd,
				      const struct sockaddr *to, socklen_t size)
{
	begin_wait(task, WAIT_CONNECT);
	call(task);
	return end_wait(task, WAIT_CONNECT,
			connect(fd, to, size) < 0 ? errno : 0);
}

/* The descriptor blocks: the library's own call will wait. */
static enum progress blocking_ready(struct task *task, int fd,
				    unsigned readiness)
{
	(void)fd;
	(void)readiness;
	task->worker->recorder->unseen = true;
	return DONE;
}

/* No helper: a thread that blocks is what this model has plenty of. */
static enum progress blocking_pread(struct task *task, int fd, void *to,
				    size_t size, off_t offset)
{
	char *at = to;

	while (size) {
		ssize_t n = pread(fd, at, size, offset);

		call(task);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return task_fail(task, n < 0 ? errno : EIO);
		at += n;
		size -= (size_t)n;
		offset += n;
	}
	return DONE;
}

/* The kernel shares the CPU out already; sched_yield() would be a system call
 * that nobody writes by hand. */
static enum progress blocking_yield(struct task *task)
{
	(void)task;
	return DONE;
}

/* Right here: the worker has nobody to keep waiting. */
static enum progress blocking_offload(struct task *task, offloaded *function)
{
	int error = function(task);

	task->worker->recorder->unseen = true;
	return error ? task_fail(task, error) : DONE;
}

static unsigned number_of(const struct worker *worker)
{
	return worker->recorder->index + 1;
}

/* Shared between processes too, hence robust: a worker that dies does not take
 * the lock along. */
static enum progress blocking_lock(struct task *task, unsigned which)
{
	struct task_lock *lock = run_lock(task->worker->run, which);
	int error;

	if (!lock)
		return task_fail(task, EINVAL);
	begin_wait(task, WAIT_LOCK);
	error = pthread_mutex_lock(&lock->mutex);
	/* Its holder was killed; what it guards is the workload's to repair. */
	if (error == EOWNERDEAD)
		error = pthread_mutex_consistent(&lock->mutex);
	if (!error)
		atomic_store_explicit(&lock->worker, number_of(task->worker),
				      memory_order_relaxed);
	return end_wait(task, WAIT_LOCK, error);
}

/* A worker has one task, so what it holds is that task's; nothing happens if it
 * does not hold it. */
static void unlock(const struct worker *worker, struct task_lock *lock)
{
	if (atomic_load_explicit(&lock->worker, memory_order_relaxed) !=
	    number_of(worker))
		return;
	atomic_store_explicit(&lock->worker, 0, memory_order_relaxed);
	pthread_mutex_unlock(&lock->mutex);
}

static void blocking_unlock(struct task *task, unsigned which)
{
	struct task_lock *lock = run_lock(task->worker->run, which);

	if (lock)
		unlock(task->worker, lock);
}

/* After a failure. */
static void unlock_all(const struct worker *worker)
{
	struct run *run = worker->run;

	for (unsigned i = 0; i < run->workload->locks; i++)
		unlock(worker, &run->locks[i]);
}

/* It is as the workload opened it: blocking. */
static int blocking_adopt(struct task *task, int fd)
{
	(void)task;
	(void)fd;
	return 0;
}

/* Nobody watches it. */
static void blocking_release(struct task *task, int fd)
{
	(void)task;
	(void)fd;
}

const struct awaitables blocking_awaitables = {
	.sleep = blocking_sleep,
	.read = blocking_read,
	.write = blocking_write,
	.connect = blocking_connect,
	.ready = blocking_ready,
	.pread = blocking_pread,
	.yield = blocking_yield,
	.offload = blocking_offload,
	.lock = blocking_lock,
	.unlock = blocking_unlock,
	.adopt = blocking_adopt,
	.release = blocking_release,
};

/* A worker with its one slot. */
struct blocking {
	struct worker worker;
	struct task task;
	uint64_t issued;     /* without a queue: the next seed */
	int64_t next_arrive; /* without a queue */
};

/* Nothing if the slot is open. After a failed task it is not, and its peer may
 * be slow to come back, so a few tries. */
static bool reopen(struct blocking *self)
{
	struct worker *worker = &self->worker;

	for (int tries = 0; !self->task.open; tries++) {
		if (tries == REOPEN_MOST) {
			run_fail(worker->run, CHECK_FAILED,
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
		if (!queue_take(run->queues.first, &arrival))
			return false;
		recorder_called(recorder, arrival.calls);
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
	recorder_count(&recorder->issued);
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
	progress = fault_body(worker->run->workload, task);
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
	unlock_all(worker);
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
	    !queue_post_own(run->queues.first,
			    end - self->worker.recorder->opened_ns))
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

	for (int i = 0; i < WAIT_KINDS; i++) /* of one that was killed */
		recorder_waits(self.worker.recorder, (enum wait)i, 0);
	self.task.state = size ? calloc(1, size) : NULL;
	if (size && !self.task.state)
		run_fail(run, CHECK_SETUP, "no memory for the state of a task");
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

/* No answer depends on how long a task has waited. */
static enum progress no_sleep(struct task *task, int64_t ns)
{
	(void)task;
	(void)ns;
	return DONE;
}

/* All of them in one slot. */
static int recompute_in(struct worker *worker, struct task *task,
			const uint64_t *seeds, uint64_t *answers, int n,
			int64_t limit_ns)
{
	int64_t until = clock_now() + limit_ns;
	int done = 0;

	while (done < n && (!done || clock_now() < until)) {
		task->seed = seeds[done];
		task->resume = NULL;
		if (worker->run->workload->run(task) != DONE) {
			unlock_all(worker);
			return -1;
		}
		answers[done++] = task->answer;
	}
	return done;
}

/* Its recorder is that of a worker which is gone: all that is written to it is
 * what a task waits for, and what it calls, which does not count. */
int blocking_recompute(struct run *run, const uint64_t *seeds,
		       uint64_t *answers, int n, int64_t limit_ns)
{
	struct awaitables awaitables = blocking_awaitables;
	struct worker worker = {.awaitables = &awaitables,
				.recorder = &run->recorders[0],
				.run = run};
	struct task task = {.state = calloc(1, run->workload->state_size + 1)};
	const uint64_t calls = worker.recorder->calls;
	const bool unseen = worker.recorder->unseen;
	int done = -1;

	awaitables.sleep = no_sleep;
	if (!task.state)
		task.error = ENOMEM;
	else if (worker_open_slot(&worker, &task))
		done = recompute_in(&worker, &task, seeds, answers, n,
				    limit_ns);
	worker_close_slot(&worker, &task);
	free(task.state);
	worker.recorder->calls = calls;
	worker.recorder->unseen = unseen;
	errno = task.error;
	return done;
}
