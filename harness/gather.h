/*
 * gather.h - what was seen of a finished run, as the numbers that judge it.
 *
 * Fifth in the life of a run: the supervisor, the recorders and the machine
 * have all had their say, and harness/validity/ looks at nothing but this.
 */
#ifndef HARNESS_GATHER_H
#define HARNESS_GATHER_H

#include "harness/cell/cell.h"
#include "harness/machine/noise.h"
#include "harness/record/totals.h"
#include "harness/run.h"
#include "harness/validity/evidence.h"

/* Gathers all of it; what cannot be known is NAN, or says so. */
void gather_evidence(struct evidence *to, const struct cell *cell,
		     const struct run *run, const struct totals *totals,
		     const struct noise *noise);

#endif
