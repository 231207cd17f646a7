/*
 * machine.h - the machine that a bench runs on, as machine.json tells it: what
 * it is, what it allows, what the suite itself costs here.
 */
#ifndef BENCH_DOCTOR_MACHINE_H
#define BENCH_DOCTOR_MACHINE_H

#include "harness/cell/cell.h"

#include <jansson.h>

/* Everything that can be found without measuring a run, in about half a second:
 * what a bench needs, and under "doctor" what avt doctor says. The folder is
 * where results go. What the machine does not expose is null. */
json_t *machine_describe(const char *suite, const char *folder,
			 double calibration);

/* What the suite costs per task, in ns: empty tasks one after the other through
 * the queue of threads:1, the median of three short runs. NAN, with a line in
 * error, if it cannot be measured. */
double machine_harness_ns(const char *folder, double calibration,
			  char error[CELL_ERROR]);

/* The CPU's name, as the kernel gives it. */
void machine_cpu(char *to, size_t size);

#endif
