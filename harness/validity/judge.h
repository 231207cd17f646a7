/*
 * judge.h - whether a finished run counts, and what it came up against.
 */
#ifndef HARNESS_VALIDITY_JUDGE_H
#define HARNESS_VALIDITY_JUDGE_H

#include "harness/machine/surroundings.h"
#include "harness/cell/cell.h"
#include "harness/run.h"
#include "harness/record/totals.h"

#include <jansson.h>

/* Marks the line as not valid where something went wrong or, if nothing did,
 * where a gate trips; adds steady, batch_means, little, bottleneck, noisy. */
void judge_run(json_t *line, const struct cell *cell, const struct run *run,
	       const struct totals *totals,
	       const struct surroundings *surroundings);

#endif
