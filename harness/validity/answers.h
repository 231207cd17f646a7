/*
 * answers.h - whether a run's answers are right: a few of them are worked out
 * again by the reference, the runner that offers `recompute` (serial).
 *
 * Every run is checked, by duration too, where no two contestants have done the
 * same tasks and their digests cannot be compared.
 */
#ifndef HARNESS_VALIDITY_ANSWERS_H
#define HARNESS_VALIDITY_ANSWERS_H

#include "harness/run.h"

/* Checks a finished run while its peer still serves; takes about 20 ms at most,
 * or as long as one task. Puts what is wrong into run->wrong. A run that ended
 * otherwise than it should is not checked: it does not count anyway. */
void answers_check(struct run *run);

#endif
