/*
 * peak.c - runs a command and writes to FILE the most memory, in bytes, that
 * any one of its processes has had resident: the high-water mark as the kernel
 * kept it, not as the command counts it.
 */
#include "tests/perf/perf.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const char usage[] = "peak FILE COMMAND [ARGUMENT...]";

static int run(char **command)
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		perf_die("fork");
	if (pid == 0) {
		execvp(command[0], command);
		perror(command[0]);
		_exit(127);
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			perf_die("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	struct rusage usage_of_all;
	int status;
	FILE *file;

	if (argc < 3)
		perf_usage(usage);
	status = run(&argv[2]);
	getrusage(RUSAGE_CHILDREN, &usage_of_all);
	file = fopen(argv[1], "we");
	if (!file ||
	    fprintf(file, "%ld\n", usage_of_all.ru_maxrss * 1024) < 0 ||
	    fclose(file) != 0)
		perf_die(argv[1]);
	return status;
}
