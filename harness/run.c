/*
 * run.c - the shared mapping of a run, and the small things said through it.
 */
#include "harness/run.h"

#include "harness/load/generator.h"
#include "harness/machine/touch.h"
#include "harness/record/clock.h"
#include "harness/record/recorder.h"
#include "harness/support/shared.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* Of a run's queues each process maps so much: more is the line of an open load
 * that falls behind, through which its workers pass together. */
enum { QUEUES_MOST = 16 << 20 };

static size_t rounded(size_t bytes)
{
	return (bytes + 4095) & ~(size_t)4095;
}

static int init_locks(struct run *run)
{
	pthread_mutexattr_t attributes;
	int error = pthread_mutexattr_init(&attributes);

	if (error) {
		errno = error;
		return -1;
	}
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	for (unsigned i = 0; i < run->workload->locks && !error; i++)
		error = pthread_mutex_init(&run->locks[i].mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
	errno = error;
	return error ? -1 : 0;
}

/* Where the parts of the mapping begin. */
struct layout {
	size_t locks, posting, queues, recorders, sets, end;
};

/* How many tasks a queue has to hold at once, and how many it ever takes. An
 * open load may fall behind without bound, so its line holds all of them. */
static uint64_t queue_share(const struct run *run, unsigned index)
{
	return run->schedule.n / run->queues.n +
	       (index < run->schedule.n % run->queues.n);
}

static uint64_t queue_capacity(const struct run *run)
{
	return run_is_open(run) ? queue_share(run, 0) : run->concurrency;
}

static struct layout lay_out(const struct run *run)
{
	struct layout at;

	at.locks = rounded(sizeof *run->control);
	at.posting =
		at.locks + rounded(run->workload->locks * sizeof *run->locks);
	at.queues = at.posting + rounded(sizeof *run->posting);
	at.recorders = at.queues + run->queues.n * run->queues.stride;
	at.sets = at.recorders + rounded(run->workers * sizeof *run->recorders);
	at.end = at.sets + buckets_sets() * sizeof *run->sets.of_cpu;
	return at;
}

/* Longer times than that are rare: a page fault each is nothing. */
static int64_t likely_most_ns(const struct run *run)
{
	int64_t most = run_length(run) ? 2 * run_length(run) : 20 * S;

	return most < HIST_MOST ? most : HIST_MOST;
}

static int map_shared(struct run *run)
{
	struct layout at = lay_out(run);
	char *base = mmap(NULL, at.end, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (base == MAP_FAILED)
		return -1;
	run->shared = base;
	run->shared_bytes = at.end;
	run->control = run->shared;
	run->locks = (void *)(base + at.locks);
	run->posting = (void *)(base + at.posting);
	run->queues.first = (void *)(base + at.queues);
	run->recorders = (void *)(base + at.recorders);
	run->sets.of_cpu = (void *)(base + at.sets);
	run->sets.n = buckets_sets();
	madvise(base, at.sets, MADV_POPULATE_WRITE);
	buckets_touch(&run->sets, likely_most_ns(run));
	shared_touch();
	run->touched_by = getpid();
	return 0;
}

void run_touch(const struct run *run, unsigned worker)
{
	size_t queues = (char *)run->recorders - (char *)run->queues.first;

	if (getpid() == run->touched_by)
		return;
	touch_code();
	touch_shared(run->control, sizeof *run->control);
	touch_shared(run->locks, run->workload->locks * sizeof *run->locks);
	touch_shared(run->queues.first,
		     queues < QUEUES_MOST ? queues : QUEUES_MOST);
	touch_shared(&run->recorders[worker], sizeof *run->recorders);
	buckets_touch(&run->sets, likely_most_ns(run));
	shared_touch();
}

/* Loops sleep in their own poll, so each has an eventfd there. */
static int make_wakers(struct run *run)
{
	if (run->runner->kind != LOOP)
		return 0;
	run->queues.n_wakers = run->workers;
	run->queues.wakers = calloc(run->workers, sizeof *run->queues.wakers);
	if (!run->queues.wakers)
		return -1;
	for (unsigned i = 0; i < run->workers; i++)
		run->queues.wakers[i] = -1;
	for (unsigned i = 0; i < run->workers; i++) {
		run->queues.wakers[i] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		if (run->queues.wakers[i] < 0)
			return -1;
	}
	return 0;
}

/* What the supervisor waits for besides time: workers and signals. Opened
 * before workers open theirs, so that those run short, and say so. */
static int open_ears(struct run *run)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGCHLD);
	run->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	run->signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	return run->event_fd < 0 || run->signal_fd < 0 ? -1 : 0;
}

int run_init(struct run *run)
{
	bool apart = run_is_open(run) && run->runner->kind == LOOP;

	if (open_ears(run) < 0)
		return -1;
	run->queues.n = apart ? run->workers : 1;
	run->queues.stride = rounded(queue_bytes(queue_capacity(run)));
	if (map_shared(run) < 0 || make_wakers(run) < 0)
		return -1;
	for (unsigned i = 0; i < run->queues.n; i++)
		queue_init(queues_at(&run->queues, i), queue_capacity(run),
			   run_is_open(run) ? queue_share(run, i) : run->tasks);
	hist_reset(&run->posting->lag);
	for (unsigned i = 0; i < run->workers; i++)
		recorder_init(&run->recorders[i], i, &run->sets);
	run->start_limit = clock_now() + RUN_START_LIMIT_S * S;
	return init_locks(run);
}

static void shut(int fd)
{
	if (fd >= 0)
		close(fd);
}

void run_free(struct run *run)
{
	if (run->shared)
		munmap(run->shared, run->shared_bytes);
	shut(run->event_fd);
	shut(run->signal_fd);
	for (unsigned i = 0; run->queues.wakers && i < run->queues.n_wakers;
	     i++)
		shut(run->queues.wakers[i]);
	free(run->queues.wakers);
	schedule_free(&run->schedule);
	run->queues.wakers = NULL;
	run->shared = NULL;
	run->event_fd = run->signal_fd = -1;
}

void run_fail(struct run *run, enum check check, const char *format, ...)
{
	struct control *control = run->control;
	uint32_t none = 0;
	va_list arguments;

	if (!atomic_compare_exchange_strong(&control->has_error, &none, 1))
		return;
	va_start(arguments, format);
	vsnprintf(control->error, sizeof control->error, format, arguments);
	va_end(arguments);
	control->check = check;
	atomic_store(&control->has_error, 2);
	run_notify(run);
}

struct task_lock *run_lock(struct run *run, unsigned which)
{
	if (which < run->workload->locks)
		return &run->locks[which];
	run_fail(run, CHECK_FAILED,
		 "lock %u does not exist: the workload declares %u%s", which,
		 run->workload->locks,
		 run->workload->locks ? ", counted from 0" : "");
	return NULL;
}

bool run_may_start(struct run *run)
{
	if (atomic_load(&run->control->has_error) == 2)
		return false;
	if (clock_now() < run->start_limit)
		return true;
	run_fail(run, CHECK_LIMIT,
		 "only %u of %u %s were ready after %d s: so many take too "
		 "long to start here; ask for fewer",
		 atomic_load(&run->control->ready), run->workers,
		 run->runner->worker, RUN_START_LIMIT_S);
	return false;
}

void run_notify(struct run *run)
{
	uint64_t one = 1;

	/* A full counter (EAGAIN) already says it. */
	while (write(run->event_fd, &one, sizeof one) < 0 && errno == EINTR)
		;
}

void run_fill_queue(struct run *run)
{
	for (unsigned i = 0; i < run->concurrency; i++)
		if (!queue_post_own(run->queues.first, 0))
			break;
}
