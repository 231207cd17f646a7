/*
 * generator.c - see generator.h.
 */
#include "harness/generator.h"

#include "harness/clock.h"
#include "harness/futex.h"
#include "harness/place.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* At full rate the generator sleeps long enough for ten arrivals to fall due.
 */
enum { FULL_RATE = 200000, LONGEST_NAP_NS = 50000 };

/* The least it sleeps: in proportion to the rate, so that a slow load is posted
 * to the microsecond and a fast one costs less than a microsecond an arrival.
 */
static int64_t least_sleep(const struct schedule *schedule)
{
	double span = (double)schedule->at[schedule->n - 1] + 1;
	double rate = (double)schedule->n * (double)NS_PER_S / span;

	return rate >= FULL_RATE ? LONGEST_NAP_NS
				 : (int64_t)(LONGEST_NAP_NS * rate / FULL_RATE);
}

/* Puts arrival number i in line: in the queue of its loop, if each has one. */
static bool post(struct run *run, uint64_t i)
{
	unsigned index = (unsigned)(i % run->n_queues);
	struct queue *queue = run_queue(run, index);

	if (!queue_post(queue, run->schedule.at[i]))
		return false;
	if (run->wakers && atomic_load(&queue->asleep) &&
	    atomic_exchange(&queue->asleep, 0))
		run_wake(run, index);
	return true;
}

static void note_lag(struct run *run, uint64_t i, int64_t now)
{
	struct posting *posting = run->posting;

	posting->posted = i + 1;
	posting->last_ns = now;
	if (run->schedule.at[i] >= run->warmup_ns)
		hist_add(&posting->lag, now - run->schedule.at[i]);
}

/* Posts the whole schedule, or until a queue is closed. */
static void generate(struct run *run)
{
	const struct schedule *schedule = &run->schedule;
	int64_t opened = run->control->opened_ns;
	int64_t nap = least_sleep(schedule);

	for (uint64_t i = 0; i < schedule->n;) {
		int64_t now = clock_now() - opened, next = schedule->at[i];

		if (next > now) {
			if (next < now + nap)
				next = now + nap;
			clock_sleep_until(opened + next);
			continue;
		}
		if (!post(run, i))
			return;
		note_lag(run, i, now);
		i++;
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
