/*
 * axes.h - what varies in an experiment's grid.
 */
#ifndef ANALYSIS_VERDICT_AXES_H
#define ANALYSIS_VERDICT_AXES_H

#include "analysis/analysis.h"
#include "analysis/read/arena.h"
#include "analysis/read/design.h"

/* Fills the axes and the contestants of an experiment whose cells stand in
 * order. An axis is concurrency or a parameter that has several values within
 * one workload: that two workloads differ in a default makes no axis. */
void axes_find(struct arena *arena, struct experiment *experiment,
	       const struct design_experiment *designed);

#endif
