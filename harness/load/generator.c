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
static void wake_for(const struct queues *queues, uint64_t first, uint64_t end)
{
	if (end - first > queues->n)
		end = first + queues->n;
	for (uint64_t i = first; i < end; i++) {
		unsigned index = (unsigned)(i % queues->n);
		struct queue *queue = queues_at(queues, index);

		if (!queues->wakers)
			queue_wake(queue);
		else if (atomic_load(&queue->asleep) &&
			 atomic_exchange(&queue->asleep, 0))
			queues_wake(queues, index);
	}
}

static void note_lag(const struct generator *self, uint64_t first, uint64_t end,
		     int64_t now)
{
	struct posting *posting = self->posting;
	const struct schedule *schedule = self->schedule;

	posting->posted = end;
	posting->last_ns = now;
	for (uint64_t i = first; i < end; i++)
		if (schedule->at[i] >= self->warmup_ns)
			hist_add(&posting->lag, now - schedule->at[i]);
}

/* Posts what is due, from `first` on. Returns the first that it did not post.
 */
static uint64_t post_due(const struct generator *self, uint64_t first,
			 int64_t now)
{
	const struct schedule *schedule = self->schedule;
	const struct queues *queues = self->queues;
	uint64_t i = first;

	while (i < schedule->n && schedule->at[i] <= now &&
	       i - first < MOST_AT_ONCE &&
	       queue_post_own(queues_at(queues, (unsigned)(i % queues->n)),
			      schedule->at[i]))
		i++;
	if (i > first) {
		note_lag(self, first, i,
			 clock_now() - self->control->opened_ns);
		wake_for(queues, first, i);
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
static int64_t catch_up(const struct generator *self, uint64_t i, int64_t now)
{
	const struct schedule *schedule = self->schedule;

	while (i < schedule->n && schedule->at[i] <= now) {
		uint64_t first = i;

		i = post_due(self, first, now);
		if (i == first)
			return -1;
	}
	return (int64_t)i;
}

/* Posts the whole schedule, or until a queue is closed: 0, or -1 with errno. */
static int generate(const struct generator *self)
{
	const struct schedule *schedule = self->schedule;
	int64_t opened = self->control->opened_ns, i = 0;
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
		i = catch_up(self, (uint64_t)i, now - opened);
	}
	return 0;
}

/* 0, or -1 with errno: then there are arrivals that were not posted. */
static int generator_main(const struct generator *self)
{
	struct control *control = self->control;
	uint64_t one = 1;
	int64_t cpu;

	while (!atomic_load(&control->gate))
		futex_wait(&control->gate, 0);
	if (atomic_load(&control->called_off))
		return 0;
	cpu = clock_cpu(CLOCK_PROCESS_CPUTIME_ID);
	if (generate(self) < 0)
		return -1;
	self->posting->cpu_ns = clock_cpu(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	atomic_store(&self->posting->done, 1);
	while (write(self->event_fd, &one, sizeof one) < 0 && errno == EINTR)
		;
	return 0;
}

pid_t generator_start(const struct generator *generator, const char *cpus)
{
	pid_t parent = getpid(), pid = fork();

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		prctl(PR_SET_TIMERSLACK, 1UL); /* alone: it keeps time */
		if (getppid() != parent || cpus_bind(cpus) < 0)
			_exit(1);
		_exit(generator_main(generator) < 0);
	}
	return pid;
}

void generator_stop(pid_t pid)
{
	if (pid <= 0)
		return;
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}
