/*
 * registry.h - the workloads and runners this program was built with, by file
 * name, and those that it had to do without.
 *
 * A file of workloads/ or runners/ is all that it takes: the Makefile lists the
 * folders, and tools/registry.sh writes the tables below into
 * build/registry.c. A file whose library is not installed (tools/libraries) is
 * left out, and so is known here by name only.
 */
#ifndef HARNESS_CELL_REGISTRY_H
#define HARNESS_CELL_REGISTRY_H

#include "harness/contract/runner.h"
#include "harness/contract/workload.h"

/* A file of workloads/, named as the file. */
struct named_workload {
	const char *name;
	const struct workload *workload;
};

/* A file of runners/, named as the file. */
struct named_runner {
	const char *name;
	const struct runner *runner;
};

/* A file that was left out for want of a library; one row for each that is
 * missing. */
struct left_out {
	const char *folder, *name; /* "workloads", "compress" */
	const char *library;       /* its pkg-config module: "zlib" */
	const char *package;       /* of Debian: "zlib1g-dev" */
};

/* Sorted by name; each table ends with a row whose name is NULL. */
extern const struct named_workload registry_workloads[];
extern const struct named_runner registry_runners[];
extern const struct left_out registry_left_out[];

/* Words by enum runner_kind: "loop", "pool". */
extern const char *const registry_kinds[];

/* The workload of that name, or NULL. */
const struct workload *registry_workload(const char *name);

/* The runner of that name, or NULL. */
const struct runner *registry_runner(const char *name);

/* Why there is no such file of a folder: its row, or NULL if there is one, or
 * never was. */
const struct left_out *registry_missing(const char *folder, const char *name);

#endif
