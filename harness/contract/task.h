/*
 * task.h - one task, and the only places where it may wait.
 *
 * A workload's body is a stackless coroutine in plain C that reads as
 * straight-line blocking code:
 *
 *	TASK_BEGIN(task);
 *	AWAIT(await_write(task, call->fd, &call->sent, sizeof call->sent));
 *	AWAIT(await_read(task, call->fd, &call->got, sizeof call->got));
 *	TASK_END(task);
 *
 * The same text runs in every model. On a blocking worker (threads, procs,
 * serial) an awaitable is the plain system call and never answers PENDING. On
 * the loop (async) it tries first, and only when the kernel says "not yet" it
 * registers a watcher and answers PENDING (the answer to what was just written
 * is not tried for: it cannot be there yet); the body returns, and is called
 * again when the watcher fires. AWAIT then continues where it stood, through
 * the address of a label, so a loop or a switch around an AWAIT just works.
 *
 * Rules of a body:
 *  - what must survive an AWAIT lives in task->state: locals do not;
 *  - the argument of AWAIT is evaluated again on every continuation, with the
 *    same values, so it must not have side effects of its own;
 *  - a local initialised between TASK_BEGIN and an AWAIT is not initialised
 *    again when the body continues: declare locals before TASK_BEGIN;
 *  - a descriptor is given to the worker when it is opened (task_adopt) and
 *    taken back before it is closed (task_release);
 *  - a body that fails just returns: the runner releases the locks that it
 *    holds, stops its watcher, and closes and reopens its slot.
 *
 * What forked workers share. A pool of processes is forked after setup(). What
 * a worker writes to ordinary memory (static variables, malloc) only it can
 * see; threads and loops see each other's. All workers of every model share
 * descriptors that setup() opened, with one file offset; memory that setup()
 * got from shared_memory(); and the locks of await_lock(). Nothing else: a
 * pthread mutex in a static variable, for one, is a different mutex in each
 * process.
 */
#ifndef HARNESS_CONTRACT_TASK_H
#define HARNESS_CONTRACT_TASK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

/* What an awaitable or a body answers. FAILED leaves the reason in
 * task->error. */
enum progress { DONE, PENDING, FAILED };

/* What await_ready() waits for: either, or both together, whichever is first.
 */
enum readiness { READABLE = 1, WRITABLE = 2 };

struct worker;

/* One task. A slot is used for one task after the other; state stays. */
struct task {
	uint64_t seed;         /* input: the request's number */
	uint64_t answer;       /* output: depends on seed and parameters only */
	void *state;           /* state_size bytes, zeroed before open */
	struct worker *worker; /* who runs it; see runner.h */
	const void *resume;    /* where the body continues; NULL: at its top */
	size_t moved;          /* bytes, or steps, of the await under way */
	int error;             /* errno of a FAILED await */
	unsigned char waiting; /* for the runner: what the slot waits for */
	unsigned char watched; /* for the runner: its descriptor is watched */
	unsigned char open;    /* between a good open and the close */
	unsigned char asked;   /* for the runner: written since last read */
};

/* A blocking function to run away from the loop: 0, or an errno. */
typedef int offloaded(struct task *task);

/* How one model waits. A const table per runner; every member is required
 * and has the meaning of the await_ function of its name below. */
struct awaitables {
	enum progress (*sleep)(struct task *task, int64_t ns);
	enum progress (*read)(struct task *task, int fd, void *to, size_t size);
	enum progress (*write)(struct task *task, int fd, const void *from,
			       size_t size);
	enum progress (*connect)(struct task *task, int fd,
				 const struct sockaddr *to, socklen_t size);
	enum progress (*ready)(struct task *task, int fd, unsigned readiness);
	enum progress (*pread)(struct task *task, int fd, void *to, size_t size,
			       off_t offset);
	enum progress (*yield)(struct task *task);
	enum progress (*offload)(struct task *task, offloaded *function);
	enum progress (*lock)(struct task *task, unsigned which);
	void (*unlock)(struct task *task, unsigned which);
	int (*adopt)(struct task *task, int fd);
	void (*release)(struct task *task, int fd);
};

struct recorder;
struct run;

/* What every worker is to a task: first member of a runner's own worker. */
struct worker {
	const struct awaitables *awaitables;
	struct recorder *recorder;
	struct run *run;
};

/* Opens a body: the first statement after the declarations. */
#define TASK_BEGIN(task)                       \
	struct task *const awaiting_ = (task); \
	if (awaiting_->resume)                 \
	goto * awaiting_->resume

/* Waits here, inside this body only, until the awaitable answers DONE. */
#define AWAIT(awaitable)                      \
	do {                                  \
		__label__ again_;             \
		awaiting_->resume = &&again_; \
again_:                                       \
		switch (awaitable) {          \
		case DONE:                    \
			break;                \
		case PENDING:                 \
			return PENDING;       \
		default:                      \
			return FAILED;        \
		}                             \
	} while (0)

/* Closes a body: the task has ended well. */
#define TASK_END(task)                 \
	do {                           \
		(task)->resume = NULL; \
		return DONE;           \
	} while (0)

/* Ends a body that found something wrong itself: return task_fail(task, E). */
static inline enum progress task_fail(struct task *task, int error)
{
	task->error = error;
	return FAILED;
}

/* Waits for a duration in ns, counted from the first call. */
static inline enum progress await_sleep(struct task *task, int64_t ns)
{
	return task->worker->awaitables->sleep(task, ns);
}

/* Reads exactly size bytes; the end of the stream before that is
 * ECONNRESET. */
static inline enum progress await_read(struct task *task, int fd, void *to,
				       size_t size)
{
	return task->worker->awaitables->read(task, fd, to, size);
}

/* Writes exactly size bytes. */
static inline enum progress await_write(struct task *task, int fd,
					const void *from, size_t size)
{
	return task->worker->awaitables->write(task, fd, from, size);
}

/* Connects an adopted socket. */
static inline enum progress await_connect(struct task *task, int fd,
					  const struct sockaddr *to,
					  socklen_t size)
{
	return task->worker->awaitables->connect(task, fd, to, size);
}

/* Waits until an adopted descriptor can be read or written: READABLE, WRITABLE
 * or both. This is how a library that owns its socket is driven: call it; when
 * it says "not yet" (EAGAIN), await_ready() and call it again. On a blocking
 * worker it is DONE at once, since the descriptor blocks and the library's own
 * call waits. DONE is a hint: call again, and be prepared for "not yet". */
static inline enum progress await_ready(struct task *task, int fd,
					unsigned readiness)
{
	return task->worker->awaitables->ready(task, fd, readiness);
}

/* Reads exactly size bytes of a regular file; a shorter file is EIO. Files
 * have no readiness: without helper threads this blocks the loop. */
static inline enum progress await_pread(struct task *task, int fd, void *to,
					size_t size, off_t offset)
{
	return task->worker->awaitables->pread(task, fd, to, size, offset);
}

/* Lets every other ready task of this loop run first. A blocking worker has
 * nobody to yield to: the kernel switches for it. */
static inline enum progress await_yield(struct task *task)
{
	return task->worker->awaitables->yield(task);
}

/* Runs a blocking function on a helper thread if the contestant has any, else
 * right here, where it blocks the loop. The function may use task->state. */
static inline enum progress await_offload(struct task *task,
					  offloaded *function)
{
	return task->worker->awaitables->offload(task, function);
}

/* Takes lock number `which` of the workload's (see struct workload: locks).
 * One lock is shared by all workers of a run, whatever they are. A number that
 * the workload has not declared ends the run with a line that says so. */
static inline enum progress await_lock(struct task *task, unsigned which)
{
	return task->worker->awaitables->lock(task, which);
}

/* Gives back a lock that this task holds; never waits. */
static inline void task_unlock(struct task *task, unsigned which)
{
	task->worker->awaitables->unlock(task, which);
}

/* Hands a descriptor, opened with plain blocking calls, to the worker, which
 * makes it non-blocking if it is a loop. 0, or -1 with errno. The descriptor
 * stays the workload's to close, after task_release() where a body does it. */
static inline int task_adopt(struct task *task, int fd)
{
	return task->worker->awaitables->adopt(task, fd);
}

/* Takes a descriptor back from the worker, which stops watching it. A body
 * calls it before it closes a descriptor: the kernel gives the number to the
 * next one that is opened, and that must not look watched. Not needed in
 * `close`: a slot that is closed waits for nothing. */
static inline void task_release(struct task *task, int fd)
{
	task->worker->awaitables->release(task, fd);
}

#endif
