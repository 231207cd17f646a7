/*
 * kernel.c - what stands between a program and the CPU: a hypervisor, and what
 * the kernel does against the CPU's vulnerabilities.
 */
#include "bench/doctor/topics.h"

#include "base/sysfile.h"

#include <dirent.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define VULNERABILITIES "/sys/devices/system/cpu/vulnerabilities"

/* Whether the first CPU's flags have a word: 1, 0, or -1 if no flags are told,
 * as on ARM. A line of flags may be longer than any buffer wants to be, so
 * words are read one at a time. */
static int has_flag(const char *root, const char *flag)
{
	FILE *file = sysfile_open(root, "/proc/cpuinfo");
	char word[64];
	int found = -1;

	if (!file)
		return -1;
	while (found < 1 && fscanf(file, "%63s", word) == 1) {
		if (strcmp(word, "flags") == 0)
			found = 0;
		else if (found == 0 && strcmp(word, flag) == 0)
			found = 1;
		else if (found == 0 && strcmp(word, "processor") == 0)
			break; /* the next CPU */
	}
	fclose(file);
	return found;
}

/* Only x86 tells by a flag; the maker's name is for the reader alone. */
static void hypervisor(struct facts *facts)
{
	struct finding *finding =
		facts_add(facts, "hypervisor", NULL,
			  "This CPU does not say whether it is virtual.");
	const int found = has_flag(facts->root, "hypervisor");
	char vendor[64];

	if (found < 0)
		return;
	if (found == 0) {
		finding_value(finding, 0, "none");
		finding_says(finding, RATING_GOOD,
			     "The kernel has the hardware to itself.");
		return;
	}
	if (!sysfile_line(facts->root, vendor, sizeof vendor,
			  "/sys/class/dmi/id/sys_vendor"))
		snprintf(vendor, sizeof vendor, "yes");
	finding_value(finding, 1, "%s", vendor);
	finding_says(finding, RATING_CAUTION,
		     "A virtual machine: neighbours take time and caches "
		     "unseen, and waking an idle CPU is expensive. Trust "
		     "ratios within a round, not absolute numbers.");
}

/* How many vulnerabilities of each kind. */
struct vulnerabilities {
	unsigned none, mitigated, open;
	char expensive[32]; /* a mitigation that makes system calls so, or "" */
};

/* Page table isolation is singled out because it alone costs every system call
 * hundreds of cycles. */
static void count_one(struct vulnerabilities *all, const char *name,
		      const char *line)
{
	if (strncmp(line, "Not affected", 12) == 0)
		all->none++;
	else if (strncmp(line, "Mitigation", 10) == 0)
		all->mitigated++;
	else
		all->open++;
	if (strcmp(name, "meltdown") == 0 && strstr(line, "PTI"))
		snprintf(all->expensive, sizeof all->expensive,
			 "page tables (PTI)");
}

/* False if the kernel is too old to tell, or tells nothing. */
static bool count_vulnerabilities(const char *root, struct vulnerabilities *all)
{
	char path[PATH_MAX], line[256];
	struct dirent *entry;
	DIR *folder;

	snprintf(path, sizeof path, "%s%s", root, VULNERABILITIES);
	folder = opendir(path);
	if (!folder)
		return false;
	while ((entry = readdir(folder)))
		if (entry->d_name[0] != '.' &&
		    sysfile_line(root, line, sizeof line, VULNERABILITIES "/%s",
				 entry->d_name))
			count_one(all, entry->d_name, line);
	closedir(folder);
	return all->none + all->mitigated + all->open > 0;
}

/* Vulnerabilities left open are no finding here: this is about speed. */
static void mitigations(struct facts *facts)
{
	struct finding *finding = facts_add(facts, "mitigations", "mitigations",
					    "What the kernel adds to each "
					    "system call is not exposed.");
	struct vulnerabilities all = {0};

	if (!count_vulnerabilities(facts->root, &all))
		return;
	finding_value(finding, all.mitigated, "%u on, %u open, %u not needed",
		      all.mitigated, all.open, all.none);
	if (*all.expensive)
		finding_says(finding, RATING_CAUTION,
			     "Each system call switches %s: contestants that "
			     "make more of them pay more here than on newer "
			     "CPUs.",
			     all.expensive);
	else
		finding_says(finding, RATING_GOOD,
			     "They add to the cost of a system call and of a "
			     "context switch: compare only with machines that "
			     "have the same.");
}

void facts_kernel(struct facts *facts)
{
	facts->topic = "kernel";
	hypervisor(facts);
	mitigations(facts);
}
