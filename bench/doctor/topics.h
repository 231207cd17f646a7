/*
 * topics.h - the parts of the doctor: one function a topic, each of which adds
 * its findings. Those marked "reads" look at files under facts->root only, so
 * tests show them any machine.
 */
#ifndef BENCH_DOCTOR_TOPICS_H
#define BENCH_DOCTOR_TOPICS_H

#include "base/ticks.h"
#include "bench/doctor/facts.h"

/* Reads: CPUs and quota, SMT, speeds, NUMA. */
void facts_cpus(struct facts *facts);

/* Reads: hypervisor, mitigations. */
void facts_kernel(struct facts *facts);

/* Reads: the clock source. */
void facts_clock_source(struct facts *facts);

/* Measures the clock: cost, resolution, order across CPUs. */
void facts_clock(struct facts *facts);

/* Measures for 0.2 s how late timers wake a thread; timer slack. */
void facts_timers(struct facts *facts);

/* Measures what waking a thread costs, on the same CPU and on another. */
void facts_wake(struct facts *facts);

/* Reads: steal since boot, pressure, load, throttling. */
void facts_load(struct facts *facts);

/* Steal, and the work of other programs, between two looks at the ticks. */
void facts_load_between(struct facts *facts, const struct ticks *from,
			const struct ticks *to);

/* Reads the kernel's limits; asks for this process's own. */
void facts_limits(struct facts *facts);

/* Reads: memory, overcommit, address layout, huge pages. */
void facts_memory(struct facts *facts);

/* Asks libev, gnuplot, hyperfine, the environment, the results folder. */
void facts_tools(struct facts *facts);

#endif
