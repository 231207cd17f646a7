/*
 * run.c - the shared mapping of a run, and the small things said through it.
 */
#include "harness/run.h"

#include "harness/lane.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

/* Lanes beyond this are touched by use only: thousands of workers would need
 * gigabytes of histogram, of which each uses a few pages. */
enum { TOUCH_MOST = 256 << 20 };

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

static void init_lanes(struct run *run)
{
	for (unsigned i = 0; i < run->workers; i++) {
		struct lane *lane = &run->lanes[i];

		lane->index = i;
		hist_reset(&lane->queue);
		hist_reset(&lane->service);
		hist_reset(&lane->response);
	}
}

int run_init(struct run *run)
{
	size_t control = rounded(sizeof *run->control);
	size_t locks = rounded(run->workload->locks * sizeof *run->locks);
	size_t queue = rounded(queue_bytes(run->concurrency));
	size_t lanes = rounded(run->workers * sizeof *run->lanes);
	char *at;

	run->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (run->event_fd < 0)
		return -1;
	run->shared_bytes = control + locks + queue + lanes;
	at = mmap(NULL, run->shared_bytes, PROT_READ | PROT_WRITE,
		  MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (at == MAP_FAILED)
		return -1;
	run->shared = at;
	run->control = run->shared;
	run->locks = (void *)(at + control);
	run->queue = (void *)(at + control + locks);
	run->lanes = (void *)(at + control + locks + queue);
	if (run->shared_bytes <= TOUCH_MOST)
		madvise(at, run->shared_bytes, MADV_POPULATE_WRITE);
	queue_init(run->queue, run->concurrency, run->tasks);
	init_lanes(run);
	return init_locks(run);
}

void run_free(struct run *run)
{
	if (run->shared)
		munmap(run->shared, run->shared_bytes);
	if (run->event_fd >= 0)
		close(run->event_fd);
	run->shared = NULL;
	run->event_fd = -1;
}

void run_fail(struct run *run, const char *format, ...)
{
	struct control *control = run->control;
	uint32_t none = 0;
	va_list arguments;

	if (!atomic_compare_exchange_strong(&control->has_error, &none, 1))
		return;
	va_start(arguments, format);
	vsnprintf(control->error, sizeof control->error, format, arguments);
	va_end(arguments);
	atomic_store(&control->has_error, 2);
	run_notify(run);
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
		if (!queue_post_own(run->queue, 0))
			break;
}
