/*
 * claims.h - what is commonly said of async, and whether it holds here.
 *
 * A section of the suite may carry a sentence and the verdict that decides it:
 *
 *	claim    = A loop does not use more cores.
 *	holds_if = async worse than threads:cores at concurrency=32
 *
 * that is, A better|no_worse|worse than B, and where: `at NAME=VALUE`, more of
 * them after `and`; without, everywhere in the experiment. Sections that carry
 * the same sentence test it together.
 */
#ifndef ANALYSIS_VERDICT_CLAIMS_H
#define ANALYSIS_VERDICT_CLAIMS_H

#include "analysis/analysis.h"
#include "analysis/read/outline.h"

/* Fills analysis.claims from the suite and the verdicts. A condition that is
 * not understood costs a line on stderr and leaves the claim undecided. */
void claims_make(struct analysis *analysis, const struct outline *outline);

#endif
