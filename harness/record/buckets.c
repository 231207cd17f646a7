/*
 * buckets.c - what is done with the counts while no time counts.
 */
#include "harness/record/buckets.h"

#include "harness/machine/touch.h"

unsigned buckets_sets(void)
{
	cpu_set_t cpus;
	unsigned n = 1;

	if (sched_getaffinity(0, sizeof cpus, &cpus) < 0)
		return 1;
	for (unsigned cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &cpus))
			n = cpu + 1;
	return n;
}

static void read_set(const _Atomic uint64_t *from, struct hist *to)
{
	for (unsigned i = hist_index(to->min); i <= hist_index(to->max); i++)
		to->counts[i] +=
			atomic_load_explicit(&from[i], memory_order_relaxed);
}

void buckets_read(const struct bucket_sets *sets, size_t offset,
		  struct hist *to)
{
	for (unsigned i = 0; i < sets->n && to->total; i++)
		read_set((const _Atomic uint64_t
				  *)((const char *)&sets->of_cpu[i] + offset),
			 to);
}

void buckets_touch(const struct bucket_sets *sets, int64_t most_ns)
{
	size_t bytes = (hist_index(most_ns) + 1) * sizeof(_Atomic uint64_t);
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	if (sched_getaffinity(0, sizeof cpus, &cpus) < 0)
		CPU_SET(0, &cpus);
	for (unsigned i = 0; i < sets->n; i++) {
		struct bucket_set *set = &sets->of_cpu[i];

		if (!CPU_ISSET(i, &cpus))
			continue;
		touch_shared(set->queue, bytes);
		touch_shared(set->service, bytes);
		touch_shared(set->response, bytes);
	}
}
