/*
 * lines.c - waits in one line or in many; see models.h.
 */
#include "analysis/models/models.h"

/* The share that waits, from Erlang's B by its recurrence: stable for any
 * number of servers. */
static double erlang_c(unsigned servers, double rho)
{
	double offered = servers * rho, blocked = 1;

	for (unsigned k = 1; k <= servers; k++)
		blocked = offered * blocked / (k + offered * blocked);
	return blocked / (1 - rho * (1 - blocked));
}

double model_line(unsigned servers, double rho, double cv2)
{
	double exponential = erlang_c(servers, rho) / (servers * (1 - rho));

	return exponential * (1 + cv2) / 2;
}

double model_lines(double rho, double cv2)
{
	return rho / (1 - rho) * (1 + cv2) / 2;
}
