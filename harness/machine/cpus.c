/*
 * cpus.c - see cpus.h.
 */
#include "harness/machine/cpus.h"

#include "base/cpulist.h"

#include <errno.h>
#include <sys/resource.h>

int cpus_bind(const char *list)
{
	cpu_set_t set;

	if (!*list)
		return 0;
	if (!cpulist_parse(list, &set)) {
		errno = EINVAL;
		return -1;
	}
	return sched_setaffinity(0, sizeof set, &set);
}

char *cpus_rest(const cpu_set_t *all, const char *taken, char *to, size_t size)
{
	cpu_set_t used, rest;

	to[0] = '\0';
	if (!*taken || !cpulist_parse(taken, &used))
		return to;
	CPU_XOR(&rest, all, &used);
	CPU_AND(&rest, &rest, all);
	return cpulist_format(&rest, to, size);
}

unsigned cpus_count(const char *list)
{
	cpu_set_t set;

	if (*list && cpulist_parse(list, &set))
		return (unsigned)CPU_COUNT(&set);
	if (sched_getaffinity(0, sizeof set, &set) < 0)
		return 1;
	return (unsigned)CPU_COUNT(&set);
}

static void raise_limit(__rlimit_resource_t resource)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit) == 0 &&
	    limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(resource, &limit);
	}
}

void cpus_raise_limits(void)
{
	raise_limit(RLIMIT_NOFILE);
	raise_limit(RLIMIT_NPROC);
}
