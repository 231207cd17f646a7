/*
 * bottleneck.c - see bottleneck.h.
 */
#include "harness/validity/bottleneck.h"

#include <stddef.h>

const char *bottleneck_name(const struct bottleneck *seen)
{
	if (seen->open && seen->generator >= BOTTLENECK_BUSY)
		return "generator";
	if (seen->cpu >= BOTTLENECK_BUSY)
		return "cpu";
	if (seen->peer > BOTTLENECK_PEER)
		return "peer";
	if (seen->all >= BOTTLENECK_BUSY)
		return "cpu";
	if (seen->workers >= BOTTLENECK_BUSY && seen->queue > BOTTLENECK_QUEUE)
		return "workers";
	if (seen->open)
		return NULL;
	return seen->service <= BOTTLENECK_WAITING ? "waiting" : "unknown";
}
