/*
 * registry.c - looks names up in the tables that the Makefile makes.
 */
#include "harness/cell/registry.h"

#include <string.h>

const char *const registry_kinds[] = {[LOOP] = "loop", [POOL] = "pool"};

const struct workload *registry_workload(const char *name)
{
	for (const struct named_workload *w = registry_workloads; w->name; w++)
		if (strcmp(w->name, name) == 0)
			return w->workload;
	return NULL;
}

const struct runner *registry_runner(const char *name)
{
	for (const struct named_runner *r = registry_runners; r->name; r++)
		if (strcmp(r->name, name) == 0)
			return r->runner;
	return NULL;
}

const struct left_out *registry_missing(const char *folder, const char *name)
{
	for (const struct left_out *l = registry_left_out; l->name; l++)
		if (!strcmp(l->folder, folder) && !strcmp(l->name, name))
			return l;
	return NULL;
}
