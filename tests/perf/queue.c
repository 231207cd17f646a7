/*
 * queue.c - the queue alone, with nothing around it: nanoseconds per task.
 *
 *	posted	one producer posts all tasks, the workers take them: the shape
 *		of pool_libuv.c, with room for all of them in line
 *	fed	the workers put a task in for each that they take, 64 in line:
 *		the shape of a closed load
 *
 * The workers are threads or forked processes, bound to the CPUs in turn; the
 * queue lies in a shared mapping either way. The clock starts with the first
 * post, or with the first worker that is fed, and stops when the last worker
 * has seen the end; every task must have been taken exactly once.
 */
#include "tests/perf/perf.h"

#include "harness/record/clock.h"
#include "harness/load/queue.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_WORKERS = 64, IN_LINE = 64 };

static const char usage[] = "queue threads|procs posted|fed WORKERS TASKS";

/* What a worker took, on a cache line of its own. */
struct tally {
	_Alignas(64) uint64_t taken;
	uint64_t sum; /* of the tickets */
	int64_t started, ended;
};

/* In the shared mapping. */
struct shared {
	pthread_barrier_t gate;
	struct tally tallies[MOST_WORKERS];
	struct queue *queue;
	bool fed;
};

static struct shared *shared;

static void *map(size_t bytes)
{
	void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (at == MAP_FAILED)
		perf_die("mmap");
	return at;
}

/* Puts worker i on the i-th CPU, in turn, so that workers really meet. */
static void bind_worker(ptrdiff_t i)
{
	cpu_set_t all, one;
	int cpu = -1;

	if (sched_getaffinity(0, sizeof all, &all) < 0)
		perf_die("sched_getaffinity");
	for (i %= CPU_COUNT(&all); i >= 0; i--)
		do
			cpu++;
		while (!CPU_ISSET(cpu, &all));
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	if (sched_setaffinity(0, sizeof one, &one) < 0)
		perf_die("sched_setaffinity");
}

static void *work(void *argument)
{
	struct tally *tally = argument;
	struct queue *queue = shared->queue;
	bool fed = shared->fed;
	struct arrival arrival;
	uint64_t taken = 0, sum = 0;

	bind_worker(tally - shared->tallies);
	pthread_barrier_wait(&shared->gate);
	tally->started = clock_now();
	while (queue_take(queue, &arrival)) {
		taken++;
		sum += arrival.ticket;
		if (fed)
			queue_post_own(queue, arrival.arrive + 1);
	}
	tally->ended = clock_now();
	tally->taken = taken;
	tally->sum = sum;
	return NULL;
}

static void start_processes(unsigned workers)
{
	for (unsigned i = 0; i < workers; i++) {
		pid_t pid = fork();

		if (pid < 0)
			perf_die("fork");
		if (pid == 0) {
			work(&shared->tallies[i]);
			_exit(0);
		}
	}
}

static void start_threads(pthread_t *threads, unsigned workers)
{
	for (unsigned i = 0; i < workers; i++)
		if (pthread_create(&threads[i], NULL, work,
				   &shared->tallies[i]) != 0)
			perf_die("pthread_create");
}

static void check(unsigned workers, uint64_t tasks)
{
	uint64_t taken = 0, sum = 0;

	for (unsigned i = 0; i < workers; i++) {
		taken += shared->tallies[i].taken;
		sum += shared->tallies[i].sum;
	}
	if (taken == tasks && sum == tasks * (tasks - 1) / 2)
		return;
	fprintf(stderr, "queue: %" PRIu64 " of %" PRIu64 " tasks taken\n",
		taken, tasks);
	exit(EXIT_FAILURE);
}

/* From the first post, or the first worker if there is none, to the end. */
static int64_t span(int64_t first_post, unsigned workers)
{
	int64_t from = first_post, to = 0;

	for (unsigned i = 0; i < workers; i++) {
		const struct tally *tally = &shared->tallies[i];

		if (shared->fed && tally->started < from)
			from = tally->started;
		if (tally->ended > to)
			to = tally->ended;
	}
	return to - from;
}

static int64_t run(bool processes, unsigned workers, uint64_t tasks)
{
	pthread_t threads[MOST_WORKERS];
	int64_t first_post = INT64_MAX;

	if (processes)
		start_processes(workers);
	else
		start_threads(threads, workers);
	for (uint64_t i = 0; shared->fed && i < IN_LINE; i++)
		queue_post_own(shared->queue, 0);
	pthread_barrier_wait(&shared->gate);
	if (!shared->fed)
		first_post = clock_now();
	for (uint64_t i = 0; !shared->fed && i < tasks; i++)
		queue_post(shared->queue, 1);
	for (unsigned i = 0; i < workers; i++)
		if (processes ? wait(NULL) < 0
			      : pthread_join(threads[i], NULL) != 0)
			perf_die("wait");
	return span(first_post, workers);
}

int main(int argc, char **argv)
{
	pthread_barrierattr_t attributes;
	uint64_t workers, tasks, room;
	int64_t took;
	bool processes;

	if (argc != 5)
		perf_usage(usage);
	processes = strcmp(argv[1], "procs") == 0;
	workers = perf_count(argv[3], usage);
	tasks = perf_count(argv[4], usage);
	if (workers < 1 || workers > MOST_WORKERS)
		perf_usage(usage);

	shared = map(sizeof *shared);
	shared->fed = strcmp(argv[2], "fed") == 0;
	room = shared->fed ? IN_LINE : tasks;
	shared->queue = map(queue_bytes(room));
	queue_init(shared->queue, room, tasks);
	pthread_barrierattr_init(&attributes);
	pthread_barrierattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(&shared->gate, &attributes, (unsigned)workers + 1);

	took = run(processes, (unsigned)workers, tasks);
	check((unsigned)workers, tasks);
	perf_print_each(took, tasks);
	return 0;
}
