/*
 * limits.c - how many of anything there may be: what ends a large run before
 * the contestant does. The kernel's limits are read below facts->root.
 */
#include "bench/doctor/topics.h"

#include "base/sysfile.h"
#include "harness/machine/cgroup.h"
#include "harness/machine/limits.h"

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

/* A number of the kernel's that should not be small. "Good" is what common
 * distributions set, or what a run of 10,000 threads needs. */
static const struct floor {
	const char *name, *unit, *path;
	double good, bad;  /* at least; below */
	const char *means; /* what it limits */
	const char *fix;   /* for sysctl -w */
} floors[] = {
	{"threads-max", "threads", "/proc/sys/kernel/threads-max", 32000, 2000,
	 "Threads on the whole machine.", "kernel.threads-max=200000"},
	{"pid_max", "ids", "/proc/sys/kernel/pid_max", 32768, 4096,
	 "Threads and processes on the whole machine, zombies included.",
	 "kernel.pid_max=4194304"},
	{"max_map_count", "maps", "/proc/sys/vm/max_map_count", 65530, 8192,
	 "Each thread's stack takes two: a process can have half as many "
	 "threads.",
	 "vm.max_map_count=262144"},
	{"somaxconn", "connections", "/proc/sys/net/core/somaxconn", 1024, 64,
	 "Connections that may queue to be accepted; beyond it clients wait "
	 "for retries.",
	 "net.core.somaxconn=4096"},
};

/* pid_max and its like hold for all users, root included. */
static void add_floor(struct facts *facts, const struct floor *floor)
{
	struct finding *finding =
		facts_add(facts, floor->name, floor->unit, floor->means);
	const double value = sysfile_number(facts->root, "%s", floor->path);
	const enum rating rating = facts_rate(value, floor->good, floor->bad);

	if (!isfinite(value) || value < 0)
		return;
	finding_value(finding, value, "%.0f", value);
	finding_says(finding, rating, "%s", floor->means);
	if (rating != RATING_GOOD)
		finding_fix(finding, "sysctl -w %s", floor->fix);
}

/* Ports for the client's end of a connection over loopback. */
static void ports(struct facts *facts)
{
	struct finding *finding =
		facts_add(facts, "ports", "ports",
			  "TCP connections to the peer at a time.");
	double first, last, n;
	char line[64];

	if (!sysfile_line(facts->root, line, sizeof line,
			  "/proc/sys/net/ipv4/ip_local_port_range") ||
	    sscanf(line, "%lf %lf", &first, &last) != 2 || first < 0 ||
	    last < first)
		return;
	n = last - first + 1;
	finding_value(finding, n, "%.0f", n);
	finding_says(finding, facts_rate(n, 20000, 1000),
		     "TCP connections to the peer at a time, including those "
		     "just closed; unix sockets need none.");
	if (n < 20000)
		finding_fix(finding, "sysctl -w net.ipv4.ip_local_port_range="
				     "\"1024 65535\"");
}

/* A hard limit, since each run raises its own to that; NAN. */
static double hard_limit(__rlimit_resource_t which)
{
	struct rlimit limit;

	if (getrlimit(which, &limit) < 0)
		return NAN;
	return limit.rlim_max == RLIM_INFINITY ? INFINITY
					       : (double)limit.rlim_max;
}

/* "no limit" is words only. */
static void set_most(struct finding *finding, double most, const char *of_what)
{
	char text[FACTS_VALUE];

	snprintf(text, sizeof text, "%.0f%s", most, of_what);
	if (isinf(most))
		finding_value(finding, NAN, "no limit");
	else
		finding_value(finding, most, "%s", text);
}

/* Raises a limit of the shell that the person types in. */
static void fix_limit(struct finding *finding, char letter, const char *name)
{
	char fix[LIMIT_TEXT];

	finding_fix(finding, "%s", limits_raise(letter, name, NAN, fix));
}

/* 32 are held back for the program, libev and the report. */
static void descriptors(struct facts *facts)
{
	struct finding *finding =
		facts_add(facts, "descriptors", "descriptors",
			  "Connections of a run may be limited.");
	const double most = hard_limit(RLIMIT_NOFILE);

	if (isnan(most))
		return;
	set_most(finding, most, " per process");
	if (most >= 65536) {
		finding_says(finding, RATING_GOOD,
			     "A run needs one for each connection.");
		return;
	}
	finding_says(finding, facts_rate(most, INFINITY, 4096),
		     "One for each connection, two for each pair of pipes: "
		     "about %.0f connections in flight at most.",
		     fmax(most - 32, 0));
	fix_limit(finding, 'n', "nofile");
}

/* The least of the user's limit and the group's; root has no user's limit. */
static void processes(struct facts *facts)
{
	struct finding *finding =
		facts_add(facts, "processes", "processes",
			  "Threads and processes of a run may be limited.");
	const double user =
		geteuid() == 0 ? INFINITY : hard_limit(RLIMIT_NPROC);
	const struct cgroup_limit group = cgroup_pids(facts->root);
	const double most = fmin(user, group.most);

	if (isnan(most))
		return;
	set_most(finding, most, "");
	finding_says(finding, facts_rate(most, 16384, 1024),
		     "Threads and processes of %s; threads:match needs one "
		     "for each task in flight.",
		     group.most < user ? "this control group" : "this user");
	if (most >= 16384)
		return;
	if (group.most < user)
		finding_fix(finding, "echo max > %s", group.where);
	else
		fix_limit(finding, 'u', "nproc");
}

void facts_limits(struct facts *facts)
{
	facts->topic = "limits";
	descriptors(facts);
	processes(facts);
	for (size_t i = 0; i < sizeof floors / sizeof *floors; i++)
		add_floor(facts, &floors[i]);
	ports(facts);
}
