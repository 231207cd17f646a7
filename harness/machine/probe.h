/*
 * probe.h - what the kernel says of memory and of noise. Nothing here is
 * required: what a machine does not expose is -1 or NAN, never zero.
 */
#ifndef HARNESS_MACHINE_PROBE_H
#define HARNESS_MACHINE_PROBE_H

#include <stdint.h>
#include <sys/types.h>

/* Memory of one process in bytes, from smaps_rollup: its proportional share. */
struct memory {
	int64_t pss;  /* all of it */
	int64_t anon; /* private memory, without mappings shared on purpose */
};

/* Counters of noise since boot. */
struct noise {
	double total_ticks, steal_ticks; /* all CPUs, /proc/stat */
	double busy_ticks; /* of these, in which some program or the kernel ran
			    */
	int64_t own_ns;    /* CPU time of this process and its ended children */
	double pressure_us; /* some task waited for a CPU; NAN: not exposed */
	double throttled;   /* times this cgroup was stopped; NAN */
	int64_t at_ns;
};

/* Adds a process's memory to *memory: 0, or -1 if it cannot be read. Reads
 * without holding the process up for long, but not while time counts. */
int probe_memory(pid_t pid, struct memory *memory);

/* Reads the counters as they are now. */
void probe_noise(struct noise *noise);

#endif
