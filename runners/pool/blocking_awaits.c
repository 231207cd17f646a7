/*
 * blocking_awaits.c - waiting as a hand-written threaded program does it: one
 * system call, no poll before it, the kernel puts the worker to sleep.
 *
 * Nothing here answers PENDING: a body runs to its end in one call, and what a
 * loop keeps in task->moved is on the stack here.
 */
#include "runners/pool/blocking.h"

#include "harness/record/clock.h"

#include <errno.h>
#include <unistd.h>

/* To an absolute instant: a signal in between does not make it longer. */
static enum progress blocking_sleep(struct task *task, int64_t ns)
{
	(void)task;
	clock_sleep_until(clock_now() + ns);
	return DONE;
}

/* 0 bytes are the end of the stream, which is the caller's to judge. */
static enum progress blocking_read_some(struct task *task, int fd, void *to,
					size_t size, size_t *got)
{
	ssize_t n;

	do
		n = read(fd, to, size);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return task_fail(task, errno);
	*got = (size_t)n;
	return DONE;
}

static enum progress blocking_read(struct task *task, int fd, void *to,
				   size_t size)
{
	size_t got;

	for (char *at = to; size; at += got, size -= got) {
		if (blocking_read_some(task, fd, at, size, &got) == FAILED)
			return FAILED;
		if (got == 0)
			return task_fail(task, ECONNRESET);
	}
	return DONE;
}

static enum progress blocking_write(struct task *task, int fd, const void *from,
				    size_t size)
{
	const char *at = from;

	while (size) {
		ssize_t n = write(fd, at, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return task_fail(task, errno);
		at += n;
		size -= (size_t)n;
	}
	return DONE;
}

/* A client that gave up in the line (ECONNABORTED) is nobody's error. */
static enum progress blocking_accept(struct task *task, int fd, int *accepted)
{
	do
		*accepted = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
	while (*accepted < 0 && (errno == EINTR || errno == ECONNABORTED));
	return *accepted < 0 ? task_fail(task, errno) : DONE;
}

static enum progress blocking_connect(struct task *task, int fd,
				      const struct sockaddr *to, socklen_t size)
{
	return connect(fd, to, size) < 0 ? task_fail(task, errno) : DONE;
}

/* No helper: a thread that blocks is what this model has plenty of. */
static enum progress blocking_pread(struct task *task, int fd, void *to,
				    size_t size, off_t offset)
{
	char *at = to;

	while (size) {
		ssize_t n = pread(fd, at, size, offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return task_fail(task, n < 0 ? errno : EIO);
		at += n;
		size -= (size_t)n;
		offset += n;
	}
	return DONE;
}

/* The kernel shares the CPU out already; sched_yield() would be a system call
 * that nobody writes by hand. */
static enum progress blocking_yield(struct task *task)
{
	(void)task;
	return DONE;
}

/* Right here: the worker has nobody to keep waiting. */
static enum progress blocking_offload(struct task *task, offloaded *function)
{
	int error = function(task);

	return error ? task_fail(task, error) : DONE;
}

/* Shared between processes too, hence robust: a worker that dies does not take
 * the lock along. */
static enum progress blocking_lock(struct task *task, unsigned which)
{
	pthread_mutex_t *mutex = &task->worker->run->locks[which].mutex;
	int error = pthread_mutex_lock(mutex);

	/* Its holder was killed; what it guards is the workload's to mend. */
	if (error == EOWNERDEAD)
		error = pthread_mutex_consistent(mutex);
	return error ? task_fail(task, error) : DONE;
}

static void blocking_unlock(struct task *task, unsigned which)
{
	pthread_mutex_unlock(&task->worker->run->locks[which].mutex);
}

/* It is as the workload opened it: blocking. */
static int blocking_adopt(struct task *task, int fd)
{
	(void)task;
	(void)fd;
	return 0;
}

const struct awaitables blocking_awaitables = {
	.sleep = blocking_sleep,
	.read = blocking_read,
	.read_some = blocking_read_some,
	.write = blocking_write,
	.accept = blocking_accept,
	.connect = blocking_connect,
	.pread = blocking_pread,
	.yield = blocking_yield,
	.offload = blocking_offload,
	.lock = blocking_lock,
	.unlock = blocking_unlock,
	.adopt = blocking_adopt,
};
