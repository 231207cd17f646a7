/*
 * pool_glib.c - empty tasks through GLib's thread pool, all pushed at once,
 * nothing recorded: nanoseconds per task. The pool is exclusive, so its threads
 * run before the clock does.
 */
#include "tests/perf/perf.h"

#include "harness/record/clock.h"

#include <glib.h>

static const char usage[] = "pool_glib WORKERS TASKS";

static void work(gpointer task, gpointer context)
{
	(void)task;
	(void)context;
}

int main(int argc, char **argv)
{
	uint64_t workers, tasks;
	GError *error = NULL;
	GThreadPool *pool;
	int64_t start;

	if (argc != 3)
		perf_usage(usage);
	workers = perf_count(argv[1], usage);
	tasks = perf_count(argv[2], usage);
	pool = g_thread_pool_new(work, NULL, (gint)workers, TRUE, &error);
	if (!pool)
		perf_die(error->message);

	start = clock_now();
	for (uint64_t i = 0; i < tasks; i++)
		g_thread_pool_push(pool, &tasks, NULL); /* anything not NULL */
	g_thread_pool_free(pool, FALSE, TRUE);          /* when all are done */
	perf_print_each(clock_now() - start, tasks);
	return 0;
}
