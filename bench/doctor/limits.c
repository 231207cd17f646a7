/*
 * limits.c - how many of anything there may be: what ends a large run
 * before the model does. The kernel's limits are read below facts->root.
 */
#include "bench/doctor/parts.h"

#include "harness/machine/cgroup.h"
#include "harness/machine/limits.h"
#include "base/sysfile.h"

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

/* A number of the kernel's that should not be small. */
struct floor {
	const char *name, *unit, *path;
	double good, bad;  /* at least; below */
	const char *means; /* what it limits */
	const char *mend;  /* for sysctl -w */
};

/* "Good" is what common distributions set, or what a run of 10,000 threads
 * needs. */
static const struct floor floors[] = {
	{"threads-max", "threads", "/proc/sys/kernel/threads-max", 32000, 2000,
	 "Threads of the whole machine.", "kernel.threads-max=200000"},
	{"pid_max", "ids", "/proc/sys/kernel/pid_max", 32768, 4096,
	 "Threads and processes of the whole machine, ended ones that nobody "
	 "waited for included.",
	 "kernel.pid_max=4194304"},
	{"max_map_count", "maps", "/proc/sys/vm/max_map_count", 65530, 8192,
	 "Two for the stack of each thread: a process holds half as many "
	 "threads.",
	 "vm.max_map_count=262144"},
	{"somaxconn", "connections", "/proc/sys/net/core/somaxconn", 1024, 64,
	 "Connections that may wait to be accepted; beyond it a crowd of "
	 "clients waits for retries.",
	 "net.core.somaxconn=4096"},
};

/* pid_max and its like hold for all users, root included. */
static void add_floor(struct facts *facts, const struct floor *floor)
{
	struct finding *finding = facts_add(facts, floor->name, floor->unit);
	const double value = sysfile_number(facts->root, "%s", floor->path);
	const enum rating rating = value >= floor->good  ? RATING_GOOD
				   : value >= floor->bad ? RATING_MIND
							 : RATING_BAD;

	if (!isfinite(value) || value < 0) {
		finding_says(finding, RATING_HIDDEN, "%s", floor->means);
		return;
	}
	finding_value(finding, value, "%.0f", value);
	finding_says(finding, rating, "%s", floor->means);
	if (rating != RATING_GOOD)
		finding_mend(finding, "sysctl -w %s", floor->mend);
}

/* Ports for the client's end of a connection over loopback. */
static void ports(struct facts *facts)
{
	struct finding *finding = facts_add(facts, "ports", "ports");
	double first, last, n;
	char line[64];

	if (!sysfile_line(facts->root, line, sizeof line,
			  "/proc/sys/net/ipv4/ip_local_port_range") ||
	    sscanf(line, "%lf %lf", &first, &last) != 2 || first < 0 ||
	    last < first) {
		finding_says(finding, RATING_HIDDEN,
			     "TCP connections to the peer at one time.");
		return;
	}
	n = last - first + 1;
	finding_value(finding, n, "%.0f", n);
	finding_says(finding,
		     n >= 20000  ? RATING_GOOD
		     : n >= 1000 ? RATING_MIND
				 : RATING_BAD,
		     "TCP connections to the peer at one time, those just "
		     "closed included; unix sockets need none.");
	if (n < 20000)
		finding_mend(finding, "sysctl -w net.ipv4.ip_local_port_range="
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

/* Raises a limit of the shell that the person types in. */
static void mend_limit(struct finding *finding, char letter, const char *name)
{
	char mend[LIMIT_TEXT];

	finding_mend(finding, "%s", limits_raise(letter, name, NAN, mend));
}

/* 32 are held back for the program, libev and the report. */
static void descriptors(struct facts *facts)
{
	struct finding *finding =
		facts_add(facts, "descriptors", "descriptors");
	const double most = hard_limit(RLIMIT_NOFILE);

	if (isnan(most))
		return;
	if (isinf(most))
		finding_value(finding, NAN, "no limit");
	else
		finding_value(finding, most, "%.0f a process", most);
	if (most >= 65536) {
		finding_says(finding, RATING_GOOD,
			     "One for each connection of a run in its "
			     "process.");
		return;
	}
	finding_says(finding, most >= 4096 ? RATING_MIND : RATING_BAD,
		     "One for each connection, two for each pair of pipes: "
		     "about %.0f connections in flight at most.",
		     fmax(most - 32, 0));
	mend_limit(finding, 'n', "nofile");
}

/* The least of the user's limit and the group's; root has no user's limit. */
static void processes(struct facts *facts)
{
	struct finding *finding = facts_add(facts, "processes", "processes");
	const double user =
		geteuid() == 0 ? INFINITY : hard_limit(RLIMIT_NPROC);
	const struct cgroup_limit group = cgroup_pids(facts->root);
	const double most = fmin(user, group.most);

	if (isnan(most))
		return;
	if (isinf(most))
		finding_value(finding, NAN, "no limit");
	else
		finding_value(finding, most, "%.0f", most);
	finding_says(finding,
		     most >= 16384  ? RATING_GOOD
		     : most >= 1024 ? RATING_MIND
				    : RATING_BAD,
		     "Threads and processes of %s; threads:match needs one "
		     "for each task in flight.",
		     group.most < user ? "this control group" : "this user");
	if (most >= 16384)
		return;
	if (group.most < user)
		finding_mend(finding, "echo max > %s", group.where);
	else
		mend_limit(finding, 'u', "nproc");
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
