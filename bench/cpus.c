/*
 * cpus.c - asks the kernel which CPUs this process may use and writes parts of
 * that set as lists.
 */
#include "bench/cpus.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

/* Appends "first-last" or "first". False when the list is full. */
static bool append_range(char list[CELL_CPUS], int first, int last)
{
	size_t used = strlen(list);
	const char *comma = used ? "," : "";
	int wrote;

	if (first == last)
		wrote = snprintf(list + used, CELL_CPUS - used, "%s%d", comma,
				 first);
	else
		wrote = snprintf(list + used, CELL_CPUS - used, "%s%d-%d",
				 comma, first, last);
	return wrote > 0 && (size_t)wrote < CELL_CPUS - used;
}

static bool write_list(const cpu_set_t *set, char list[CELL_CPUS])
{
	int first = -1;

	*list = '\0';
	for (int cpu = 0; cpu <= CPU_SETSIZE; cpu++) {
		bool in = cpu < CPU_SETSIZE && CPU_ISSET(cpu, set);

		if (in && first < 0)
			first = cpu;
		if (in || first < 0)
			continue;
		if (!append_range(list, first, cpu - 1))
			return false;
		first = -1;
	}
	return true;
}

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

bool cpus_resolve(const char *words, char list[CELL_CPUS],
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
		if (write_list(&set, list))
			return true;
		snprintf(error, CELL_ERROR, "too many CPUs in pieces for '%s'",
			 words);
		return false;
	}
	if (!cell_check_cpus(words, error))
		return false;
	snprintf(list, CELL_CPUS, "%s", words);
	return true;
}

unsigned cpus_allowed(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof set, &set) < 0)
		return 1;
	return (unsigned)CPU_COUNT(&set);
}
