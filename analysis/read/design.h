/*
 * design.h - the design of the bench, suite.json of a results folder: titles,
 * questions, figures, what decides a claim, and the order in which the suite
 * wrote things.
 *
 * The bench has read and checked the suite; this takes what it wrote down. What
 * is missing has a default, and what nobody asks for is ignored.
 */
#ifndef ANALYSIS_READ_DESIGN_H
#define ANALYSIS_READ_DESIGN_H

#include "analysis/analysis.h"
#include "analysis/read/names.h"

/* What varies, with its values as the suite has them: the workload, a parameter,
 * "concurrency", "rate", "load", and "contestants" too. */
struct design_axis {
	const char *name;
	size_t n;
	const char **texts;
};

/* An experiment; a text that the suite does not have is NULL. */
struct design_experiment {
	const char *name, *title, *question, *figure, *metric, *claim;
	const char *slo_metric; /* what the SLO is about ... */
	double slo_ns;          /* ... and its target; NAN: there is none */
	const struct condition *holds_if; /* NULL: none */
	size_t n_axes;
	struct design_axis *axes;
};

/* Experiments in the order of the suite. */
struct design {
	const char *title;
	size_t n_experiments;
	struct design_experiment *experiments;
};

/* Reads FOLDER/suite.json. A file that cannot be read costs a line on stderr,
 * and the design is empty. */
void design_read(const char *folder, struct words *words,
		 struct design *design);

/* The experiment of a name, or NULL. */
const struct design_experiment *design_experiment(const struct design *design,
						  const char *name);

/* Where a text stands among the values of an axis, from 0; SIZE_MAX: nowhere,
 * as in an experiment that is NULL. */
size_t design_rank(const struct design_experiment *experiment, const char *axis,
		   const char *text);

#endif
