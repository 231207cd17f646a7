/*
 * capacity_file.c - keeps capacities under the ids of their closed cells.
 *
 * capacity.json is what makes --resume ask the same question as before. A list
 * is searched from start to end: there is one entry a contestant and point,
 * hundreds at most.
 */
#include "bench/session/capacity_file.h"

#include "base/sorted.h"
#include "bench/session/folder.h"
#include "harness/contract/workload.h"

#include <stdlib.h>
#include <string.h>

/* Processes, set-up and end of one run. */
#define OVERHEAD_NS (45 * MS)

struct capacity *capacities_find(const struct capacities *all,
				 const struct cell *closed)
{
	char id[CELL_ID];

	cell_id(closed, id);
	for (unsigned i = 0; i < all->n; i++)
		if (strcmp(all->each[i].id, id) == 0)
			return &all->each[i];
	return NULL;
}

void capacities_add(struct capacities *all, const struct cell *closed)
{
	struct capacity *grown;

	if (capacities_find(all, closed))
		return;
	grown = realloc(all->each, (all->n + 1) * sizeof *grown);
	if (!grown)
		abort();
	all->each = grown;
	all->each[all->n] = (struct capacity){.closed = *closed};
	cell_id(closed, all->each[all->n++].id);
}

void capacity_settle(struct capacity *one)
{
	unsigned n = one->n_rates;

	one->rate = n ? sorted_median_of(one->rates, n) : 0;
	one->known = true;
}

/* Takes one entry of the file, if the list has its cell. */
static void take(struct capacities *all, const json_t *entry)
{
	const char *id = json_string_value(json_object_get(entry, "cell"));
	const json_t *rate = json_object_get(entry, "throughput");
	const json_t *run;
	size_t at;

	for (unsigned i = 0; id && i < all->n; i++) {
		struct capacity *one = &all->each[i];

		if (strcmp(one->id, id) != 0)
			continue;
		/* null: it could not be measured, and will not be now. */
		one->rate = json_number_value(rate);
		one->known = rate != NULL;
		json_array_foreach(json_object_get(entry, "runs"), at, run)
		{
			if (one->n_rates < CAPACITY_RUNS)
				one->rates[one->n_rates++] =
					json_number_value(run);
		}
	}
}

unsigned capacities_read(struct capacities *all, const char *folder)
{
	char error[FOLDER_ERROR];
	/* No file, or a damaged one, is a bench that knows nothing yet. */
	json_t *file = folder_read_json(folder, "capacity.json", error);
	const json_t *entry;
	unsigned known = 0;
	size_t i;

	json_array_foreach(json_object_get(file, "capacities"), i, entry)
	{
		take(all, entry);
	}
	json_decref(file);
	for (unsigned n = 0; n < all->n; n++)
		known += all->each[n].known;
	return known;
}

/* One entry: which contestant in which point, and what it can do. */
static json_t *to_json(const struct capacity *one)
{
	json_t *entry = json_object(), *runs = json_array();

	cell_to_json(&one->closed, entry);
	for (unsigned i = 0; i < one->n_rates; i++)
		json_array_append_new(runs, json_real(one->rates[i]));
	json_object_set_new(entry, "runs", runs);
	json_object_set_new(entry, "throughput",
			    one->rate > 0 ? json_real(one->rate) : json_null());
	json_object_set_new(entry, "invalid",
			    one->rate > 0 ? json_null()
					  : json_string(one->why));
	return entry;
}

bool capacities_write(const struct capacities *all, const char *folder,
		      char error[COMPLAINT])
{
	json_t *entries = json_array(), *file;
	char why[FOLDER_ERROR];
	bool written;

	for (unsigned i = 0; i < all->n; i++)
		json_array_append_new(entries, to_json(&all->each[i]));
	file = json_pack("{s:i, s:o}", "schema", 1, "capacities", entries);
	written = folder_write_json(folder, "capacity.json", file, why);
	if (!written)
		snprintf(error, COMPLAINT, "%.2000s", why);
	json_decref(file);
	return written;
}

int64_t capacities_guess_ns(const struct capacities *all)
{
	int64_t guess = 0;

	for (unsigned i = 0; i < all->n; i++)
		guess += all->each[i].closed.warmup_ns +
			 all->each[i].closed.duration_ns + OVERHEAD_NS;
	return guess;
}

void capacities_free(struct capacities *all)
{
	free(all->each);
	*all = (struct capacities){0};
}
