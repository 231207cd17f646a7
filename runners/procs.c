/*
 * procs.c - a pool of forked processes fed by the same queue in shared memory.
 * It differs from threads by how a worker is born and reaped, and by nothing
 * else.
 *
 * A worker that dies is noticed, its task is lost and counted, and another one
 * is forked in its place, into the same recorder.
 */
#include "harness/record/clock.h"
#include "harness/worker.h"
#include "harness/machine/limits.h"
#include "harness/contract/runner.h"
#include "runners/pool/blocking.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Forks worker `index`; false after run_fail(). */
static bool fork_worker(struct run *run, unsigned index)
{
	pid_t parent = getpid(), pid = fork();
	char limit[LIMIT_TEXT] = "";

	if (pid < 0) {
		int error = errno;

		if (error == EAGAIN)
			limits_met(LIMITED_PROCESSES, limit);
		run_fail(run, error == EAGAIN ? CHECK_LIMIT : CHECK_SETUP,
			 "cannot fork process %u of %u: %s%s", index + 1,
			 run->workers, strerrordesc_np(error), limit);
		return false;
	}
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(1);
		blocking_worker(run, index);
		_exit(0);
	}
	run->pids[index] = pid;
	return true;
}

/* A dead worker's CPU time since its birth stands for that since the gate,
 * which only it could have told. */
static void add_usage(struct usage *to, const struct rusage *used)
{
	to->user_ns += used->ru_utime.tv_sec * S + used->ru_utime.tv_usec * US;
	to->system_ns +=
		used->ru_stime.tv_sec * S + used->ru_stime.tv_usec * US;
	to->voluntary += used->ru_nvcsw;
	to->involuntary += used->ru_nivcsw;
	to->faults += used->ru_minflt + used->ru_majflt;
}

/* Puts a new worker in the place of a dead one, and a task in the queue for the one
 * that it took with it. */
static void replace(struct run *run, unsigned index, const struct rusage *used)
{
	struct recorder *recorder = &run->recorders[index];
	uint32_t stage = atomic_load(&recorder->stage);
	int64_t now = clock_now();

	if (stage == FINISHED || atomic_load(&run->control->leave))
		return;
	if (stage == STARTING && !run->replaced) {
		run_fail(run, CHECK_DIED, "process %u of %u died during set-up",
			 index + 1, run->workers);
		return;
	}
	add_usage(&recorder->usage, used);
	run->replaced++;
	queue_worker_died(run->queues.first);
	if (stage == BUSY && !run_is_open(run) &&
	    now < atomic_load(&run->control->until_ns))
		queue_post(run->queues.first, now - run->control->opened_ns);
	fork_worker(run, index);
}

/* A run_reaper: which of the workers has ended? */
static void reap(struct run *run, void *context)
{
	struct rusage used;

	(void)context;
	for (unsigned i = 0; i < run->workers; i++)
		if (run->pids[i] > 0 &&
		    wait4(run->pids[i], NULL, WNOHANG, &used) == run->pids[i]) {
			run->pids[i] = 0;
			replace(run, i, &used);
		}
}

static void stop(struct run *run)
{
	for (unsigned i = 0; i < run->workers; i++) {
		if (run->pids[i] <= 0)
			continue;
		if (run->stuck)
			kill(run->pids[i], SIGKILL);
		while (waitpid(run->pids[i], NULL, 0) < 0 && errno == EINTR)
			;
	}
	free(run->pids);
	run->pids = NULL;
}

static int procs_run(struct run *run)
{
	int result;

	run->pids = calloc(run->workers, sizeof *run->pids);
	if (!run->pids) {
		run_fail(run, CHECK_SETUP, "no memory for %u processes",
			 run->workers);
		return -1;
	}
	for (unsigned i = 0; i < run->workers && run_may_start(run); i++)
		if (!fork_worker(run, i))
			break;
	result = run_supervise(run, reap, NULL);
	stop(run);
	return result;
}

const struct runner runner_procs = {
	.summary = "a pool of forked processes fed by one queue in shared "
		   "memory",
	.kind = POOL,
	.fed_by = QUEUE,
	.worker = "processes",
	.label = "process pool",
	.colour = "#009e73",
	.awaitables = &blocking_awaitables,
	.run = procs_run,
};
