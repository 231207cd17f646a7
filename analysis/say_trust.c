/*
 * say_trust.c - what a reader must know to weigh a number: what limits a cell,
 * and how small a difference the bench could see.
 */
#include "analysis/say.h"

#include <math.h>
#include <string.h>

char *say_limiter(const struct summary *cell, char to[64])
{
	static const char *const words[][2] = {
		{"cpu", "limited by the CPU"},
		{"waiting", "limited by the tasks' own waiting"},
		{"generator", "limited by the load generator"},
		{"peer", "limited by the peer"},
		{"descriptors", "limited by descriptors"},
	};

	*to = '\0';
	if (!cell->limiter)
		return to;
	if (!strcmp(cell->limiter, "workers"))
		snprintf(to, 64, "limited by its pool of %u", cell->workers);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(cell->limiter, words[i][0]))
			snprintf(to, 64, "%s", words[i][1]);
	return to;
}

char *say_self(const struct analysis *analysis, char *to, size_t size)
{
	const struct verdict *self = analysis_self(analysis);
	double seen = analysis_detectable(analysis);

	*to = '\0';
	if (self)
		snprintf(to, size,
			 "One contestant against itself: %.2f× (95\u00a0%%: "
			 "%.2f–%.2f); differences below about %.2f× cannot be "
			 "seen here.",
			 self->ratio, self->low, self->high,
			 ceil(seen * 100 - 1e-9) / 100);
	return to;
}
