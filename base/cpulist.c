/*
 * cpulist.c - see cpulist.h.
 */
#include "base/cpulist.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

bool cpulist_parse(const char *list, cpu_set_t *set)
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

char *cpulist_format(const cpu_set_t *set, char *to, size_t size)
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

const char *cpulist_noun(const char *list)
{
	return strpbrk(list, "-,") ? "CPUs" : "CPU";
}
