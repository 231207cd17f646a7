/*
 * judge.h - whether a finished run counts, what it came up against, and what
 * disturbed it.
 */
#ifndef HARNESS_VALIDITY_JUDGE_H
#define HARNESS_VALIDITY_JUDGE_H

#include "harness/validity/evidence.h"

#include <jansson.h>

/* Marks the line as not valid where something went wrong or, if nothing did,
 * where a check fails; adds steady, little, ceiling, bottleneck and noisy. */
void judge_run(json_t *line, const struct evidence *seen);

#endif
