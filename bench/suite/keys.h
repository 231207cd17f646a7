/*
 * keys.h - the keys of a suite: which there are, where each may stand, and how
 * its value is read. Whether the values fit each other is for check.h.
 */
#ifndef BENCH_SUITE_KEYS_H
#define BENCH_SUITE_KEYS_H

#include "bench/suite/inifile.h"
#include "bench/suite/section.h"

/* What reading a suite needs to know. */
struct keys {
	struct complaint complaint;
	const char *const *metrics; /* words for metric, ended by NULL */
};

/* Reads [suite]: defaults for all experiments. False with a complaint. */
bool keys_read_defaults(const struct keys *keys,
			const struct inifile_section *from, struct section *to);

/* Reads an experiment over the defaults that are in `to` already. Every name
 * that is no key must be a parameter of one of its workloads, wherever in the
 * section these stand. False with a complaint. */
bool keys_read(const struct keys *keys, const struct inifile_section *from,
	       struct section *to);

#endif
