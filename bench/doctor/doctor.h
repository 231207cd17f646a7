/*
 * doctor.h - what this machine will and will not let you measure, and why.
 *
 * Looking takes about half a second, needs no rights and changes nothing.
 */
#ifndef BENCH_DOCTOR_DOCTOR_H
#define BENCH_DOCTOR_DOCTOR_H

#include "bench/doctor/facts.h"

/* Looks at everything: reads, asks, and measures for about 0.4 s in threads of
 * its own, so that the caller's CPUs and timers stay as they are. */
void doctor_gather(struct facts *facts);

/* All of that as JSON. The folder is where results go; NULL: where they would
 * go. The caller's reference. */
json_t *doctor_to_json(const char *folder);

#endif
