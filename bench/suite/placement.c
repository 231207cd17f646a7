/*
 * placement.c - asks the kernel which CPUs this process may use and writes parts of
 * that set as lists.
 */
#include "bench/suite/placement.h"

#include "base/cpulist.h"
#include "harness/machine/cpus.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

/* Leaves the part of the set that a word names; false: not such a word. */
static bool select_part(cpu_set_t *set, const char *word)
{
	cpu_set_t only;
	int first = 0;

	if (strcmp(word, "all") == 0)
		return true;
	while (first < CPU_SETSIZE - 1 && !CPU_ISSET(first, set))
		first++;
	CPU_ZERO(&only);
	CPU_SET(first, &only);
	if (strcmp(word, "first") == 0)
		*set = only;
	else if (strcmp(word, "rest") != 0)
		return false;
	else if (CPU_COUNT(set) > 1)
		CPU_CLR(first, set);
	return true;
}

bool placement_resolve(const char *words, char list[CELL_CPUS],
		       char error[CELL_ERROR])
{
	cpu_set_t set;

	if (!*words) {
		*list = '\0';
		return true;
	}
	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof set, &set) < 0) {
		snprintf(error, CELL_ERROR, "cannot ask for CPUs: %s",
			 strerror(errno));
		return false;
	}
	if (select_part(&set, words)) {
		cpulist_format(&set, list, CELL_CPUS);
		return true;
	}
	if (!cell_check_cpus(words, error))
		return false;
	snprintf(list, CELL_CPUS, "%s", words);
	return true;
}

/* Not sysconf(): that counts CPUs which this process may not use. */
unsigned placement_cpus(void)
{
	return cpus_count("");
}
