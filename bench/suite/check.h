/*
 * check.h - whether the keys of an experiment fit each other: it has a grid that
 * is not too large, a load that its figure can show, a fault that can happen,
 * and a condition on points that are measured.
 */
#ifndef BENCH_SUITE_CHECK_H
#define BENCH_SUITE_CHECK_H

#include "bench/suite/inifile.h"
#include "bench/suite/section.h"

/* Checks an experiment after its entries have been read, and fills in what
 * follows from others. `read` is the file's own section, for line numbers.
 * False with a complaint. */
bool check_section(const struct complaint *complaint,
		   const struct inifile_section *read, struct section *section);

#endif
