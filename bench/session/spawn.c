/*
 * spawn.c - executes this program anew as `avt measure`.
 *
 * The order lies in a memory file that is the child's standard input, so that
 * only one pipe is left, its line, and neither side can wait for the other. The
 * child is told to die with its parent; the parent may have died before that,
 * which is why the child looks whose child it is.
 */
#include "bench/session/spawn.h"

#include "harness/record/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <unistd.h>

enum { PADDING = 4096 };

/* The order as a file to read from its start: a descriptor, or -1. */
static int order_file(const struct job *job)
{
	json_t *json = job_to_json(job);
	int fd = memfd_create("order", MFD_CLOEXEC);

	if (fd >= 0 && (json_dumpfd(json, fd, JSON_COMPACT) != 0 ||
			lseek(fd, 0, SEEK_SET) != 0)) {
		close(fd);
		fd = -1;
	}
	json_decref(json);
	return fd;
}

/* Shifts the stack of the new program by a random distance. */
static void set_padding(void)
{
	char padding[PADDING + 1];
	uint16_t length = 0;

	if (getrandom(&length, sizeof length, 0) != sizeof length)
		length = (uint16_t)clock_now();
	length %= PADDING + 1;
	memset(padding, 'x', length);
	padding[length] = '\0';
	setenv("AVT_PADDING", padding, 1);
}

/* The child's side of the fork. */
__attribute__((noreturn)) static void become_measure(pid_t parent,
						     const sigset_t *mask,
						     int order_fd, int line_fd)
{
	char *arguments[] = {"avt", "measure", NULL};

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	set_padding();
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	sigprocmask(SIG_SETMASK, mask, NULL);
	if (dup2(order_fd, STDIN_FILENO) >= 0 &&
	    dup2(line_fd, STDOUT_FILENO) >= 0)
		execv("/proc/self/exe", arguments);
	dprintf(STDERR_FILENO, "avt: cannot execute itself: %s\n",
		strerror(errno));
	_exit(127);
}

pid_t spawn_measure(const struct job *job, const sigset_t *mask, int *line_fd)
{
	int order_fd = order_file(job), line[2];
	pid_t parent = getpid(), pid;

	if (order_fd < 0)
		return -1;
	if (pipe2(line, O_CLOEXEC) < 0) {
		close(order_fd);
		return -1;
	}
	pid = fork();
	if (pid == 0)
		become_measure(parent, mask, order_fd, line[1]);
	close(order_fd);
	close(line[1]);
	if (pid < 0) {
		close(line[0]);
		return -1;
	}
	setpgid(pid, pid); /* whichever of the two comes first */
	fcntl(line[0], F_SETFL, O_NONBLOCK);
	*line_fd = line[0];
	return pid;
}
