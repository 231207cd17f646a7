/*
 * surroundings.c - see surroundings.h.
 *
 * What takes time here is time that every run of a bench costs more, so the
 * hiccup meter of a small machine looks for a twentieth of the run, 3 to 20 ms.
 */
#include "harness/machine/surroundings.h"

#include "harness/record/clock.h"
#include "harness/machine/hiccup.h"
#include "harness/peer/peer.h"
#include "harness/machine/speed.h"

#include <string.h>

enum { READS = 100, SERIES = 5 };

#define WATCH_LEAST (3 * MS)
#define WATCH_MOST  (20 * MS)

/* The cheapest of some series of reads: what the clock costs, not what
 * interrupted it. */
static double clock_cost(void)
{
	int64_t least = INT64_MAX;

	for (int i = 0; i < SERIES; i++) {
		int64_t from = clock_now(), last = from;

		for (int k = 0; k < READS; k++)
			last = clock_now();
		if (last - from < least)
			least = last - from;
	}
	return (double)least / READS;
}

static int64_t watch_length(const struct run *run)
{
	int64_t part = run->duration_ns / 20;

	if (part < WATCH_LEAST)
		return WATCH_LEAST;
	return part < WATCH_MOST ? part : WATCH_MOST;
}

void surroundings_before(struct surroundings *surroundings,
			 const struct cell *cell, const struct run *run,
			 const char *peer_cpus)
{
	hist_reset(&surroundings->hiccups);
	surroundings->peer_shares =
		!*peer_cpus || strcmp(peer_cpus, cell->cpus) == 0;
	surroundings->clock_read_ns = clock_cost();
	if (!hiccup_beside())
		hiccup_watch(&surroundings->hiccups, watch_length(run));
	else
		hiccup_start(peer_cpus); /* without it there are no hiccups */
	surroundings->speed_before_ns = speed_index();
	probe_noise(&surroundings->before);
}

void surroundings_after(struct surroundings *surroundings,
			const struct run *run)
{
	probe_noise(&surroundings->after);
	surroundings->speed_after_ns = speed_index();
	hiccup_stop(&surroundings->hiccups);
	if (!hiccup_beside())
		hiccup_watch(&surroundings->hiccups, watch_length(run));
	surroundings->peer_cpu_ns = run->peer > 0 ? peer_cpu_ns() : -1;
}
