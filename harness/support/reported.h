/*
 * reported.h - what a workload's teardown says of the run: named figures, and
 * why it does not count. report_figure() and unsound() are in workload.h.
 */
#ifndef HARNESS_SUPPORT_REPORTED_H
#define HARNESS_SUPPORT_REPORTED_H

enum { REPORTED_MOST = 8, REPORTED_REASON = 200 };

/* A figure of the workload's own. */
struct reported {
	const char *name;
	double value;
};

/* The figures in the order in which they were reported, ending with one that
 * has no name. */
const struct reported *reported_figures(void);

/* Why the run does not count; "" if nothing was said against it. */
const char *reported_reason(void);

#endif
