/*
 * memory.c - how much memory there is, and what makes a task's memory look
 * larger or smaller than it is. Reads files below facts->root only.
 */
#include "bench/doctor/topics.h"

#include "base/sysfile.h"
#include "harness/machine/cgroup.h"

#include <math.h>
#include <string.h>

/* Bytes. */
#define MIB 1048576.0

/* A setting of the kernel that is 0, 1 or 2, and what each means. */
struct mode {
	const char *value;
	enum rating rating;
	const char *means;
};

static const struct setting {
	const char *name, *path, *if_hidden;
	struct mode modes[3];
	const char *fix; /* where it is not good */
} settings[] = {
	/* Modes 0 (guess) and 1 (always) charge what is touched, mode 2 what is
	 * asked for: Documentation/mm/overcommit-accounting of the kernel. */
	{"overcommit",
	 "/proc/sys/vm/overcommit_memory",
	 "Stacks may count in full before they are used.",
	 {{"mode 0", RATING_GOOD,
	   "A stack costs what is used of it, not 8 MiB."},
	  {"mode 1", RATING_GOOD,
	   "A stack costs what is used of it, not 8 MiB."},
	  {"mode 2", RATING_BAD,
	   "Every stack is charged in full: a thousand threads ask for 8 GiB, "
	   "and threads fail long before memory is used up."}},
	 "sysctl -w vm.overcommit_memory=0"},
	/* The environment of each run has a random length, which moves the
	 * stack even without ASLR; heap and mappings need the kernel. */
	{"aslr",
	 "/proc/sys/kernel/randomize_va_space",
	 "Addresses may be the same in every run.",
	 {{"off", RATING_CAUTION,
	   "Every run has much the same memory layout: a lucky one looks like "
	   "a faster contestant."},
	  {"without the heap", RATING_CAUTION,
	   "Every run has much the same memory layout: a lucky one looks like "
	   "a faster contestant."},
	  {"on", RATING_GOOD,
	   "Each run has its own memory layout, so a lucky one averages out."}},
	 "sysctl -w kernel.randomize_va_space=2"},
};

static void add_setting(struct facts *facts, const struct setting *setting)
{
	struct finding *finding =
		facts_add(facts, setting->name, NULL, setting->if_hidden);
	const double number = sysfile_number(facts->root, "%s", setting->path);
	const struct mode *mode;

	if (number != 0 && number != 1 && number != 2)
		return; /* NAN is none of them either */
	mode = &setting->modes[(int)number];
	finding_value(finding, number, "%s", mode->value);
	finding_says(finding, mode->rating, "%s", mode->means);
	if (mode->rating != RATING_GOOD)
		finding_fix(finding, "%s", setting->fix);
}

/* Free memory, or the group's limit where that is less: what the group has used
 * is not subtracted, so this is what there is at most. */
static void available(struct facts *facts)
{
	struct finding *finding = facts_add(facts, "memory", "bytes",
					    "The kernel may kill large runs.");
	const double kib =
		sysfile_after(facts->root, "/proc/meminfo", "MemAvailable:");
	const struct cgroup_limit group = cgroup_memory(facts->root);
	const double bytes = fmin(kib * 1024, group.most);

	if (isnan(bytes) || isinf(bytes))
		return;
	finding_value(finding, bytes, "%.4g GiB %s", bytes / MIB / 1024,
		      group.most < kib * 1024 ? "by control group" : "free");
	finding_says(finding, facts_rate(bytes, 1024 * MIB, 256 * MIB),
		     "Room for about %.3g thousand threads at 64 KiB each; the "
		     "kernel kills a run that needs more.",
		     bytes / 65536 / 1000);
	if (bytes < 1024 * MIB && group.most < kib * 1024)
		finding_fix(finding, "echo %s > %s",
			    group.version == 2 ? "max" : "-1", group.where);
}

/* The line names all modes and puts brackets around the present one. */
static void huge_pages(struct facts *facts)
{
	static const char path[] =
		"/sys/kernel/mm/transparent_hugepage/enabled";
	struct finding *finding =
		facts_add(facts, "huge pages", NULL,
			  "Memory per task may grow in steps of 2 MiB.");
	char line[64], *word, *end;

	if (!sysfile_line(facts->root, line, sizeof line, "%s", path) ||
	    !(word = strchr(line, '[')) || !(end = strchr(word, ']')))
		return;
	*end = '\0';
	finding_value(finding, NAN, "%s", word + 1);
	if (strcmp(word + 1, "always") != 0) {
		finding_says(finding, RATING_GOOD,
			     "Stacks and heaps grow in ordinary pages.");
		return;
	}
	finding_says(finding, RATING_CAUTION,
		     "A stack may get 2 MiB for its first byte, so memory per "
		     "task can look far too high with threads.");
	finding_fix(finding, "echo madvise > %s", path);
}

void facts_memory(struct facts *facts)
{
	facts->topic = "memory";
	available(facts);
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		add_setting(facts, &settings[i]);
	huge_pages(facts);
}
