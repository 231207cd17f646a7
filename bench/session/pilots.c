/*
 * pilots.c - what a plan has to know before its first round, its file, and what
 * follows from it. The runs themselves are in pilot_runs.c.
 *
 * A pilot's key is the id of its cell without experiment, times and fault:
 * experiments that share a point share its pilot runs.
 */
#include "bench/session/pilots.h"

#include "bench/session/capacity.h"
#include "bench/session/folder.h"
#include "bench/session/length.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The closed load, without what differs between experiments. */
static void pilot_cell(const struct cell *from, struct cell *to)
{
	capacity_closed(from, to);
	memset(to->experiment, 0, sizeof to->experiment);
	strcpy(to->experiment, "pilot");
	to->tasks = 0;
	to->duration_ns = to->warmup_ns = 0;
	to->asked_duration_ns = to->asked_warmup_ns = 0;
}

struct pilot *pilots_find(const struct pilots *all, const struct cell *cell)
{
	struct cell closed;
	char id[CELL_ID];

	pilot_cell(cell, &closed);
	cell_id(&closed, id);
	for (unsigned i = 0; i < all->n; i++)
		if (strcmp(all->each[i].id, id) == 0)
			return &all->each[i];
	return NULL;
}

static void add(struct pilots *all, const struct cell *cell)
{
	struct pilot *grown, *one;

	if (pilots_find(all, cell))
		return;
	grown = realloc(all->each, (all->n + 1) * sizeof *grown);
	if (!grown)
		abort();
	all->each = grown;
	one = &all->each[all->n++];
	*one = (struct pilot){0};
	pilot_cell(cell, &one->cell);
	cell_id(&one->cell, one->id);
}

void pilots_collect(const struct plan *plan, struct pilots *all)
{
	for (unsigned i = 0; i < plan->n_cells; i++)
		if (plan_is_piloted(plan, i) ||
		    plan->cells[i].cell.contestant.kind == SIZE_BEST)
			add(all, &plan->cells[i].cell);
}

/* What one cell needs, or nothing where its pilot run failed: its runs will. */
static struct length need(const struct pilot *pilot,
			  const struct planned *planned, const char *metric)
{
	double load = planned->load;

	if (!pilot || !(pilot->rate > 0))
		return (struct length){0};
	if (planned->cell.rate > 0)
		load = planned->cell.rate / pilot->rate;
	if (planned->cell.arrivals == ARRIVALS_CLOSED)
		return length_need(pilot->response_ns, pilot->rate, metric);
	/* The closed loop that shows its capacity is as long, too. */
	return length_longer(
		length_need(pilot->response_ns, pilot->rate, metric),
		length_need_open(pilot->response_ns, pilot->rate, load,
				 metric));
}

/* Says which contestant makes a point longer than can be afforded. */
static void tell_longest(const struct planned *planned, struct length need)
{
	if (need.duration_ns <= LENGTH_MOST_WINDOW_NS &&
	    need.warmup_ns <= LENGTH_MOST_WARMUP_NS)
		return;
	printf("steady: needs %.3g s: %s: %s, %s, concurrency %u; measured for "
	       "%.3g s\n",
	       (double)(need.duration_ns + need.warmup_ns) / S,
	       planned->cell.experiment, planned->cell.workload,
	       planned->cell.contestant.text, planned->cell.concurrency,
	       (double)LENGTH_MOST_WINDOW_NS / S);
}

/* Gives all contestants of a point the times of the slowest. */
static void set_length(const struct pilots *all, struct plan *plan,
		       const struct block *block)
{
	struct planned *cells = plan->cells + block->first;
	const char *metric = plan->suite->sections[block->section].metric;
	struct length longest = {0}, chosen;
	unsigned times = all->longer ? all->longer : 1;

	for (unsigned i = 0; i < block->n; i++) {
		struct length one = need(pilots_find(all, &cells[i].cell),
					 &cells[i], metric);

		tell_longest(&cells[i], one);
		longest = length_longer(longest, one);
	}
	for (unsigned i = 0; i < block->n; i++) {
		struct cell *cell = &cells[i].cell;

		if (!cell->asked_duration_ns) {
			cell->asked_duration_ns = cell->duration_ns;
			cell->asked_warmup_ns = cell->warmup_ns;
		}
		chosen = length_choose(
			longest, (struct length){cell->asked_warmup_ns,
						 cell->asked_duration_ns});
		cell->warmup_ns = chosen.warmup_ns;
		cell->duration_ns = chosen.duration_ns * times;
	}
}

void pilots_apply(const struct pilots *all, struct plan *plan)
{
	for (unsigned i = 0; i < plan->n_blocks; i++)
		if (plan_is_piloted(plan, plan->blocks[i].first))
			set_length(all, plan, &plan->blocks[i]);
	for (unsigned i = 0; i < plan->n_cells; i++) {
		struct cell *cell = &plan->cells[i].cell;
		const struct pilot *pilot;

		if (cell->contestant.kind != SIZE_BEST)
			continue;
		pilot = pilots_find(all, cell);
		cell->contestant.size = pilot ? pilot->workers : 0;
	}
}

/* One entry: a contestant at a point, and what was seen. */
static json_t *to_json(const struct pilot *one)
{
	json_t *entry = json_object(), *tried = json_array();

	cell_to_json(&one->cell, entry);
	/* By its key: cell_to_json() gives the same id. */
	json_object_set_new(entry, "response_ns",
			    one->response_ns > 0 ? json_real(one->response_ns)
						 : json_null());
	json_object_set_new(entry, "throughput",
			    one->rate > 0 ? json_real(one->rate) : json_null());
	json_object_set_new(entry, "workers",
			    one->cell.contestant.kind == SIZE_BEST
				    ? json_integer(one->workers)
				    : json_integer(cell_workers(&one->cell)));
	for (unsigned i = 0; i < one->search.n; i++)
		json_array_append_new(
			tried,
			json_pack("{s:i, s:f}", "workers",
				  (int)one->search.tries[i].workers,
				  "throughput", one->search.tries[i].rate));
	json_object_set_new(entry, "tried", tried);
	json_object_set_new(entry, "invalid",
			    one->rate > 0 ? json_null()
					  : json_string(one->why));
	return entry;
}

bool pilots_write(const struct pilots *all, const char *folder,
		  char error[COMPLAINT])
{
	json_t *entries = json_array(), *file;
	char why[FOLDER_ERROR];
	bool written;

	for (unsigned i = 0; i < all->n; i++)
		json_array_append_new(entries, to_json(&all->each[i]));
	file = json_pack("{s:i, s:i, s:o}", "schema", 1, "longer",
			 all->longer ? (int)all->longer : 1, "pilots", entries);
	written = folder_write_json(folder, "pilots.json", file, why);
	if (!written)
		snprintf(error, COMPLAINT, "%.2000s", why);
	json_decref(file);
	return written;
}

/* Takes one entry of the file, if the list has its cell. */
static void take(struct pilots *all, const json_t *entry)
{
	const char *id = json_string_value(json_object_get(entry, "cell"));
	json_int_t workers =
		json_integer_value(json_object_get(entry, "workers"));
	const json_t *one_try;
	size_t at;

	for (unsigned i = 0; id && i < all->n; i++) {
		struct pilot *one = &all->each[i];

		if (strcmp(one->id, id) != 0 || one->known)
			continue;
		one->known = true;
		one->rate =
			json_number_value(json_object_get(entry, "throughput"));
		one->response_ns = json_number_value(
			json_object_get(entry, "response_ns"));
		if (one->cell.contestant.kind == SIZE_BEST && workers > 0 &&
		    workers <= one->cell.concurrency)
			one->workers = (unsigned)workers;
		json_array_foreach(json_object_get(entry, "tried"), at, one_try)
		{
			size_note(&one->search,
				  (unsigned)json_integer_value(
					  json_object_get(one_try, "workers")),
				  json_number_value(json_object_get(
					  one_try, "throughput")));
		}
	}
}

unsigned pilots_read(struct pilots *all, const char *folder)
{
	char error[FOLDER_ERROR];
	/* No file, or a damaged one, is a bench that knows nothing yet. */
	json_t *file = folder_read_json(folder, "pilots.json", error);
	json_int_t longer = json_integer_value(json_object_get(file, "longer"));
	const json_t *entry;
	unsigned known = 0;
	size_t i;

	if (!all->longer && longer > 0 && longer <= PLAN_MOST_LONGER)
		all->longer = (unsigned)longer;
	json_array_foreach(json_object_get(file, "pilots"), i, entry)
	{
		take(all, entry);
	}
	json_decref(file);
	for (unsigned n = 0; n < all->n; n++)
		known += all->each[n].known;
	return known;
}

void pilots_free(struct pilots *all)
{
	free(all->each);
	*all = (struct pilots){0};
}
