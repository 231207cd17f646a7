/*
 * cgroup.h - what control groups allow this process, version 1 and 2.
 *
 * A limit holds for a group and all below it, so each is looked up from this
 * process's group up to the root and the least counts. Without a namespace of
 * its own a container sees the host's path, which is not mounted there: the
 * folders that are missing are skipped, and the mount's own root has the limit.
 */
#ifndef HARNESS_MACHINE_CGROUP_H
#define HARNESS_MACHINE_CGROUP_H

/* Room for the file that sets a limit. */
enum { CGROUP_WHERE = 512 };

/* A limit. */
struct cgroup_limit {
	double most;              /* INFINITY: none; NAN: no group is exposed */
	char where[CGROUP_WHERE]; /* the file that sets it, or "" */
	int version;              /* 1 or 2; 0 when none is exposed */
};

/* CPU time that this process and its group get, in CPUs: 1.5 is 150 ms of CPU
 * time every 100 ms. */
struct cgroup_limit cgroup_cpus(const char *root);

/* Threads and processes together. */
struct cgroup_limit cgroup_pids(const char *root);

/* Bytes of memory. */
struct cgroup_limit cgroup_memory(const char *root);

/* How often the group, or one above it, was stopped at its quota; NAN. */
double cgroup_throttled(const char *root);

#endif
