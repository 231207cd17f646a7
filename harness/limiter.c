/*
 * limiter.c - see limiter.h.
 */
#include "harness/limiter.h"

#include "harness/gates.h"

#include <stddef.h>

const char *limiter_name(const struct limits *limits)
{
	if (limits->open && limits->generator > LIMITER_BUSY)
		return "generator";
	if (limits->cpu > LIMITER_BUSY)
		return "cpu";
	if (limits->peer > GATE_PEER_SHARE)
		return "peer";
	if (limits->all > LIMITER_BUSY)
		return "cpu";
	if (limits->workers > LIMITER_BUSY && limits->queue > LIMITER_QUEUE)
		return "workers";
	return limits->open ? NULL : "waiting";
}
