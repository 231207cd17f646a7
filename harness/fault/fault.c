/*
 * fault.c - the fault of this process, and those that change a task or what is
 * recorded of it; see fault.h. How faults are written is in fault_words.c, and
 * those that take a process are in fault_inject.c.
 */
#include "harness/fault/fault.h"

#include "harness/record/clock.h"
#include "harness/record/recorder.h"

#include <math.h>

bool fault_on_tasks, fault_on_stamps;

/* Set once, before there is a second process or thread; forked ones inherit it.
 */
static struct fault current;

void fault_set(const struct cell *cell)
{
	char error[CELL_ERROR];

	if (!fault_parse(cell->fault, &current, error))
		current = (struct fault){.kind = FAULT_NONE};
	fault_on_tasks =
		current.kind == FAULT_SLOW || current.kind == FAULT_DROP ||
		current.kind == FAULT_RAMP || current.kind == FAULT_STEP ||
		current.kind == FAULT_CLOCKBACK;
	fault_on_stamps =
		current.kind == FAULT_OMIT || current.kind == FAULT_BLAME;
}

const struct fault *fault_get(void)
{
	return &current;
}

/* By how much tasks are stretched now. */
static double factor_now(const struct run *run)
{
	int64_t now = clock_now() - run->control->opened_ns;
	double all = (double)(run->warmup_ns + run->duration_ns);

	if (current.kind == FAULT_RAMP)
		return 1 + (current.factor - 1) * fmin((double)now / all, 1);
	if (current.kind == FAULT_STEP && now < current.at_ns)
		return 1;
	return current.factor;
}

/* The same tasks are dropped in every run: the seed decides. */
static bool drops(const struct task *task)
{
	uint64_t random = mix64(~task->seed) >> 11;

	return (double)random * 0x1p-53 < current.share;
}

/* Once in each worker, at the end of a task, and until it turns to the next
 * one: so the kernel's timers, which have not gone back, disagree with it for
 * no longer than that. */
static void step_back(const struct run *run)
{
	static _Thread_local bool done;

	if (done || clock_now() < run->control->opened_ns + current.at_ns)
		return;
	done = true;
	clock_behind_ns = current.length_ns;
}

void fault_change_stamps(int64_t *arrive, int64_t *start)
{
	if (current.kind == FAULT_OMIT)
		*arrive = *start;
	else
		*start = *arrive;
}

/* After a body that answers PENDING the task may be in other hands already: it
 * is looked at only when it is done. */
enum progress fault_changed_body(const struct run *run, struct task *task)
{
	static _Thread_local volatile uint64_t sink;
	/* CPU time, not time: who was not on a CPU has not worked. Costs 400
	 * ns, which only a run with a fault pays. */
	int64_t before = clock_cpu(CLOCK_THREAD_CPUTIME_ID), used;
	enum progress progress;
	double more;

	clock_behind_ns = 0;
	progress = run->workload->run(task);
	used = clock_cpu(CLOCK_THREAD_CPUTIME_ID) - before;
	more = (double)used * (factor_now(run) - 1);
	sink = compute(sink, compute_iterations((int64_t)more));
	/* The runner will count this one: then none has been counted. */
	if (progress == DONE && drops(task))
		task->worker->recorder->completed--;
	if (progress == DONE && current.kind == FAULT_CLOCKBACK)
		step_back(run);
	return progress;
}
