/*
 * command.c - forks, executes, waits. Waiting looks at the clock and at
 * child_interrupted twenty times a second: these programs run for seconds.
 */
#include "bench/stopwatch/command.h"

#include "bench/session/child.h"
#include "harness/record/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Late by this much at most, which nobody measures here. */
#define LOOK_EVERY_NS (50 * NS_PER_S / 1000)

/* The child's side of the fork. */
__attribute__((noreturn)) static void become(char *const arguments[], int out)
{
	int in = open("/dev/null", O_RDONLY);

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	if (in >= 0 && dup2(in, STDIN_FILENO) >= 0 &&
	    dup2(out, STDOUT_FILENO) >= 0 && dup2(out, STDERR_FILENO) >= 0)
		execvp(arguments[0], arguments);
	_exit(errno == ENOENT ? COMMAND_MISSING : 126);
}

/* Its group is set on both sides: whoever is first, it is set. */
static pid_t start(char *const arguments[], int out)
{
	pid_t pid = fork();

	if (pid == 0)
		become(arguments, out);
	if (pid > 0)
		setpgid(pid, pid);
	return pid;
}

/* Waits for the program; ends its whole group when a signal came. */
static int await_end(pid_t pid)
{
	int status, interrupted = 0;

	for (;;) {
		pid_t ended = waitpid(pid, &status, WNOHANG);

		if (ended == pid)
			break;
		if (ended < 0 && errno != EINTR)
			return COMMAND_FAILED;
		if (child_interrupted > interrupted) {
			kill(-pid, interrupted ? SIGKILL : SIGTERM);
			interrupted = child_interrupted;
		}
		clock_sleep_until(clock_now() + LOOK_EVERY_NS);
	}
	if (interrupted)
		return COMMAND_INTERRUPTED;
	return WIFEXITED(status) ? WEXITSTATUS(status) : COMMAND_FAILED;
}

int command_run(char *const arguments[], const char *log)
{
	int out = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	pid_t pid;

	if (out < 0)
		return COMMAND_FAILED;
	pid = start(arguments, out);
	close(out);
	return pid < 0 ? COMMAND_FAILED : await_end(pid);
}

/* One line is read and no more: a program that goes on meets a closed pipe. */
bool command_line(char *const arguments[], char *to, size_t size)
{
	int out[2];
	pid_t pid;
	FILE *said;
	bool got;

	if (pipe2(out, O_CLOEXEC) < 0)
		return false;
	pid = start(arguments, out[1]);
	close(out[1]);
	said = fdopen(out[0], "r");
	got = pid > 0 && said && fgets(to, (int)size, said);
	if (got)
		to[strcspn(to, "\n")] = '\0';
	if (said)
		fclose(said);
	else
		close(out[0]);
	return pid > 0 && await_end(pid) == 0 && got;
}
