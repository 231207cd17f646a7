/*
 * stuck.c - see stuck.h. Normally a look reads one counter a worker, once a
 * second; only if no task has ended it asks for more.
 */
#include "harness/stuck.h"

#include "harness/record/clock.h"
#include "harness/record/recorder.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

enum {
	STILL_S = 5, /* without the end of a task, at least */
	STILL_RESPONSES = 100,
	LOOKS = 5, /* in that time */
};

/* Share of one CPU: workers that use more are not stuck, but compute. */
#define STILL_CPU 0.05

static uint64_t tasks_ended(const struct run *run)
{
	uint64_t ended = 0;

	for (unsigned i = 0; i < run->workers; i++)
		ended += run->recorders[i].completed + run->recorders[i].failed;
	return ended;
}

uint64_t stuck_in_flight(const struct run *run)
{
	uint64_t ended = tasks_ended(run), issued = 0;

	if (run->runner->fed_by == QUEUE || run_is_open(run))
		issued = queues_posted(&run->queues);
	else
		for (unsigned i = 0; i < run->workers; i++)
			issued += run->recorders[i].issued;
	return issued > ended ? issued - ended : 0;
}

int64_t stuck_likely_ns(const struct workload *workload)
{
	const struct param *param = workload->params;
	int64_t sum = 0;

	for (; param && param->name; param++)
		if (param->kind == PARAM_DURATION)
			sum += *param->value;
	return sum * (workload->requests ? *workload->requests : 1);
}

/* The least time without the end of a task that is suspicious. */
static int64_t least_ns(const struct run *run)
{
	return run->still_ns ? run->still_ns : STILL_S * S;
}

/* The time that is. The mean response is by Little's law: in flight x time /
 * ended. */
static int64_t limit_ns(const struct run *run, uint64_t ended)
{
	double limit = (double)least_ns(run);
	double likely = 2 * (double)stuck_likely_ns(run->workload), mean = 0;

	if (ended)
		mean = (double)stuck_in_flight(run) *
		       (double)(clock_now() - run->control->opened_ns) /
		       (double)ended;
	limit = likely > limit ? likely : limit;
	return (int64_t)(STILL_RESPONSES * mean > limit ? STILL_RESPONSES * mean
							: limit);
}

/* CPU time of all workers, and of this thread, which hardly has any. */
static int64_t workers_cpu(const struct run *run)
{
	int64_t sum = clock_cpu(CLOCK_PROCESS_CPUTIME_ID);
	clockid_t clock;

	for (unsigned i = 0; run->pids && i < run->workers; i++)
		if (run->pids[i] > 0 &&
		    clock_getcpuclockid(run->pids[i], &clock) == 0)
			sum += clock_cpu(clock);
	return sum;
}

/* How many tasks, as far as it is known, wait for something. */
static uint64_t tasks_waiting(const struct run *run, enum wait what)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < run->workers; i++)
		sum += atomic_load(&run->recorders[i].waits[what]);
	return sum;
}

/* Whoever was stopped itself meanwhile, with the whole process, has seen
 * nothing and begins anew. */
bool stuck_is_still(struct stuck *seen, const struct run *run)
{
	int64_t now = clock_now(), period = least_ns(run) / LOOKS;
	uint64_t ended = tasks_ended(run);
	bool late = now > seen->look + period;

	seen->look = now + period;
	if (late || ended != seen->ended || !stuck_in_flight(run) ||
	    tasks_waiting(run, WAIT_TIMER)) {
		seen->ended = ended;
		seen->since = now;
		seen->cpu_at = 0;
		return false;
	}
	if (!seen->cpu_at) {
		seen->cpu_at = now;
		seen->cpu_from = workers_cpu(run);
		return false;
	}
	return (double)(workers_cpu(run) - seen->cpu_from) <=
	       STILL_CPU * (double)(now - seen->cpu_at);
}

bool stuck_now(struct stuck *seen, const struct run *run)
{
	return clock_now() >= seen->look && stuck_is_still(seen, run) &&
	       clock_now() - seen->since >= limit_ns(run, seen->ended);
}

/* Blocking workers that run something else than an await. */
static uint64_t tasks_running(const struct run *run)
{
	uint64_t running = 0;

	for (unsigned i = 0; i < run->workers; i++) {
		const struct recorder *recorder = &run->recorders[i];
		bool waits = false;

		for (int what = WAIT_NONE + 1; what < WAIT_KINDS; what++)
			waits |= atomic_load(&recorder->waits[what]) > 0;
		running += !waits && atomic_load(&recorder->stage) == BUSY;
	}
	return running;
}

static size_t say_one(char *to, size_t size, size_t length, const char *what,
		      uint64_t tasks)
{
	if (!tasks || length >= size)
		return length;
	return length + (size_t)snprintf(to + length, size - length,
					 "%s%s (%" PRIu64 ")",
					 length ? ", " : ", waiting for ", what,
					 tasks);
}

void stuck_say_waits(const struct run *run, char *to, size_t size)
{
	static const char *const names[WAIT_KINDS] = {
		[WAIT_READ] = "read",       [WAIT_WRITE] = "write",
		[WAIT_CONNECT] = "connect", [WAIT_READY] = "readiness",
		[WAIT_TIMER] = "timer",     [WAIT_LOCK] = "lock",
		[WAIT_HELPER] = "helper",
	};
	uint64_t running = tasks_running(run);
	size_t length = 0;

	*to = '\0';
	for (int i = WAIT_NONE + 1; i < WAIT_KINDS; i++)
		length = say_one(to, size, length, names[i],
				 tasks_waiting(run, (enum wait)i));
	length = say_one(to, size, length, "a free worker", run->left);
	if (running && length < size)
		snprintf(to + length, size - length, ", running (%" PRIu64 ")",
			 running);
}
