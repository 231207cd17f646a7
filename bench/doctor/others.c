/*
 * others.c - what others do to this machine: the hypervisor (steal), other
 * programs (pressure, load), the group's own quota (throttling). Reads files
 * below facts->root only.
 */
#include "bench/doctor/topics.h"

#include "base/sysfile.h"
#include "harness/machine/cgroup.h"

#include <math.h>
#include <stdio.h>

/* Per cent of CPU time that others may use; from which on it is bad. */
enum { BUSY_FINE = 10, BUSY_BAD = 30 };

/* Load average of a CPU that still is nobody's. An old load is never bad: it
 * may be our own. */
#define LOAD_FINE 0.2

/* The only fix for other programs is to stop them: this names them. */
#define WHO_IS_BUSY "ps -eo pcpu,pid,comm --sort=-pcpu | head -5"

/* One per cent is where a run counts as noisy. NAN stays "not exposed". */
static void add_steal(struct facts *facts, const char *name, double share,
		      const char *when)
{
	struct finding *finding = facts_add(
		facts, name, "%", "What the hypervisor takes cannot be seen.");

	if (!(share >= 0 && share <= 1))
		return;
	finding_value(finding, 100 * share, "%.2f %% of CPU time", 100 * share);
	if (share <= 0.01)
		finding_says(finding, RATING_GOOD,
			     "Taken by the hypervisor %s.", when);
	else
		finding_says(finding,
			     share <= 0.05 ? RATING_CAUTION : RATING_BAD,
			     "Taken by the hypervisor %s: runs with more than "
			     "1 %% are marked as noisy. Try another time of "
			     "day.",
			     when);
}

/* One tick of 10 ms is 2.5 % of two CPUs in a fifth of a second: a single one
 * is no alarm. */
static double steal_between(const struct ticks *from, const struct ticks *to)
{
	const double steal = to->steal - from->steal;

	return steal <= 1 ? 0 : steal / (to->total - from->total);
}

/* Nothing but sleeping threads of ours ran in that time. */
static void add_busy(struct facts *facts, double busy)
{
	struct finding *finding =
		facts_add(facts, "busy now", "%",
			  "Whether other programs are running cannot be seen.");

	if (!(busy >= 0 && busy <= 100))
		return;
	finding_value(finding, busy, "%.0f %% of CPU time", busy);
	if (busy <= BUSY_FINE) {
		finding_says(finding, RATING_GOOD,
			     "Used by others while avt only slept.");
		return;
	}
	finding_says(finding, busy <= BUSY_BAD ? RATING_CAUTION : RATING_BAD,
		     "Used by other programs while avt only slept: they will "
		     "affect the results.");
	finding_fix(finding, WHO_IS_BUSY);
}

void facts_load_between(struct facts *facts, const struct ticks *from,
			const struct ticks *to)
{
	const double all = to->total - from->total;

	facts->topic = "others";
	add_steal(facts, "steal now", steal_between(from, to),
		  "in the last 0.2 s");
	add_busy(facts, 100 * (1 - (to->idle - from->idle) / all));
}

/* A long memory: it shows neighbours that are quiet just now. */
static void steal_since_boot(struct facts *facts)
{
	struct ticks ticks;

	ticks_read(facts->root, &ticks);
	add_steal(facts, "steal since boot", ticks.steal / ticks.total,
		  "since boot");
}

/* Each of cpu, memory, io: how much of the last 10 s somebody waited for it. */
static void pressure(struct facts *facts)
{
	struct finding *finding =
		facts_add(facts, "pressure", "%",
			  "Whether tasks wait for CPUs cannot be seen; go by "
			  "\"busy now\".");
	const double cpu =
		sysfile_after(facts->root, "/proc/pressure/cpu", "avg10=");
	const double memory =
		sysfile_after(facts->root, "/proc/pressure/memory", "avg10=");
	const double io =
		sysfile_after(facts->root, "/proc/pressure/io", "avg10=");

	if (isnan(cpu) || isnan(memory) || isnan(io))
		return;
	finding_value(finding, cpu, "cpu %.0f %%, memory %.0f %%, io %.0f %%",
		      cpu, memory, io);
	if (cpu <= 5 && memory <= 1 && io <= 5)
		finding_says(finding, RATING_GOOD,
			     "Time in the last 10 s in which some task had to "
			     "wait.");
	else
		finding_says(finding, memory > 5 ? RATING_BAD : RATING_CAUTION,
			     "Time in the last 10 s in which some task had to "
			     "wait. Start when it is quiet; your own last "
			     "programs count too.");
}

/* The number before the slash counts this process too. */
static void load(struct facts *facts)
{
	struct finding *finding = facts_add(
		facts, "load", NULL, "How much is running cannot be seen.");
	double average, running, share, cpus = CPU_COUNT(&facts->cpus);
	char line[128];

	if (!sysfile_line(facts->root, line, sizeof line, "/proc/loadavg") ||
	    sscanf(line, "%lf %*f %*f %lf/", &average, &running) != 2)
		return;
	finding_value(finding, average, "%.2f in the last minute, %.0f running",
		      average, fmax(running - 1, 0));
	share = average / fmax(cpus, 1);
	if (share <= LOAD_FINE) {
		finding_says(finding, RATING_GOOD, "Nearly idle.");
		return;
	}
	finding_says(finding, RATING_CAUTION,
		     "Other programs compete for %.0f CPUs, unless this was "
		     "your own last bench: see \"busy now\".",
		     cpus);
	finding_fix(finding, WHO_IS_BUSY);
}

/* Counted since the group began: zero proves something, more is a warning. */
static void throttling(struct facts *facts)
{
	struct finding *finding =
		facts_add(facts, "throttled", "times",
			  "A quota could stop runs without a trace.");
	const double times = cgroup_throttled(facts->root);

	if (isnan(times))
		return;
	finding_value(finding, times, "%.0f times", times);
	if (times == 0)
		finding_says(finding, RATING_GOOD,
			     "This control group never reached a CPU quota.");
	else
		finding_says(finding, RATING_CAUTION,
			     "This control group has reached its CPU quota; "
			     "runs in which that happens are marked as noisy.");
}

void facts_load(struct facts *facts)
{
	facts->topic = "others";
	steal_since_boot(facts);
	pressure(facts);
	load(facts);
	throttling(facts);
}
