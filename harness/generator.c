/*
 * generator.c - see generator.h.
 */
#include "harness/generator.h"

#include "harness/clock.h"
#include "harness/futex.h"
#include "harness/place.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* At full rate the generator wakes this often; and so many arrivals it posts
 * before it wakes who waits for them. */
enum { FULL_RATE = 200000, LONGEST_CYCLE_NS = 85000, MOST_AT_ONCE = 64 };

/* How fast it gets used to sleeps that end late, and what it waits awake. */
enum { CREEP_NS = 200, LEAST_SLEEP_NS = 2000 };

/* The least time between two wake-ups: the slower the load, the shorter, so
 * that it is posted to the microsecond while a fast one shares a wake-up among
 * many. By the root of the rate, because a cycle as short as a wake-up takes
 * would keep a CPU busy. */
static int64_t least_cycle(const struct schedule *schedule)
{
	double span = (double)schedule->at[schedule->n - 1] + 1;
	double rate = (double)schedule->n * (double)NS_PER_S / span;

	return (int64_t)(LONGEST_CYCLE_NS * sqrt(fmin(rate / FULL_RATE, 1)));
}

/* Wakes who waits for the arrivals from `first` on, each in the queue of its
 * loop, if each loop has one. */
static void wake_for(struct run *run, uint64_t first, uint64_t end)
{
	if (end - first > run->n_queues)
		end = first + run->n_queues;
	for (uint64_t i = first; i < end; i++) {
		unsigned index = (unsigned)(i % run->n_queues);
		struct queue *queue = run_queue(run, index);

		if (!run->wakers)
			queue_wake(queue);
		else if (atomic_load(&queue->asleep) &&
			 atomic_exchange(&queue->asleep, 0))
			run_wake(run, index);
	}
}

static void note_lag(struct run *run, uint64_t first, uint64_t end, int64_t now)
{
	struct posting *posting = run->posting;
	const struct schedule *schedule = &run->schedule;

	posting->posted = end;
	posting->last_ns = now;
	for (uint64_t i = first; i < end; i++)
		if (schedule->at[i] >= run->warmup_ns)
			hist_add(&posting->lag, now - schedule->at[i]);
}

/* Posts what is due, from `first` on. Returns the first that it did not post.
 */
static uint64_t post_due(struct run *run, uint64_t first, int64_t now)
{
	const struct schedule *schedule = &run->schedule;
	uint64_t i = first;

	while (i < schedule->n && schedule->at[i] <= now &&
	       i - first < MOST_AT_ONCE &&
	       queue_post_own(run_queue(run, (unsigned)(i % run->n_queues)),
			      schedule->at[i]))
		i++;
	if (i > first) {
		note_lag(run, first, i, clock_now() - run->control->opened_ns);
		wake_for(run, first, i);
	}
	return i;
}

/* Sleeps until an instant of the clock, or ends a little before it. `late` is
 * by how much sleeps here end late at the least, lately: so much earlier this
 * one is to end, but at least half of the wait is slept, so nothing is learned
 * once and for all, and nobody waits awake for long. It falls at once and
 * creeps up: what is left to wait is hardly ever more than a few microseconds.
 */
static void sleep_till(int64_t instant, int64_t *late)
{
	int64_t wait = instant - clock_now(), was;
	int64_t early = *late < wait / 2 ? *late : wait / 2;

	if (wait < LEAST_SLEEP_NS)
		return;
	clock_sleep_until(instant - early);
	was = clock_now() - (instant - early);
	*late = was < *late + CREEP_NS ? was : *late + CREEP_NS;
}

/* Posts the whole schedule, or until a queue is closed. It wakes at instants
 * of a grid: what a sleep is too long is no longer added to each cycle. */
static void generate(struct run *run)
{
	const struct schedule *schedule = &run->schedule;
	int64_t opened = run->control->opened_ns;
	int64_t cycle = least_cycle(schedule), wake = 0, late = 0;

	for (uint64_t i = 0; i < schedule->n;) {
		int64_t now = clock_now() - opened, next = schedule->at[i];
		uint64_t first = i;

		if (next > now) {
			if (wake <= now)
				wake += cycle;
			if (wake < next)
				wake = next;
			sleep_till(opened + wake, &late);
			continue;
		}
		i = post_due(run, first, now);
		if (i == first)
			return;
	}
}

static int64_t cpu_now(void)
{
	struct timespec used;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	return used.tv_sec * NS_PER_S + used.tv_nsec;
}

static void generator_main(struct run *run)
{
	struct control *control = run->control;
	int64_t cpu;

	while (!atomic_load(&control->gate))
		futex_wait(&control->gate, 0);
	if (atomic_load(&control->called_off))
		return;
	cpu = cpu_now();
	generate(run);
	run->posting->cpu_ns = cpu_now() - cpu;
	atomic_store(&run->posting->done, 1);
	run_notify(run);
}

pid_t generator_start(struct run *run, const char *cpus)
{
	pid_t parent = getpid(), pid = fork();

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent || place_bind(cpus) < 0)
			_exit(1);
		generator_main(run);
		_exit(0);
	}
	run->generator = pid;
	return pid;
}

void generator_stop(struct run *run)
{
	if (run->generator <= 0)
		return;
	kill(run->generator, SIGKILL);
	while (waitpid(run->generator, NULL, 0) < 0 && errno == EINTR)
		;
	run->generator = -1;
}
