/*
 * holds_if.h - takes holds_if of an experiment apart: what decides its claim.
 *
 *	holds_if = async worse than threads:cores at concurrency=32
 *
 * that is, A better|no_worse|worse than B, and where: `at NAME=VALUE`, more of
 * them after `and`; without, everywhere in the experiment. This is the only
 * reader of that grammar: the analysis gets the parts (suite.json).
 */
#ifndef BENCH_SUITE_HOLDS_IF_H
#define BENCH_SUITE_HOLDS_IF_H

#include "bench/suite/inifile.h"
#include "bench/suite/section.h"

/* Takes the text of holds_if apart and holds it to the grid, which must have
 * been read: both contestants, each name and each value must be on it. False
 * with a complaint. */
bool holds_if_read(const struct complaint *complaint, struct section *section);

#endif
