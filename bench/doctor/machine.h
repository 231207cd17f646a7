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

/* The numbers of workers at which it is measured what the suite costs. */
enum { MACHINE_WORKERS = 3 };
extern const unsigned machine_workers[MACHINE_WORKERS];

/* What the suite costs per task, in ns, at each of them: empty tasks through the
 * queue of a pool of so many threads, one task in flight for each. With one it is
 * the median of three short runs, else one run and CPU time. Takes 1.2 s. NAN,
 * with a line in error, where it cannot be measured. */
void machine_harness_ns(const char *folder, double calibration,
			double ns[MACHINE_WORKERS], char error[CELL_ERROR]);

/* The CPU's name, as the kernel gives it. */
void machine_cpu(char *to, size_t size);

#endif
