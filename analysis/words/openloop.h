/*
 * openloop.h - how much each contestant takes when tasks arrive from outside:
 * where it stops keeping up, and up to which rate it meets the suite's SLO.
 */
#ifndef ANALYSIS_WORDS_OPENLOOP_H
#define ANALYSIS_WORDS_OPENLOOP_H

#include "analysis/analysis.h"
#include "analysis/words/statement.h"

/* Adds a sentence per contestant on where it stops keeping up, among the cells
 * that share a panel with one. */
void openloop_overload(const struct experiment *of, const struct summary *with,
		       const char *where, struct statements *to);

/* Adds one sentence on the highest offered rate whose runs are valid and meet
 * the SLO, contestant by contestant: "p99 ≤ 10 ms: async up to 14.5 k tasks/s".
 * Nothing where the suite has no SLO. */
void openloop_slo(const struct experiment *of, const struct summary *with,
		  const char *where, struct statements *to);

#endif
