/*
 * worker.c - see worker.h.
 */
#include "harness/worker.h"

#include "harness/load/futex.h"
#include "harness/machine/limits.h"

#include <errno.h>
#include <string.h>

bool worker_open_slot(struct worker *worker, struct task *task)
{
	const struct workload *workload = worker->run->workload;

	task->worker = worker;
	task->resume = NULL;
	task->moved = 0;
	task->asked = 0;
	task->error = 0;
	if (workload->state_size)
		memset(task->state, 0, workload->state_size);
	task->open = !workload->open || workload->open(task) == 0;
	if (!task->open)
		task->error = errno;
	return task->open;
}

void worker_close_slot(struct worker *worker, struct task *task)
{
	if (task->open && worker->run->workload->close)
		worker->run->workload->close(task);
	task->open = 0;
}

bool worker_open_first(struct worker *worker, struct task *task, unsigned slot,
		       unsigned slots)
{
	char limit[LIMIT_TEXT];

	if (worker_open_slot(worker, task))
		return true;
	if (task->error == EMFILE)
		atomic_store(&worker->run->control->no_descriptors, 1);
	run_fail(worker->run, task->error == EMFILE ? CHECK_LIMIT : CHECK_SETUP,
		 "cannot open slot %u of %u: %s%s", slot + 1, slots,
		 strerrordesc_np(task->error),
		 task->error == EMFILE ? limits_descriptors(limit) : "");
	return false;
}

bool worker_ready(struct worker *worker)
{
	struct control *control = worker->run->control;
	struct recorder *recorder = worker->recorder;

	run_touch(worker->run, recorder->index);
	if (atomic_fetch_add(&control->ready, 1) + 1 == worker->run->workers)
		run_notify(worker->run);
	while (!atomic_load(&control->gate))
		futex_wait(&control->gate, 0);
	if (atomic_load(&control->called_off))
		return false;
	recorder_start(recorder, control->opened_ns, control->from_ns,
		       run_length(worker->run));
	usage_now(&recorder->started);
	atomic_store(&recorder->stage, IDLE);
	return true;
}

void worker_done(struct worker *worker)
{
	struct control *control = worker->run->control;
	struct recorder *recorder = worker->recorder;

	usage_add_since(&recorder->usage, &recorder->started);
	atomic_store(&recorder->stage, FINISHED);
	if (atomic_fetch_add(&control->finished, 1) + 1 == worker->run->workers)
		run_notify(worker->run);
	while (!atomic_load(&control->leave))
		futex_wait(&control->leave, 0);
}
