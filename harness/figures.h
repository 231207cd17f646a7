/*
 * figures.h - what the gates look at, collected from a finished run.
 */
#ifndef HARNESS_FIGURES_H
#define HARNESS_FIGURES_H

#include "harness/around.h"
#include "harness/cell.h"
#include "harness/gates.h"
#include "harness/run.h"
#include "harness/totals.h"

/* Collects all of it; what cannot be known is NAN, or says so. */
void figures_look(struct gate_figures *to, const struct cell *cell,
		  const struct run *run, const struct totals *totals,
		  const struct around *around);

/* Some CPU time as a share of one CPU, between the gate and the end. */
double figures_share(const struct run *run, int64_t cpu_ns);

/* That share of the peer; NAN without one. */
double figures_peer(const struct run *run);

/* Requests a second that the peer could serve; NAN without one. */
double figures_peer_capacity(const struct run *run, const struct totals *totals,
			     const struct around *around);

/* Tasks that the load keeps in flight; an open load: may have in flight. */
double figures_in_flight(const struct run *run);

/* CPU time in ns of all workers. */
double figures_cpu(const struct totals *totals);

#endif
