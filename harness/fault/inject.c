/*
 * inject.c - faults that take a process: who stops the contestant or the
 * generator for a while, and who keeps CPUs busy. See fault.h.
 *
 * The injector is a child of the contestant and looks for its victims when the
 * gate has opened: then all workers exist. The contestant's first process is
 * stopped first and continued last, so it never finds a worker that stands
 * still while it runs itself.
 */
#include "harness/fault/fault.h"

#include "harness/record/clock.h"
#include "harness/load/futex.h"
#include "harness/machine/cpus.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_STARTED = 64, BUSY_ITERATIONS = 1000000 };

/* What fault_start() started, for fault_stop(). */
static pid_t started[MOST_STARTED];
static unsigned n_started;

/* Processes to stop; the one that waits for the others comes first. */
struct victims {
	pid_t *pids;
	size_t n, room;
};

/* The parent of a process; -1 if it is gone. */
static pid_t parent_of(pid_t pid)
{
	char path[64], text[512], *end;
	pid_t parent = -1;
	size_t got;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	file = fopen(path, "re");
	if (!file)
		return -1;
	got = fread(text, 1, sizeof text - 1, file);
	fclose(file);
	text[got] = '\0';
	/* The name, in brackets, may hold anything, brackets too. */
	end = strrchr(text, ')');
	if (!end || sscanf(end + 1, " %*c %d", &parent) != 1)
		return -1;
	return parent;
}

/* Without memory the injector gives up: no fault, and the self-test sees that
 * nothing happened. */
static void add_victim(struct victims *victims, pid_t pid)
{
	size_t room = victims->room ? 2 * victims->room : 64;
	pid_t *more;

	if (victims->n == victims->room) {
		more = realloc(victims->pids, room * sizeof *more);
		if (!more)
			_exit(1);
		victims->pids = more;
		victims->room = room;
	}
	victims->pids[victims->n++] = pid;
}

/* The contestant: its first process, and its workers if they are processes. */
static void find_contestant(const struct run *run, struct victims *victims)
{
	pid_t first = getppid();
	DIR *processes = opendir("/proc");
	const struct dirent *entry;

	add_victim(victims, first);
	while (processes && (entry = readdir(processes))) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (pid > 0 && pid != getpid() && pid != run->peer &&
		    pid != run->generator && parent_of(pid) == first)
			add_victim(victims, pid);
	}
	if (processes)
		closedir(processes);
}

/* Waits for the gate; false if the run was called off. */
static bool wait_gate(struct control *control)
{
	while (!atomic_load(&control->gate))
		futex_wait(&control->gate, 0);
	return !atomic_load(&control->called_off);
}

/* Stops the victims at the fault's instant, for its length. */
static void stop_for_a_while(const struct run *run, struct victims *victims)
{
	const struct fault *fault = fault_get();

	clock_sleep_until(run->control->opened_ns + fault->at_ns);
	for (size_t i = 0; i < victims->n; i++)
		kill(victims->pids[i], SIGSTOP);
	clock_sleep_until(clock_now() + fault->length_ns);
	for (size_t i = victims->n; i > 0; i--)
		kill(victims->pids[i - 1], SIGCONT);
}

/* Uses a CPU for as long as it lasts. */
__attribute__((noreturn)) static void be_busy(void)
{
	static volatile uint64_t sink;

	for (;;)
		sink = compute(sink, BUSY_ITERATIONS);
}

/* What a started process does. */
static void act(const struct run *run, const char *cpus)
{
	struct victims victims = {0};

	if (!wait_gate(run->control))
		return;
	if (fault_get()->kind == FAULT_HOG)
		be_busy();
	/* Where the contestant is busy it would come late. */
	if (cpus_bind(cpus) < 0)
		return;
	if (fault_get()->kind == FAULT_STALL)
		find_contestant(run, &victims);
	else
		add_victim(&victims, run->generator);
	stop_for_a_while(run, &victims);
	free(victims.pids);
}

/* Dies with the contestant, however that ends: a hog must not outlive its run.
 */
static int start_one(const struct run *run, const char *cpus)
{
	pid_t parent = getpid(), pid = fork();

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() == parent)
			act(run, cpus);
		_exit(0);
	}
	if (pid > 0)
		started[n_started++] = pid;
	return pid < 0 ? -1 : 0;
}

int fault_start(struct run *run, const char *cpus)
{
	const struct fault *fault = fault_get();
	unsigned n = 0;

	if (fault->kind == FAULT_STALL || fault->kind == FAULT_GENSTOP)
		n = 1;
	else if (fault->kind == FAULT_HOG)
		n = fault->number;
	while (n_started < n && n_started < MOST_STARTED)
		if (start_one(run, cpus) < 0)
			return -1;
	return 0;
}

void fault_stop(void)
{
	while (n_started > 0) {
		pid_t pid = started[--n_started];

		kill(pid, SIGKILL);
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
}

static void *peer_hog(void *argument)
{
	(void)argument;
	be_busy();
}

/* A thread, not a process: the CPU time has to be the peer's own. */
void fault_hog_peer(void)
{
	pthread_t thread;

	if (fault_get()->kind == FAULT_PEERHOG &&
	    pthread_create(&thread, NULL, peer_hog, NULL) == 0)
		pthread_detach(thread);
}
