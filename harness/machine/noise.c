/*
 * noise.c - see noise.h.
 *
 * What takes time here is time that every run of a bench costs more, so the
 * hiccup meter of a small machine looks for a twentieth of the run, 3 to 20 ms.
 */
#include "harness/machine/noise.h"

#include "base/sysfile.h"
#include "harness/contract/workload.h"
#include "harness/machine/cgroup.h"
#include "harness/machine/hiccup.h"
#include "harness/machine/speed.h"
#include "harness/record/clock.h"

#include <sys/resource.h>

enum { READS = 100, SERIES = 5 };

#define WATCH_LEAST (3 * MS)
#define WATCH_MOST  (20 * MS)

/* The cheapest of some series of reads: what the clock costs, not what
 * interrupted it. */
static double clock_cost(void)
{
	int64_t least = INT64_MAX;

	for (int i = 0; i < SERIES; i++) {
		int64_t from = clock_now(), last = from;

		for (int k = 0; k < READS; k++)
			last = clock_now();
		if (last - from < least)
			least = last - from;
	}
	return (double)least / READS;
}

static int64_t watch_length(int64_t duration_ns)
{
	int64_t part = duration_ns / 20;

	if (part < WATCH_LEAST)
		return WATCH_LEAST;
	return part < WATCH_MOST ? part : WATCH_MOST;
}

static int64_t cpu_time(int who)
{
	struct rusage used;

	if (getrusage(who, &used) < 0)
		return 0;
	return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * S +
	       (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * US;
}

void noise_count(const char *root, struct noise_counters *counters)
{
	counters->at_ns = clock_now();
	counters->own_ns = cpu_time(RUSAGE_SELF) + cpu_time(RUSAGE_CHILDREN);
	ticks_read(root, &counters->ticks);
	counters->throttled = cgroup_throttled(root);
	counters->pressure_us =
		sysfile_after(root, "/proc/pressure/cpu", "total=");
}

void noise_before(struct noise *noise, int64_t duration_ns, const char *cpus)
{
	hist_reset(&noise->hiccups);
	noise->clock_read_ns = clock_cost();
	if (!hiccup_beside())
		hiccup_watch(&noise->hiccups, watch_length(duration_ns));
	else
		hiccup_start(cpus); /* without it there are no hiccups */
	noise->speed_before_ns = speed_index();
	noise_count("", &noise->before);
}

void noise_after(struct noise *noise, int64_t duration_ns)
{
	noise_count("", &noise->after);
	noise->speed_after_ns = speed_index();
	hiccup_stop(&noise->hiccups);
	if (!hiccup_beside())
		hiccup_watch(&noise->hiccups, watch_length(duration_ns));
}
