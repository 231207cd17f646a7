/*
 * grid.h - whether the lists of an experiment make a grid: known workloads and
 * contestants, numbers within limits, parameters that some workload has, no
 * value twice, not too many cells.
 */
#ifndef BENCH_SUITE_GRID_H
#define BENCH_SUITE_GRID_H

#include "bench/suite/keys.h"

/* Checks an experiment after its entries have been read. `read` is the file's
 * own section, for line numbers. False with a complaint. */
bool grid_check(const struct keys *keys, const struct inifile_section *read,
		struct section *section);

#endif
