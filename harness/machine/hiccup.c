/*
 * hiccup.c - see hiccup.h.
 *
 * The sleeper is a process, not a thread: a runner that forks must not have
 * threads, and its memory and CPU time are not the contestant's.
 */
#include "harness/machine/hiccup.h"

#include "harness/record/clock.h"
#include "harness/machine/cpus.h"
#include "harness/contract/workload.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CPUS_TO_SPARE = 3 };

/* The sleeper beside the run, if there is one, and what it writes to. */
static pid_t sleeper = -1;
static struct hist *seen;

bool hiccup_beside(void)
{
	return sysconf(_SC_NPROCESSORS_ONLN) >= CPUS_TO_SPARE;
}

/* Each sleep begins where the last one ended, so that one long stall is one
 * value and not many. */
void hiccup_watch(struct hist *lateness, int64_t length_ns)
{
	int64_t now = clock_now(), until = now + length_ns;

	while (now < until) {
		int64_t due = now + MS;

		clock_sleep_until(due);
		now = clock_now();
		hist_add(lateness, now - due);
	}
}

int hiccup_start(const char *cpus)
{
	pid_t parent = getpid();

	seen = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (seen == MAP_FAILED)
		return -1;
	hist_reset(seen);
	sleeper = fork();
	if (sleeper == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		prctl(PR_SET_TIMERSLACK, 1UL); /* not late by itself */
		if (getppid() == parent && cpus_bind(cpus) == 0)
			hiccup_watch(seen, INT64_MAX / 2);
		_exit(1);
	}
	if (sleeper < 0)
		munmap(seen, sizeof *seen);
	return sleeper < 0 ? -1 : 0;
}

void hiccup_stop(struct hist *lateness)
{
	if (sleeper <= 0)
		return;
	kill(sleeper, SIGKILL);
	while (waitpid(sleeper, NULL, 0) < 0 && errno == EINTR)
		;
	sleeper = -1;
	hist_merge(lateness, seen);
	munmap(seen, sizeof *seen);
}
