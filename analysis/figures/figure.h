/*
 * figure.h - one picture: its cells, and where each of them stands.
 *
 * A cell's place on an axis is a number where the axis has numbers, else the
 * index of its word in the suite's order.
 */
#ifndef ANALYSIS_FIGURES_FIGURE_H
#define ANALYSIS_FIGURES_FIGURE_H

#include "analysis/analysis.h"
#include "analysis/figures/scale.h"

enum {
	FIGURE_NAME = 96,
	FIGURE_TEXT = 224,
	MOST_VALUES = 64, /* columns or rows of a map or a table */
};

/* One picture. Its cells share the workload and all parameters but those of the
 * two axes. */
struct figure {
	const struct figure_kind *kind; /* see kind.h */
	const struct analysis *analysis;
	const struct experiment *experiment;
	char name[FIGURE_NAME]; /* of its files, without an ending */
	char title[FIGURE_TEXT], subtitle[FIGURE_TEXT];
	const struct axis *x, *y; /* NULL: concurrency, or no second axis */
	size_t n_cells;
	const struct summary **cells;
};

/* The axis of an experiment with that name, or NULL. */
const struct axis *figure_axis(const struct experiment *experiment,
			       const char *name);

/* The first axis of an experiment that is a parameter, or NULL. */
const struct axis *figure_param_axis(const struct experiment *experiment);

/* A cell's place on an axis. NULL stands for concurrency. */
double figure_at(const struct summary *cell, const struct axis *axis);

/* The text of a cell's value on an axis: "1 k", "5 ms". Returns to. */
char *figure_value(const struct summary *cell, const struct axis *axis,
		   char to[FORMAT_TEXT]);

/* What an axis is called: "tasks in flight", "offered load (tasks/s)". */
const char *figure_axis_name(const struct axis *axis);

/* Whether two cells share the workload and every parameter but those of x and
 * y; concurrency counts too unless it is one of them. */
bool figure_same_panel(const struct summary *a, const struct summary *b,
		       const struct axis *x, const struct axis *y);

/* The different values that cells have on an axis, in order. */
struct values {
	const struct axis *axis;
	size_t n;
	double at[MOST_VALUES];
	char text[MOST_VALUES][FORMAT_TEXT];
};

/* Adds a cell's value, once; beyond MOST_VALUES none is added. */
void figure_add_value(struct values *values, const struct summary *cell);

/* Whether there is an axis of numbers to draw a curve along; without, there is
 * one point, or there are points named by words. */
bool figure_has_curve(const struct figure *figure);

/* Tasks per second, for an axis that says so: "1.2 k". Returns to. */
char *figure_rate(double rate, char *to);

#endif
