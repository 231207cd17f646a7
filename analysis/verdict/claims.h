/*
 * claims.h - what is commonly said of async, and whether it holds here.
 *
 * An experiment may carry a sentence and the condition that decides it (claim
 * and holds_if of the suite). Those that carry the same sentence test it
 * together.
 */
#ifndef ANALYSIS_VERDICT_CLAIMS_H
#define ANALYSIS_VERDICT_CLAIMS_H

#include "analysis/analysis.h"
#include "analysis/read/design.h"

/* Fills analysis.claims from the suite and the verdicts. A condition that is
 * not understood costs a line on stderr and leaves the claim undecided. */
void claims_make(struct analysis *analysis, const struct design *design);

#endif
