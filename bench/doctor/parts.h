/*
 * parts.h - how the parts of facts.c are written: one function a topic,
 * each of which adds its findings. Those marked "reads" look at files under
 * facts->root only, so tests show them any machine.
 */
#ifndef BENCH_DOCTOR_PARTS_H
#define BENCH_DOCTOR_PARTS_H

#include "base/ticks.h"
#include "bench/doctor/facts.h"

/* Adds a finding of the present topic: not exposed until something is said.
 * Unit may be NULL. Never NULL: beyond FACTS_MOST the last one is overwritten.
 */
struct finding *facts_add(struct facts *facts, const char *name,
			  const char *unit);

/* Sets the value, in words and as a number (NAN if it is none). */
__attribute__((format(printf, 3, 4))) void finding_value(
	struct finding *finding, double number, const char *format, ...);

/* Sets the rating and the consequence. */
__attribute__((format(printf, 3, 4))) void finding_says(struct finding *finding,
							enum rating rating,
							const char *format,
							...);

/* Sets the command that mends it. */
__attribute__((format(printf, 2, 3))) void finding_mend(struct finding *finding,
							const char *format,
							...);

/* Reads: CPUs and quota, SMT, speeds, idle states, NUMA. */
void facts_cpus(struct facts *facts);

/* Reads: hypervisor, mitigations. */
void facts_kernel(struct facts *facts);

/* Reads: the clock source. */
void facts_clock_source(struct facts *facts);

/* Measures the clock: cost, resolution, order across CPUs. */
void facts_clock(struct facts *facts);

/* Measures for 0.2 s how late a sleeper is; timer slack. */
void facts_sleep(struct facts *facts);

/* Measures what it costs to wake a sleeper, on the same CPU and another. */
void facts_wake(struct facts *facts);

/* Reads: steal since boot, pressure, load, throttling. */
void facts_load(struct facts *facts);

/* Steal, and work of others, between two looks at the ticks. */
void facts_load_between(struct facts *facts, const struct ticks *from,
			const struct ticks *to);

/* Reads the kernel's limits; asks for this process's own. */
void facts_limits(struct facts *facts);

/* Reads: memory, overcommit, address layout, huge pages. */
void facts_memory(struct facts *facts);

/* Asks libev, gnuplot, hyperfine, the environment, the results folder. */
void facts_tools(struct facts *facts);

#endif
