/*
 * cell_cpus.c - where a cell runs: CPU lists as the kernel writes them, 0-3,8.
 */
#include "harness/cell.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reads one CPU number and moves on; -1 if there is none. */
static int read_cpu(const char **text)
{
	int cpu = 0;

	if (!isdigit((unsigned char)**text))
		return -1;
	for (; isdigit((unsigned char)**text); ++*text) {
		cpu = cpu * 10 + (**text - '0');
		if (cpu >= CPU_SETSIZE)
			return -1;
	}
	return cpu;
}

bool cell_cpu_set(const char *list, cpu_set_t *set)
{
	CPU_ZERO(set);
	if (!*list)
		return sched_getaffinity(0, sizeof *set, set) == 0;
	for (;; list++) {
		int first = read_cpu(&list), last = first;

		if (first >= 0 && *list == '-') {
			list++;
			last = read_cpu(&list);
		}
		if (first < 0 || last < first)
			return false;
		for (int cpu = first; cpu <= last; cpu++)
			CPU_SET(cpu, set);
		if (*list != ',')
			return *list == '\0';
	}
}

/* Writes a set as a list, as much of it as fits. */
static void write_list(const cpu_set_t *set, char *to, size_t size)
{
	size_t length = 0;

	*to = '\0';
	for (int cpu = 0; cpu < CPU_SETSIZE && length < size; cpu++) {
		int last = cpu;

		if (!CPU_ISSET(cpu, set))
			continue;
		while (last + 1 < CPU_SETSIZE && CPU_ISSET(last + 1, set))
			last++;
		length += (size_t)snprintf(to + length, size - length,
					   last > cpu ? "%s%d-%d" : "%s%d",
					   length ? "," : "", cpu, last);
		cpu = last;
	}
}

bool cell_check_cpus(const char *list, char error[CELL_ERROR])
{
	char allowed[CELL_CPUS];
	cpu_set_t usable, asked, both;

	if (!cell_cpu_set("", &usable))
		return cell_error(error, "cannot tell which CPUs are usable");
	write_list(&usable, allowed, sizeof allowed);
	if (strlen(list) >= CELL_CPUS || !cell_cpu_set(list, &asked))
		return cell_error(error,
				  "CPUs '%.40s' are not a list such as 0-1,3 "
				  "of this machine's %s",
				  list, allowed);
	CPU_AND(&both, &asked, &usable);
	if (!CPU_EQUAL(&both, &asked))
		return cell_error(error,
				  "CPUs '%.40s' are not all usable here: %s",
				  list, allowed);
	return true;
}
