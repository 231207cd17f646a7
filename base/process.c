/*
 * process.c - forks, executes, sleeps until there is something to do.
 *
 * posix_spawn() cannot ask for the death signal, so this forks. A pipe that
 * closes on exec brings back the errno of an exec that failed: a program that
 * is missing is then told apart from one that ends with status 127.
 *
 * Waiting sleeps in ppoll() until the program speaks or ends, its time is over
 * or a signal arrives; SIGINT and SIGTERM are blocked everywhere else in
 * process_wait(), so none falls between two looks. A group is killed before its
 * leader is reaped: until then its number belongs to nobody else.
 */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NS_IN_S INT64_C(1000000000)

/* Between two looks where nothing wakes us: without a pidfd, or after SIGKILL,
 * since a group may take a moment to die. */
#define SLICE_NS (NS_IN_S / 20)

enum {
	FIRST_ROOM = 4096,
	MOST_TALK = 1 << 16, /* of who is asked for one line */
};

volatile int process_interrupted;

static void note_signal(int number)
{
	(void)number;
	process_interrupted++;
}

void process_catch_signals(void)
{
	struct sigaction action = {.sa_handler = note_signal};

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGCHLD, SIG_DFL);
}

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_IN_S + now.tv_nsec;
}

/* Whether a variable of ours is given another value. */
static bool is_replaced(const char *variable, const char *const *by)
{
	size_t name = strcspn(variable, "=") + 1;

	for (; by && *by; by++)
		if (strncmp(variable, *by, name) == 0)
			return true;
	return false;
}

/* Our environment and what is added to it: an array to free, texts to leave. */
static const char **merge_environment(const char *const *added)
{
	size_t n = 0, kept = 0;
	const char **merged;

	while (environ[n])
		n++;
	for (size_t i = 0; added && added[i]; i++)
		n++;
	merged = calloc(n + 1, sizeof *merged);
	if (!merged)
		abort();
	for (char **variable = environ; *variable; variable++)
		if (!is_replaced(*variable, added))
			merged[kept++] = *variable;
	for (; added && *added; added++)
		merged[kept++] = *added;
	return merged;
}

/* Gives the descriptors their places. A copy does not close on exec. */
static bool place_descriptors(const struct process *process, int out)
{
	int in = process->in ? process->in : open("/dev/null", O_RDONLY);

	return in >= 0 && dup2(in, STDIN_FILENO) >= 0 &&
	       (!out || dup2(out, STDOUT_FILENO) >= 0) &&
	       (!process->err || dup2(process->err, STDERR_FILENO) >= 0);
}

/* The child's side of the fork. */
__attribute__((noreturn)) static void become(const struct process *process,
					     const char **environment,
					     pid_t parent, int out, int report)
{
	char *const *words = (char *const *)process->words;

	if (process->own_group)
		setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* It may have died before that was asked for. */
	if (getppid() != parent)
		_exit(127);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	if (place_descriptors(process, out)) {
		environ = (char **)environment;
		if (process->program)
			execv(process->program, words);
		else
			execvp(words[0], words);
	}
	if (write(report, &errno, sizeof errno) < 0)
		_exit(126);
	_exit(127);
}

/* Waits until it executes: 0, or the errno of why it does not. */
static int await_exec(int report)
{
	int error = 0;
	ssize_t got;

	do
		got = read(report, &error, sizeof error);
	while (got < 0 && errno == EINTR);
	return got == sizeof error ? error : 0;
}

/* Forks with the pipes that there are; [0] is our end. */
static int launch(struct process *process, const int output[2],
		  const int report[2])
{
	const char **environment = merge_environment(process->environment);
	pid_t parent = getpid();
	int error;

	process->pid = fork();
	if (process->pid == 0)
		become(process, environment, parent,
		       output[1] >= 0 ? output[1] : process->out, report[1]);
	error = process->pid < 0 ? errno : 0;
	free(environment);
	/* On both sides: whichever comes first, it is set. */
	if (process->pid > 0 && process->own_group)
		setpgid(process->pid, process->pid);
	close(report[1]);
	if (!error)
		error = await_exec(report[0]);
	close(report[0]);
	if (error && process->pid > 0)
		while (waitpid(process->pid, NULL, 0) < 0 && errno == EINTR)
			;
	return error;
}

/* A pipe for the output, if it is collected. */
static bool open_output(const struct process *process, int output[2])
{
	output[0] = output[1] = -1;
	if (!process->most_output)
		return true;
	if (pipe2(output, O_CLOEXEC) < 0)
		return false;
	/* Ours alone: the two ends are not the same open file. */
	return fcntl(output[0], F_SETFL, O_NONBLOCK) == 0;
}

static void close_if_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

bool process_start(struct process *process)
{
	int output[2], report[2];

	process->status = -1;
	process->pid = process->pidfd = process->output_fd = -1;
	process->interrupted_before = process_interrupted;
	process->error = 0;
	if (!open_output(process, output) || pipe2(report, O_CLOEXEC) < 0)
		process->error = errno;
	else
		process->error = launch(process, output, report);
	close_if_open(output[1]);
	if (process->error) {
		close_if_open(output[0]);
		process->pid = -1;
		return false;
	}
	process->output_fd = output[0];
	process->pidfd = pidfd_open(process->pid, 0);
	if (process->limit_ns)
		process->deadline_ns = now_ns() + process->limit_ns;
	return true;
}

/* Makes room for more output and the zero behind it. */
static bool make_room(struct process *process)
{
	size_t room = process->room ? 2 * process->room : FIRST_ROOM;
	char *larger;

	if (process->length + 1 < process->room)
		return true;
	if (process->length >= process->most_output ||
	    !(larger = realloc(process->output, room))) {
		process->overflow = true;
		return false;
	}
	larger[process->length] = '\0';
	process->output = larger;
	process->room = room;
	return true;
}

/* To its group, if that is its own, else to the program alone. */
static void send_signal(const struct process *process, int number)
{
	kill(process->own_group ? -process->pid : process->pid, number);
}

/* Takes what it has said; closes the pipe at its end. Who says too much is killed
 * before that, or it would die of the closed pipe. */
static void take_output(struct process *process)
{
	ssize_t got = -1;

	while (process->output_fd >= 0 && make_room(process)) {
		got = read(process->output_fd,
			   process->output + process->length,
			   process->room - process->length - 1);
		if (got <= 0)
			break;
		process->length += (size_t)got;
		process->output[process->length] = '\0';
	}
	if (process->overflow)
		send_signal(process, SIGKILL);
	if (process->output_fd >= 0 &&
	    (process->overflow || got == 0 ||
	     (got < 0 && errno != EAGAIN && errno != EINTR))) {
		close(process->output_fd);
		process->output_fd = -1;
	}
}

/* Ends what should not go on. */
static void discipline(struct process *process)
{
	int signals = process_interrupted - process->interrupted_before;

	if (process->deadline_ns && now_ns() >= process->deadline_ns)
		process->timed_out = true;
	process->interrupted |= signals > 0;
	if (process->timed_out || process->overflow || signals > 1) {
		send_signal(process, SIGKILL);
		process->killed = true;
	} else if (signals == 1 && !process->told) {
		send_signal(process, SIGINT);
		process->told = true;
	}
}

/* Looks whether it has ended, without reaping it. */
static bool has_ended(const struct process *process, siginfo_t *how)
{
	how->si_pid = 0;
	while (waitid(P_PID, (id_t)process->pid, how,
		      WEXITED | WNOHANG | WNOWAIT) < 0)
		if (errno != EINTR)
			return true;
	return how->si_pid != 0;
}

/* Sleeps until something has happened, at most until the deadline. */
static void await_event(const struct process *process, const sigset_t *mask)
{
	struct pollfd fds[] = {{.fd = process->output_fd, .events = POLLIN},
			       {.fd = process->pidfd, .events = POLLIN}};
	bool timed = process->deadline_ns != 0;
	int64_t left = timed ? process->deadline_ns - now_ns() : 0;
	struct timespec most = {0};

	if (process->killed || process->pidfd < 0) {
		left = SLICE_NS;
		timed = true;
	}
	if (left > 0)
		most = (struct timespec){left / NS_IN_S, left % NS_IN_S};
	ppoll(fds, 2, timed ? &most : NULL, mask);
}

/* Kills what is left of its group, takes its last words, reaps it. */
static void conclude(struct process *process, const siginfo_t *how)
{
	if (process->own_group)
		send_signal(process, SIGKILL);
	take_output(process);
	while (waitpid(process->pid, NULL, 0) < 0 && errno == EINTR)
		;
	close_if_open(process->output_fd);
	close_if_open(process->pidfd);
	if (how->si_pid == 0)
		return; /* somebody else reaped it: nobody knows */
	if (how->si_code == CLD_EXITED)
		process->status = how->si_status;
	else
		process->signal = how->si_status;
}

void process_wait(struct process *process)
{
	sigset_t block, before;
	siginfo_t how;

	sigemptyset(&block);
	sigaddset(&block, SIGINT);
	sigaddset(&block, SIGTERM);
	sigprocmask(SIG_BLOCK, &block, &before);
	discipline(process); /* a signal may have come since the start */
	while (!has_ended(process, &how)) {
		await_event(process, &before);
		take_output(process);
		discipline(process);
	}
	conclude(process, &how);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

bool process_run(struct process *process)
{
	if (!process_start(process))
		return false;
	process_wait(process);
	return process->status == 0;
}

void process_free(struct process *process)
{
	free(process->output);
	process->output = NULL;
	process->length = process->room = 0;
}

bool process_first_line(const char *const *words, char *to, size_t size,
			int *error)
{
	struct process process = {.words = words,
				  .err = STDOUT_FILENO,
				  .most_output = MOST_TALK,
				  .own_group = true};
	bool well = process_run(&process) && process.length;

	*error = process.error;
	snprintf(to, size, "%s", well ? process.output : "");
	to[strcspn(to, "\n")] = '\0';
	process_free(&process);
	return well;
}
