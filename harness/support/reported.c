/*
 * reported.c - see reported.h. A run is a process, and teardown is called once,
 * by one thread: plain static variables hold it.
 */
#include "harness/support/reported.h"

#include "harness/contract/workload.h"

#include <stdarg.h>
#include <stdio.h>

static struct reported figures[REPORTED_MOST + 1];
static char reason[REPORTED_REASON];

void report_figure(const char *name, double value)
{
	for (int i = 0; i < REPORTED_MOST; i++)
		if (!figures[i].name) {
			figures[i] = (struct reported){name, value};
			return;
		}
}

int unsound(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof reason, format, arguments);
	va_end(arguments);
	return -1;
}

const struct reported *reported_figures(void)
{
	return figures;
}

const char *reported_reason(void)
{
	return reason;
}
