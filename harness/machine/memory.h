/*
 * memory.h - how much memory a process uses, and used at most.
 *
 * The mapping that all processes of a run share holds its recorders, which are
 * ours and not the contestant's; so shared memory counts in neither figure.
 */
#ifndef HARNESS_MACHINE_MEMORY_H
#define HARNESS_MACHINE_MEMORY_H

#include <stdint.h>
#include <sys/types.h>

/* Memory of one process, or of several added up, in bytes. */
struct memory {
	int64_t anon; /* private memory now */
	int64_t peak; /* its proportional share of pages now, and by how much
			 its resident pages were once more than now */
};

/* Adds a process's memory to *memory: 0, or -1 if the kernel does not say.
 * Walks the process's pages, so not while time counts. */
int memory_read(pid_t pid, struct memory *memory);

#endif
