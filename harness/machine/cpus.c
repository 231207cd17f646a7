/*
 * cpus.c - see cpus.h.
 */
#include "harness/machine/cpus.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* One number at *at, which moves behind it; -1 if there is none. */
static long number(const char **at)
{
	char *end;
	long value;

	if (**at < '0' || **at > '9')
		return -1;
	value = strtol(*at, &end, 10);
	*at = end;
	return value < CPU_SETSIZE ? value : -1;
}

bool cpus_parse(const char *list, cpu_set_t *set)
{
	CPU_ZERO(set);
	if (!*list)
		return true;
	for (const char *at = list;; at++) {
		long first = number(&at), last = first;

		if (*at == '-') {
			at++;
			last = number(&at);
		}
		if (first < 0 || last < first)
			return false;
		for (long cpu = first; cpu <= last; cpu++)
			CPU_SET((size_t)cpu, set);
		if (!*at)
			return true;
		if (*at != ',')
			return false;
	}
}

char *cpus_format(const cpu_set_t *set, char *to, size_t size)
{
	size_t used = 0;

	to[0] = '\0';
	for (size_t cpu = 0; cpu < CPU_SETSIZE && used + 1 < size; cpu++) {
		size_t last = cpu;
		int n;

		if (!CPU_ISSET(cpu, set))
			continue;
		while (last + 1 < CPU_SETSIZE && CPU_ISSET(last + 1, set))
			last++;
		n = snprintf(to + used, size - used,
			     last > cpu ? "%s%zu-%zu" : "%s%zu",
			     used ? "," : "", cpu, last);
		if (n < 0 || (size_t)n >= size - used) {
			to[used] = '\0'; /* no half a number */
			break;
		}
		used += (size_t)n;
		cpu = last;
	}
	return to;
}

int cpus_bind(const char *list)
{
	cpu_set_t set;

	if (!*list)
		return 0;
	if (!cpus_parse(list, &set)) {
		errno = EINVAL;
		return -1;
	}
	return sched_setaffinity(0, sizeof set, &set);
}

char *cpus_rest(const cpu_set_t *all, const char *taken, char *to, size_t size)
{
	cpu_set_t used, rest;

	to[0] = '\0';
	if (!*taken || !cpus_parse(taken, &used))
		return to;
	CPU_XOR(&rest, all, &used);
	CPU_AND(&rest, &rest, all);
	return cpus_format(&rest, to, size);
}

unsigned cpus_count(const char *list)
{
	cpu_set_t set;

	if (*list && cpus_parse(list, &set))
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
