/*
 * queue.c - the queue alone, with nothing around it: nanoseconds per task.
 *
 * posted	one producer posts all tasks, the workers take them: the shape
 *of pool_libuv.c, with room for all of them in line
 * fed		the workers themselves put a task in for each that they take, 64
 *		in line: the shape of a closed load
 *
 * The workers are threads or forked processes; the queue lies in a shared
 * mapping either way. The clock starts when all are there and stops when the
 * last has seen the end; every task must have been taken exactly once.
 */
#include "tests/perf/perf.h"

#include "harness/clock.h"
#include "harness/queue.h"

#include <pthread.h>
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
};

/* In the shared mapping. */
static struct shared {
	pthread_barrier_t gate;
	struct tally tallies[MOST_WORKERS];
	struct queue *queue;
	bool fed;
} * shared;

static void *map(size_t bytes)
{
	void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (at == MAP_FAILED)
		perf_die("mmap");
	return at;
}

static void *work(void *argument)
{
	struct tally *tally = argument;
	struct queue *queue = shared->queue;
	bool fed = shared->fed;
	struct arrival arrival;
	uint64_t taken = 0, sum = 0;

	pthread_barrier_wait(&shared->gate);
	while (queue_take(queue, &arrival)) {
		taken++;
		sum += arrival.ticket;
		if (fed)
			queue_post_own(queue, arrival.arrive + 1);
	}
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

static int64_t run(bool processes, unsigned workers, uint64_t tasks)
{
	pthread_t threads[MOST_WORKERS];
	int64_t start;

	if (processes)
		start_processes(workers);
	else
		start_threads(threads, workers);
	for (uint64_t i = 0; shared->fed && i < IN_LINE; i++)
		queue_post_own(shared->queue, 0);
	pthread_barrier_wait(&shared->gate);
	start = clock_now();
	for (uint64_t i = 0; !shared->fed && i < tasks; i++)
		queue_post(shared->queue, 1);
	for (unsigned i = 0; i < workers; i++)
		if (processes ? wait(NULL) < 0
			      : pthread_join(threads[i], NULL) != 0)
			perf_die("wait");
	return clock_now() - start;
}

int main(int argc, char **argv)
{
	pthread_barrierattr_t attributes;
	uint64_t workers, tasks, room;
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

	perf_print_each(run(processes, (unsigned)workers, tasks), tasks);
	check((unsigned)workers, tasks);
	return 0;
}
