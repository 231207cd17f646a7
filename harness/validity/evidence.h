/*
 * evidence.h - what the checks look at, collected from a finished run.
 */
#ifndef HARNESS_VALIDITY_EVIDENCE_H
#define HARNESS_VALIDITY_EVIDENCE_H

#include "harness/machine/surroundings.h"
#include "harness/cell/cell.h"
#include "harness/validity/checks.h"
#include "harness/run.h"
#include "harness/record/totals.h"

/* Collects all of it; what cannot be known is NAN, or says so. */
void evidence_collect(struct evidence *to, const struct cell *cell,
		      const struct run *run, const struct totals *totals,
		      const struct surroundings *surroundings);

/* Some CPU time as a share of one CPU, between the gate and the end. */
double figures_share(const struct run *run, int64_t cpu_ns);

/* That share of the peer; NAN without one. */
double figures_peer(const struct run *run);

/* Requests a second that the peer could serve; NAN without one. */
double figures_peer_capacity(const struct run *run, const struct totals *totals,
			     const struct surroundings *surroundings);

/* Tasks that the load keeps in flight; an open load: may have in flight. */
double figures_in_flight(const struct run *run);

/* CPU time in ns of all workers. */
double figures_cpu(const struct totals *totals);

#endif
