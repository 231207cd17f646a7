/*
 * awaits.c - waiting on a loop: the non-blocking call first, and only when the
 * kernel says EAGAIN a watcher and PENDING. When the watcher fires the body
 * calls again and the call is simply tried again; task->moved remembers how far
 * it got.
 */
#include "runners/loop/loop.h"

#include "harness/record/clock.h"
#include "harness/record/recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Says that a system call is made for a task. */
static void call(const struct task *task)
{
	recorder_called(task->worker->recorder, 1);
}

static bool would_block(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK;
}

/* The next await of this task starts from nothing. */
static enum progress finished(struct task *task)
{
	task->moved = 0;
	return DONE;
}

/* The same after an error, which the body returns at once. */
static enum progress broken(struct task *task, int error)
{
	task->moved = 0;
	return task_fail(task, error);
}

/* The watcher of a slot fired. If the slot waits for nothing, the descriptor is
 * only still watched from before: that ends here. */
static void on_io(struct ev_loop *ev, ev_io *io, int events)
{
	struct slot *slot = io->data;

	(void)ev;
	(void)events;
	if (slot->task.waiting && slot->task.waiting <= WAIT_READY)
		slot_ready_here(slot);
	else
		slot_unwatch(slot);
}

/* Waits for a descriptor. The same one as last time is watched already. */
static enum progress wait_io(struct task *task, enum wait what, int fd,
			     int events)
{
	struct slot *slot = task_slot(task);
	ev_io *io = &slot->wait.io;

	if (slot->task.watched &&
	    (io->fd != fd || (io->events & (EV_READ | EV_WRITE)) != events))
		slot_unwatch(slot);
	if (!slot->task.watched) {
		ev_io_init(io, on_io, fd, events);
		io->data = slot;
		ev_io_start(slot_loop(slot)->ev, io);
		call(task); /* libev's epoll_ctl(), before it polls */
		slot->task.watched = 1;
	}
	return slot_wait_outside(slot, what);
}

/* moved is 1 once the timer has been set: the second call is its end. The
 * slot's watcher and its timer share memory, so the watcher goes first. */
static enum progress loop_sleep(struct task *task, int64_t ns)
{
	struct slot *slot = task_slot(task);

	if (task->moved)
		return finished(task);
	task->moved = 1;
	slot_unwatch(slot);
	task->waiting = WAIT_TIMER;
	slot->wait.timer.link = NULL;
	wheel_add(&slot_loop(slot)->wheel, &slot->wait.timer, clock_now() + ns);
	return PENDING;
}

/* Whether a read is for the answer to what was just written, from where the
 * last answer came: nothing is there yet, so a client that is written by hand
 * goes straight to its poll. Where it is there after all, the poll says so. */
static bool just_asked(struct task *task, int fd)
{
	const ev_io *io = &task_slot(task)->wait.io;
	bool asked = task->asked;

	task->asked = 0;
	return asked && task->watched && io->fd == fd && io->events & EV_READ;
}

/* Tries before it waits: what is there already costs one system call. moved
 * counts bytes, over as many PENDINGs as it takes. */
static enum progress loop_read(struct task *task, int fd, void *to, size_t size)
{
	if (just_asked(task, fd))
		return wait_io(task, WAIT_READ, fd, EV_READ);
	while (task->moved < size) {
		ssize_t n =
			read(fd, (char *)to + task->moved, size - task->moved);

		call(task);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && would_block(errno))
			return wait_io(task, WAIT_READ, fd, EV_READ);
		if (n <= 0)
			return broken(task, n < 0 ? errno : ECONNRESET);
		task->moved += (size_t)n;
	}
	return finished(task);
}

/* As loop_read(): a full buffer means to wait for room, not to fail. */
static enum progress loop_write(struct task *task, int fd, const void *from,
				size_t size)
{
	while (task->moved < size) {
		ssize_t n = write(fd, (const char *)from + task->moved,
				  size - task->moved);

		call(task);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && would_block(errno))
			return wait_io(task, WAIT_WRITE, fd, EV_WRITE);
		if (n < 0)
			return broken(task, errno);
		task->moved += (size_t)n;
	}
	task->asked = 1;
	return finished(task);
}

/* moved is 1 while the kernel is connecting; how that went is SO_ERROR. */
static enum progress loop_connect(struct task *task, int fd,
				  const struct sockaddr *to, socklen_t size)
{
	socklen_t length = sizeof(int);
	int error = 0;

	call(task);
	if (!task->moved) {
		if (connect(fd, to, size) == 0)
			return finished(task);
		if (errno != EINPROGRESS && errno != EAGAIN)
			return broken(task, errno);
		/* A full unix backlog (EAGAIN) has to be tried again. */
		task->moved = errno == EINPROGRESS;
		return wait_io(task, WAIT_CONNECT, fd, EV_WRITE);
	}
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0)
		error = errno;
	return error ? broken(task, error) : finished(task);
}

/* Without a try: whoever asks was just told "not yet". moved is 1 once it has
 * waited. */
static enum progress loop_ready(struct task *task, int fd, unsigned readiness)
{
	if (task->moved)
		return finished(task);
	task->moved = 1;
	task->worker->recorder->unseen = true;
	return wait_io(task, WAIT_READY, fd,
		       (readiness & READABLE ? EV_READ : 0) |
			       (readiness & WRITABLE ? EV_WRITE : 0));
}

/* The whole of a pread(); an offloaded function. */
static int read_file(struct task *task)
{
	struct offload *file = &task_slot(task)->wait.offload;

	while (file->size) {
		ssize_t n = pread(file->fd, file->to, file->size, file->offset);

		if (!slot_loop(task_slot(task))->helpers)
			call(task);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? errno : EIO;
		file->to = (char *)file->to + n;
		file->size -= (size_t)n;
		file->offset += n;
	}
	return 0;
}

/* moved is 1 once a helper has run it; without helpers it runs right here
 * and blocks this loop, which is what the contestant asked for. */
static enum progress away(struct task *task, offloaded *function)
{
	struct slot *slot = task_slot(task);
	struct helpers *helpers = slot_loop(slot)->helpers;

	if (!task->moved && helpers) {
		slot_unwatch(slot);
		slot_wait_outside(slot, WAIT_HELPER);
		slot->wait.offload.job =
			(struct job){.function = function, .task = task};
		helpers_run(helpers, &slot->wait.offload.job);
		return PENDING;
	}
	if (!task->moved)
		task->error = function(task);
	return task->error ? broken(task, task->error) : finished(task);
}

/* A file is always ready and blocks nevertheless, so it goes to a helper, with
 * all it needs in the slot. */
static enum progress loop_pread(struct task *task, int fd, void *to,
				size_t size, off_t offset)
{
	struct slot *slot = task_slot(task);

	if (!task->moved) {
		slot_unwatch(slot);
		slot->wait.offload = (struct offload){
			.to = to, .size = size, .offset = offset, .fd = fd};
	}
	return away(task, read_file);
}

/* Nobody knows what the function calls. */
static enum progress loop_offload(struct task *task, offloaded *function)
{
	task->worker->recorder->unseen = true;
	return away(task, function);
}

/* To the end of the queue of those that are ready. */
static enum progress loop_yield(struct task *task)
{
	struct slot *slot = task_slot(task);

	if (task->moved)
		return finished(task);
	task->moved = 1;
	slots_put(&slot_loop(slot)->ready, slot);
	return PENDING;
}

/* A watcher of that number would be of the descriptor that had it before. */
static void loop_release(struct task *task, int fd)
{
	struct slot *slot = task_slot(task);

	if (task->watched && slot->wait.io.fd == fd)
		slot_unwatch(slot);
}

/* Sockets that the workload opened itself are blocking until then. */
static int loop_adopt(struct task *task, int fd)
{
	int flags = fcntl(fd, F_GETFL);

	loop_release(task, fd); /* if a body forgot to */
	return flags < 0 ? -1 : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

const struct awaitables loop_awaitables = {
	.sleep = loop_sleep,
	.read = loop_read,
	.write = loop_write,
	.connect = loop_connect,
	.ready = loop_ready,
	.pread = loop_pread,
	.yield = loop_yield,
	.offload = loop_offload,
	.lock = loop_lock,
	.unlock = loop_unlock,
	.adopt = loop_adopt,
	.release = loop_release,
};
