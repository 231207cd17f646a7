/*
 * child.c - every run in a process of its own, executed anew.
 *
 * The parent sleeps in ppoll() until the child speaks or ends, its time is over
 * or a signal arrives; signals are blocked everywhere else, so none falls
 * between two looks. The child's process group is killed before the child is
 * reaped: until then its number belongs to nobody else.
 */
#include "bench/session/child.h"

#include "bench/session/spawn.h"
#include "harness/record/clock.h"
#include "harness/result.h"
#include "harness/run.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define BATCH_LIMIT_NS (600 * NS_PER_S) /* a batch has no duration */
#define SLACK_NS       (60 * NS_PER_S)  /* set-up, drain, tear-down */
#define START_NS       (RUN_START_LIMIT_S * NS_PER_S) /* the child says so */
#define SLICE_MS       50 /* between looks without a pidfd */

/* Longer than any result: a child that says more has gone wrong. */
enum { MOST_LINE = 16 << 20 };

volatile int child_interrupted;

/* A child while it runs. */
struct child {
	pid_t pid;
	int pidfd;   /* -1: this kernel has none */
	int line_fd; /* read end of the child's standard output */
	char *line;  /* what it has said so far */
	size_t length, room;
	int64_t deadline;
	int told_before; /* child_interrupted when it started */
	bool told;       /* the first signal has been passed on */
	bool timed_out, killed, overflow;
	siginfo_t ended; /* si_pid is 0 until it has ended */
};

static void note_signal(int number)
{
	(void)number;
	child_interrupted++;
}

void child_catch_signals(void)
{
	struct sigaction action = {.sa_handler = note_signal};

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGCHLD, SIG_DFL); /* ignored, children could not be awaited */
}

/* Makes room for one more piece of the line. */
static bool make_room(struct child *child)
{
	size_t room = child->room ? 2 * child->room : 1 << 16;
	char *larger;

	if (child->length + 1 < child->room)
		return true;
	larger = room <= MOST_LINE ? realloc(child->line, room) : NULL;
	if (!larger) {
		child->overflow = true;
		return false;
	}
	child->line = larger;
	child->room = room;
	return true;
}

/* Takes what the child has said; closes its pipe at the end. */
static void take_line(struct child *child)
{
	ssize_t got = -1;

	while (child->line_fd >= 0 && make_room(child)) {
		got = read(child->line_fd, child->line + child->length,
			   child->room - child->length - 1);
		if (got <= 0)
			break;
		child->length += (size_t)got;
	}
	if (child->overflow || got == 0 ||
	    (got < 0 && errno != EAGAIN && errno != EINTR)) {
		close(child->line_fd);
		child->line_fd = -1;
	}
}

/* Passes the first signal on, so that the child ends by itself; the second, the
 * end of its time or a line without end kills it. */
static void discipline(struct child *child)
{
	int signals = child_interrupted - child->told_before;

	if (clock_now() >= child->deadline)
		child->timed_out = true;
	if (child->timed_out || child->overflow || signals > 1) {
		killpg(child->pid, SIGKILL);
		child->killed = true;
	} else if (signals == 1 && !child->told) {
		killpg(child->pid, SIGINT);
		child->told = true;
	}
}

/* Looks whether the child has ended, without reaping it. */
static bool has_ended(struct child *child)
{
	while (waitid(P_PID, (id_t)child->pid, &child->ended,
		      WEXITED | WNOHANG | WNOWAIT) < 0)
		if (errno != EINTR)
			return true;
	return child->ended.si_pid != 0;
}

/* Sleeps until something has happened, at most until the deadline. */
static void await_event(struct child *child, const sigset_t *mask)
{
	struct pollfd fds[] = {{.fd = child->line_fd, .events = POLLIN},
			       {.fd = child->pidfd, .events = POLLIN}};
	int64_t left = child->deadline - clock_now();
	struct timespec most = {0};

	/* A group may take a moment to die, and tells nobody. */
	if (child->killed || child->pidfd < 0)
		left = SLICE_MS * (NS_PER_S / 1000);
	if (left > 0)
		most = clock_timespec(left);
	ppoll(fds, 2, &most, mask);
}

/* Sees the child through to its end and reaps it with all its descendants. */
static void see_through(struct child *child, const sigset_t *mask)
{
	int status;

	while (!has_ended(child)) {
		await_event(child, mask);
		take_line(child);
		discipline(child);
	}
	/* Workers and peer, if any are left; what it said last is in the pipe.
	 */
	killpg(child->pid, SIGKILL);
	take_line(child);
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		;
	if (child->line_fd >= 0)
		close(child->line_fd);
	if (child->pidfd >= 0)
		close(child->pidfd);
}

/* How long a run may take before it counts as hung. */
static int64_t time_limit(const struct cell *cell)
{
	int64_t load = cell->tasks ? BATCH_LIMIT_NS
				   : cell->warmup_ns + cell->duration_ns;

	return START_NS + load + SLACK_NS;
}

/* Why the child gave no line to believe: false if it ended as it should. */
static bool went_wrong(const struct child *child, const struct job *job,
		       enum check *check, char why[REASON_TEXT])
{
	const char *name = sigabbrev_np(child->ended.si_status);
	bool by_signal = child->ended.si_code != CLD_EXITED;

	*check = CHECK_CRASHED;
	if (child->timed_out) {
		*check = CHECK_TIMEOUT;
		snprintf(why, REASON_TEXT, "timed out after %" PRId64 " s",
			 time_limit(&job->cell) / NS_PER_S);
	} else if (child->overflow) {
		snprintf(why, REASON_TEXT, "its result has no end");
	} else if (by_signal && child_interrupted) {
		*check = CHECK_INTERRUPTED;
		snprintf(why, REASON_TEXT, "interrupted");
	} else if (by_signal) {
		snprintf(why, REASON_TEXT, "crashed: SIG%s", name ? name : "?");
	} else if (child->ended.si_status != 0) {
		snprintf(why, REASON_TEXT, "exited with status %d",
			 child->ended.si_status);
	} else {
		return false;
	}
	return true;
}

/* The child's own line, as it wrote it; NULL if that is no whole line of JSON.
 */
static json_t *own_line(struct child *child, char **text)
{
	json_t *line;

	if (!child->length || child->line[child->length - 1] != '\n')
		return NULL;
	child->line[child->length] = '\0';
	line = json_loads(child->line, 0, NULL);
	if (!json_is_object(line)) {
		json_decref(line);
		return NULL;
	}
	*text = child->line;
	child->line = NULL;
	return line;
}

/* The line that counts: the child's own, or one that says what went wrong. */
static json_t *judge(struct child *child, const struct job *job, char **text)
{
	char why[REASON_TEXT] = "its result is not a line of JSON";
	enum check check;
	json_t *line = NULL;

	if (!went_wrong(child, job, &check, why))
		line = own_line(child, text);
	if (!line) {
		line = result_failed(job, check, why);
		*text = result_text(line);
	}
	return line;
}

json_t *child_measure(const struct job *job, char **text)
{
	struct child child = {.told_before = child_interrupted};
	sigset_t block, before;
	json_t *line;
	char why[REASON_TEXT], *written;

	sigemptyset(&block);
	sigaddset(&block, SIGINT);
	sigaddset(&block, SIGTERM);
	sigprocmask(SIG_BLOCK, &block, &before);
	child.deadline = clock_now() + time_limit(&job->cell);
	child.pid = spawn_measure(job, &before, &child.line_fd);
	if (child.pid < 0) {
		snprintf(why, sizeof why, "no process for the run: %s",
			 strerror(errno));
		line = result_failed(job, CHECK_SETUP, why);
		written = result_text(line);
	} else {
		child.pidfd = pidfd_open(child.pid, 0);
		see_through(&child, &before);
		line = judge(&child, job, &written);
	}
	free(child.line);
	if (text)
		*text = written;
	else
		free(written);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return line;
}
