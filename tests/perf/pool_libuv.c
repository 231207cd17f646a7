/*
 * pool_libuv.c - empty tasks through libuv's thread pool, nothing recorded:
 * nanoseconds per task.
 *
 * IN_FLIGHT 0 queues all tasks at once, which is libuv at its best: the loop
 * and the workers each run through a long line and hardly ever sleep. Otherwise
 * so many are kept in flight, and a task that is reported done is queued again,
 * as a closed load does. The requests are touched, and the threads started,
 * before the clock.
 */
#include "tests/perf/perf.h"

#include "harness/record/clock.h"

#include <string.h>
#include <uv.h>

static const char usage[] = "pool_libuv WORKERS TASKS IN_FLIGHT";
static uint64_t to_queue;
static _Atomic uint64_t worked;

static void work(uv_work_t *request)
{
	(void)request;
}

/* The warm-up alone counts, so that the measured task is really empty. */
static void work_first(uv_work_t *request)
{
	(void)request;
	worked++;
}

static void queue_one(uv_work_t *request);

static void done(uv_work_t *request, int status)
{
	(void)status;
	if (to_queue)
		queue_one(request);
}

static void queue_one(uv_work_t *request)
{
	to_queue--;
	if (uv_queue_work(uv_default_loop(), request, work, done) != 0)
		perf_die("uv_queue_work");
}

/* One task on each thread, so that all have been started. */
static void warm_up(uv_work_t *requests, uint64_t n)
{
	for (uint64_t i = 0; i < n; i++)
		uv_queue_work(uv_default_loop(), &requests[i], work_first,
			      NULL);
	uv_run(uv_default_loop(), UV_RUN_DEFAULT);
	if (worked != n)
		perf_die("libuv lost tasks");
}

int main(int argc, char **argv)
{
	uint64_t tasks, in_flight;
	uv_work_t *requests;
	int64_t start;

	if (argc != 4)
		perf_usage(usage);
	setenv("UV_THREADPOOL_SIZE", argv[1], 1);
	tasks = perf_count(argv[2], usage);
	in_flight = perf_count(argv[3], usage);
	if (in_flight == 0)
		in_flight = tasks;
	requests = malloc(in_flight * sizeof *requests);
	if (!requests)
		perf_die("requests");
	memset(requests, 0, in_flight * sizeof *requests);
	warm_up(requests, in_flight < 64 ? in_flight : 64);

	to_queue = tasks;
	start = clock_now();
	for (uint64_t i = 0; i < in_flight && to_queue; i++)
		queue_one(&requests[i]);
	uv_run(uv_default_loop(), UV_RUN_DEFAULT);
	perf_print_each(clock_now() - start, tasks);
	free(requests);
	return 0;
}
