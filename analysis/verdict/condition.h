/*
 * condition.h - what decides a claim, as a person reads it.
 *
 *	async not slower than threads:match with 1000 in flight
 */
#ifndef ANALYSIS_VERDICT_CONDITION_H
#define ANALYSIS_VERDICT_CONDITION_H

#include "analysis/analysis.h"

/* The condition of a test, behind "Test:". Returns to. */
char *condition_words(const struct claim_test *test, char *to, size_t size);

#endif
