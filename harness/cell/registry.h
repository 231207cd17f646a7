/*
 * registry.h - the workloads and runners this program was built with, by file
 * name. The tables are made by the Makefile: build/registry.c.
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

/* Sorted by name; each table ends with a row whose name is NULL. */
extern const struct named_workload registry_workloads[];
extern const struct named_runner registry_runners[];

/* The workload of that name, or NULL. */
const struct workload *registry_workload(const char *name);

/* The runner of that name, or NULL. */
const struct runner *registry_runner(const char *name);

#endif
