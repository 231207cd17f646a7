/*
 * cpus.c - how many CPUs there really are, and how fast they may be at which
 * moment. Reads files below facts->root only.
 */
#include "bench/doctor/topics.h"

#include "base/cpulist.h"
#include "base/sysfile.h"
#include "harness/machine/cgroup.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define CPU_FOLDER "/sys/devices/system/cpu"

/* Fewer, and peer and generator cannot have CPUs of their own. */
enum { CPUS_TO_SPREAD = 4 };

/* How many CPUs are switched on; NAN. */
static double online(const struct facts *facts)
{
	char list[512];
	cpu_set_t set;

	if (!sysfile_line(facts->root, list, sizeof list,
			  CPU_FOLDER "/online") ||
	    !cpulist_parse(list, &set))
		return NAN;
	return CPU_COUNT(&set);
}

/* A quota below the number of CPUs is worse than few CPUs: it stops all workers
 * at once in the middle of a period. */
static void say_quota(struct finding *finding, const struct cgroup_limit *quota,
		      unsigned n)
{
	finding_value(finding, quota->most, "%u, quota %.3g", n, quota->most);
	finding_says(finding, RATING_BAD,
		     "A quota limits %u CPUs to the time of %.3g: once it is "
		     "used up, all workers stop together. \"cores\" still "
		     "means %u workers.",
		     n, quota->most, n);
	finding_fix(finding, "echo %s > %s", quota->version == 2 ? "max" : "-1",
		    quota->where);
}

/* Few CPUs are a fact to live with, unless affinity alone hides the rest. */
static void say_few(struct finding *finding, unsigned n, double all)
{
	finding_says(finding, RATING_CAUTION,
		     n == 1 ? "Runner, peer and generator take turns on one "
			      "CPU: nothing runs in parallel, and each delays "
			      "the others."
			    : "Runner, peer and generator share them: at full "
			      "load the peer's cost looks like the runner's.");
	if (all > n)
		finding_fix(finding, "taskset -pc 0-%.0f $$", all - 1);
}

/* The quota first: below the number of CPUs nothing else about them matters. */
static void count(struct facts *facts)
{
	struct finding *finding =
		facts_add(facts, "cpus", "CPUs",
			  "The kernel does not say which CPUs avt may use.");
	const struct cgroup_limit quota = cgroup_cpus(facts->root);
	const unsigned n = (unsigned)CPU_COUNT(&facts->cpus);
	const double all = online(facts);

	if (n == 0)
		return;
	if (quota.most < n) {
		say_quota(finding, &quota, n);
		return;
	}
	if (all > n)
		finding_value(finding, n, "%u of %.0f, no quota", n, all);
	else
		finding_value(finding, n, "%u, no quota", n);
	if (n < CPUS_TO_SPREAD)
		say_few(finding, n, all);
	else
		finding_says(finding, RATING_GOOD,
			     "Runner, peer and generator can have CPUs of "
			     "their own.");
}

/* How many of our CPUs share a core with another of ours; -1: not exposed. */
static int siblings(const struct facts *facts)
{
	int shared = 0, told = 0;

	for (unsigned cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		char list[512];
		cpu_set_t set;

		if (!CPU_ISSET(cpu, &facts->cpus) ||
		    !sysfile_line(facts->root, list, sizeof list,
				  CPU_FOLDER "/cpu%u/topology/"
					     "thread_siblings_list",
				  cpu) ||
		    !cpulist_parse(list, &set))
			continue;
		told++;
		CPU_AND(&set, &set, &facts->cpus);
		shared += CPU_COUNT(&set) > 1;
	}
	return told ? shared : -1;
}

/* Virtual machines often hide siblings, so none is no proof of none. */
static void threads_of_a_core(struct facts *facts)
{
	struct finding *finding =
		facts_add(facts, "smt", "CPUs",
			  "Whether two CPUs share a core cannot be seen.");
	const int shared = siblings(facts);

	if (shared < 0)
		return;
	if (shared == 0) {
		finding_value(finding, 0, "no SMT siblings visible");
		finding_says(finding, RATING_GOOD,
			     "No two of our CPUs appear to share a core; a "
			     "virtual machine may hide it.");
		return;
	}
	finding_value(finding, shared, "%d CPUs share cores", shared);
	finding_says(finding, RATING_CAUTION,
		     "A core's second CPU adds only a fraction of one, so "
		     "twice the workers is not twice the work.");
	finding_fix(finding, "echo off > " CPU_FOLDER "/smt/control");
}

/* The governor that our CPUs have: "" not exposed, "mixed" if not one. */
static void find_governor(const struct facts *facts, char name[32])
{
	*name = '\0';
	for (unsigned cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		char line[32];

		if (!CPU_ISSET(cpu, &facts->cpus) ||
		    !sysfile_line(facts->root, line, sizeof line,
				  CPU_FOLDER "/cpu%u/cpufreq/scaling_governor",
				  cpu))
			continue;
		if (*name && strcmp(name, line) != 0)
			snprintf(name, 32, "mixed");
		else
			memcpy(name, line, sizeof line);
	}
}

/* No governor is the usual case of a virtual machine: the host has it. */
static void governor(struct facts *facts)
{
	struct finding *finding = facts_add(
		facts, "governor", NULL,
		"CPU speed may vary during a run and nothing here would show "
		"it; the speed index of each run stands in for it.");
	char name[32] = "";

	find_governor(facts, name);
	if (!*name)
		return;
	finding_value(finding, NAN, "%s", name);
	if (strcmp(name, "performance") == 0) {
		finding_says(finding, RATING_GOOD,
			     "CPUs stay at their highest speed.");
		return;
	}
	finding_says(finding, RATING_CAUTION,
		     "CPUs slow down when idle: a contestant that waits more "
		     "also computes more slowly.");
	finding_fix(finding, "cpupower frequency-set -g performance");
}

/* Intel's driver says it the other way round and has no `boost`. */
static void turbo(struct facts *facts)
{
	static const char intel[] = CPU_FOLDER "/intel_pstate/no_turbo";
	static const char other[] = CPU_FOLDER "/cpufreq/boost";
	struct finding *finding = facts_add(
		facts, "turbo", NULL, "One busy CPU may run faster than many.");
	const double no_turbo = sysfile_number(facts->root, "%s", intel);
	const double boost = sysfile_number(facts->root, "%s", other);

	if (isnan(no_turbo) && isnan(boost))
		return;
	if (no_turbo == 1 || (isnan(no_turbo) && boost == 0)) {
		finding_value(finding, 0, "off");
		finding_says(finding, RATING_GOOD,
			     "Speed does not depend on how many CPUs are "
			     "busy.");
		return;
	}
	finding_value(finding, 1, "on");
	finding_says(finding, RATING_CAUTION,
		     "Speed depends on heat and on how many CPUs are busy: a "
		     "few workers look better than they are.");
	if (isnan(no_turbo))
		finding_fix(finding, "echo 0 > %s", other);
	else
		finding_fix(finding, "echo 1 > %s", intel);
}

/* One node, or a kernel without NUMA: then there is no such folder. */
static void numa(struct facts *facts)
{
	struct finding *finding = facts_add(facts, "numa nodes", "nodes",
					    "Whether some memory is farther "
					    "away cannot be seen.");
	char list[256];
	cpu_set_t set;
	int n;

	if (!sysfile_line(facts->root, list, sizeof list,
			  "/sys/devices/system/node/online") ||
	    !cpulist_parse(list, &set))
		return;
	n = CPU_COUNT(&set);
	finding_value(finding, n, "%d", n);
	if (n == 1) {
		finding_says(finding, RATING_GOOD,
			     "All memory is equally near.");
		return;
	}
	finding_says(finding, RATING_CAUTION,
		     "Another node's memory is slower: where workers happen "
		     "to run changes the result.");
	finding_fix(finding, "numactl --cpunodebind=0 --membind=0 avt bench");
}

void facts_cpus(struct facts *facts)
{
	facts->topic = "CPUs";
	count(facts);
	threads_of_a_core(facts);
	governor(facts);
	turbo(facts);
	numa(facts);
}
