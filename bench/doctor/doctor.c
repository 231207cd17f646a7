/*
 * doctor.c - asks every topic, in the order in which a person reads them.
 */
#include "bench/doctor/doctor.h"

#include "bench/doctor/topics.h"

#include <stdlib.h>

void doctor_gather(struct facts *facts)
{
	struct ticks before, after;

	facts_cpus(facts);
	facts_kernel(facts);
	facts_clock_source(facts);
	facts_clock(facts);
	/* The ticks are read around the timers: the only time in which this
	 * process leaves the CPUs to others. */
	ticks_read(facts->root, &before);
	facts_timers(facts);
	ticks_read(facts->root, &after);
	facts_wake(facts);
	facts_load_between(facts, &before, &after);
	facts_load(facts);
	facts_limits(facts);
	facts_memory(facts);
	facts_tools(facts);
}

json_t *doctor_to_json(const char *folder)
{
	struct facts *facts = malloc(sizeof *facts);
	json_t *json;

	if (!facts)
		return json_null();
	facts_init(facts);
	if (folder)
		facts->folder = folder;
	doctor_gather(facts);
	json = facts_to_json(facts);
	free(facts);
	return json;
}
