/*
 * memory.c - how much memory there is, and what makes the memory of a
 * task look larger or smaller than it is. Reads files below facts->root only.
 */
#include "bench/doctor/parts.h"

#include "harness/machine/cgroup.h"
#include "base/sysfile.h"

#include <math.h>
#include <string.h>

/* Bytes. */
#define MIB 1048576.0

/* Free memory, or the group's limit where that is less: what the group has used
 * is not subtracted, so this is what there is at most. */
static void available(struct facts *facts)
{
	struct finding *finding = facts_add(facts, "memory", "bytes");
	const double kib =
		sysfile_after(facts->root, "/proc/meminfo", "MemAvailable:");
	const struct cgroup_limit group = cgroup_memory(facts->root);
	const double bytes = fmin(kib * 1024, group.most);

	if (isnan(bytes) || isinf(bytes)) {
		finding_says(finding, RATING_HIDDEN,
			     "Large runs may be ended by the kernel.");
		return;
	}
	finding_value(finding, bytes, "%.4g GiB %s", bytes / MIB / 1024,
		      group.most < kib * 1024 ? "by control group" : "free");
	finding_says(finding,
		     bytes >= 1024 * MIB  ? RATING_GOOD
		     : bytes >= 256 * MIB ? RATING_MIND
					  : RATING_BAD,
		     "About %.3g thousand threads at 64 KiB each; a run that "
		     "needs more is ended by the kernel.",
		     bytes / 65536 / 1000);
	if (bytes < 1024 * MIB && group.most < kib * 1024)
		finding_mend(finding, "echo %s > %s",
			     group.version == 2 ? "max" : "-1", group.where);
}

/* Modes 0 (guess) and 1 (always) charge what is touched, mode 2 what is
 * asked for: see Documentation/mm/overcommit-accounting of the kernel. */
static void overcommit(struct facts *facts)
{
	struct finding *finding = facts_add(facts, "overcommit", NULL);
	const double mode =
		sysfile_number(facts->root, "/proc/sys/vm/overcommit_memory");

	if (!(mode == 0 || mode == 1 || mode == 2)) {
		finding_says(finding, RATING_HIDDEN,
			     "Whether stacks count before they are used.");
		return;
	}
	finding_value(finding, mode, "mode %.0f", mode);
	if (mode < 2) {
		finding_says(finding, RATING_GOOD,
			     "Stacks cost what is used of them, not their "
			     "8 MiB.");
		return;
	}
	finding_says(finding, RATING_BAD,
		     "All of each stack is charged at once: a thousand threads "
		     "ask for 8 GiB, and threads fail long before memory is "
		     "used up.");
	finding_mend(finding, "sysctl -w vm.overcommit_memory=0");
}

/* The environment of each run has a random length, which moves the stack even
 * without ASLR; the heap and the mappings need the kernel. */
static void layout(struct facts *facts)
{
	struct finding *finding = facts_add(facts, "aslr", NULL);
	const double level = sysfile_number(facts->root, "/proc/sys/kernel/"
							 "randomize_va_space");

	if (!(level == 0 || level == 1 || level == 2)) {
		finding_says(finding, RATING_HIDDEN,
			     "Whether addresses differ between runs.");
		return;
	}
	finding_value(finding, level,
		      level == 2   ? "on"
		      : level == 1 ? "without the heap"
				   : "off");
	if (level == 2) {
		finding_says(finding, RATING_GOOD,
			     "Each run has a memory layout of its own, so a "
			     "lucky one averages out.");
		return;
	}
	finding_says(finding, RATING_MIND,
		     "Every run has much the same memory layout: a lucky one "
		     "looks like a faster model.");
	finding_mend(finding, "sysctl -w kernel.randomize_va_space=2");
}

/* The line names all modes and puts brackets around the present one. */
static void huge_pages(struct facts *facts)
{
	static const char path[] =
		"/sys/kernel/mm/transparent_hugepage/enabled";
	struct finding *finding = facts_add(facts, "huge pages", NULL);
	char line[64], *word, *end;

	if (!sysfile_line(facts->root, line, sizeof line, "%s", path) ||
	    !(word = strchr(line, '[')) || !(end = strchr(word, ']'))) {
		finding_says(finding, RATING_HIDDEN,
			     "Memory a task may come in pieces of 2 MiB.");
		return;
	}
	*end = '\0';
	finding_value(finding, NAN, "%s", word + 1);
	if (strcmp(word + 1, "always") != 0) {
		finding_says(finding, RATING_GOOD,
			     "Stacks and heaps grow by pages of their own "
			     "size.");
		return;
	}
	finding_says(finding, RATING_MIND,
		     "A stack may be given 2 MiB for its first byte, so bytes "
		     "a task of threads can be far too high.");
	finding_mend(finding, "echo madvise > %s", path);
}

void facts_memory(struct facts *facts)
{
	facts->topic = "memory";
	available(facts);
	overcommit(facts);
	layout(facts);
	huge_pages(facts);
}
