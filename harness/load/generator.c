/*
 * generator.c - see generator.h.
 */
#include "harness/load/generator.h"

#include "harness/load/alarms.h"
#include "harness/record/clock.h"
#include "harness/load/futex.h"
#include "harness/machine/cpus.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* At full rate the generator wakes this often; and so many arrivals it posts
 * before it wakes who waits for them. */
enum { FULL_RATE = 200000, LONGEST_CYCLE_NS = 80000, MOST_AT_ONCE = 64 };

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

/* Instants to wake at, ahead of what has been posted. */
struct wakes {
	const struct schedule *schedule;
	int64_t cycle, last; /* since the gate */
	uint64_t ahead;      /* the first arrival after the last */
};

/* The next instant: a cycle after the last, or when somebody arrives. Negative
 * when all have. */
static int64_t next_wake(struct wakes *wakes)
{
	const struct schedule *schedule = wakes->schedule;

	while (wakes->ahead < schedule->n &&
	       schedule->at[wakes->ahead] <= wakes->last)
		wakes->ahead++;
	if (wakes->ahead == schedule->n)
		return -1;
	wakes->last += wakes->cycle;
	if (wakes->last < schedule->at[wakes->ahead])
		wakes->last = schedule->at[wakes->ahead];
	return wakes->last;
}

/* Posts what is due at an instant since the gate. Returns the first that it did
 * not post, or -1 if a queue is closed. */
static int64_t catch_up(struct run *run, uint64_t i, int64_t now)
{
	const struct schedule *schedule = &run->schedule;

	while (i < schedule->n && schedule->at[i] <= now) {
		uint64_t first = i;

		i = post_due(run, first, now);
		if (i == first)
			return -1;
	}
	return (int64_t)i;
}

/* Posts the whole schedule, or until a queue is closed: 0, or -1 with errno. */
static int generate(struct run *run)
{
	const struct schedule *schedule = &run->schedule;
	int64_t opened = run->control->opened_ns, i = 0;
	struct wakes wakes = {.schedule = schedule,
			      .cycle = least_cycle(schedule),
			      .last = -1};
	struct alarms alarms;

	if (alarms_open(&alarms) < 0)
		return -1;
	while (i >= 0 && (uint64_t)i < schedule->n) {
		int64_t now, wake = 0;

		while (alarms_free(&alarms) && (wake = next_wake(&wakes)) >= 0)
			if (alarms_set(&alarms, opened + wake) < 0)
				return -1;
		now = alarms_wait(&alarms);
		if (now < 0)
			return -1;
		i = catch_up(run, (uint64_t)i, now - opened);
	}
	return 0;
}

/* 0, or -1 with errno: then there are arrivals that were not posted. */
static int generator_main(struct run *run)
{
	struct control *control = run->control;
	int64_t cpu;

	while (!atomic_load(&control->gate))
		futex_wait(&control->gate, 0);
	if (atomic_load(&control->called_off))
		return 0;
	cpu = clock_cpu(CLOCK_PROCESS_CPUTIME_ID);
	if (generate(run) < 0)
		return -1;
	run->posting->cpu_ns = clock_cpu(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	atomic_store(&run->posting->done, 1);
	run_notify(run);
	return 0;
}

pid_t generator_start(struct run *run, const char *cpus)
{
	pid_t parent = getpid(), pid = fork();

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent || cpus_bind(cpus) < 0)
			_exit(1);
		_exit(generator_main(run) < 0);
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
