/*
 * capacity.c - one closed run, and the rates that follow from several.
 *
 * "load = 80%" means 80 % of what this contestant itself can do in this point.
 * That is found before the first round, by closed runs of the same cell, in
 * random order so that a slow minute does not meet one contestant alone. The
 * rates are then fixed for the whole bench, also over --resume: a rate that
 * moved between rounds would be a different question each time.
 */
#include "bench/session/capacity.h"

#include "base/sorted.h"
#include "base/process.h"
#include "bench/session/child.h"
#include "bench/session/folder.h"
#include "bench/session/progress.h"
#include "bench/session/runline.h"
#include "bench/session/shuffle.h"
#include "harness/contract/workload.h"
#include "harness/record/clock.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Processes, set-up and end of one run. */
#define OVERHEAD_NS (45 * MS)

void capacity_closed(const struct cell *open, struct cell *closed)
{
	*closed = *open;
	closed->arrivals = ARRIVALS_CLOSED;
	closed->rate = 0;
	*closed->load = '\0';
	/* What it can do is asked of it as it is. */
	*closed->fault = '\0';
	/* A copy is the same contestant: both get the rate of one. */
	if (contestant_is_copy(&closed->contestant))
		closed->contestant.text[strlen(closed->contestant.text) - 1] =
			'\0';
}

double capacity_measure(const struct cell *closed, const char *scratch,
			double calibration, char why[CELL_ERROR])
{
	struct job job = {.cell = *closed, .calibration = calibration};
	json_t *line;
	double rate = NAN;

	snprintf(job.scratch, sizeof job.scratch, "%s", scratch);
	line = child_measure(&job, NULL);
	if (runline_valid(line))
		rate = runline_number(line, NULL, "throughput");
	else
		runline_reasons(line, why, CELL_ERROR);
	json_decref(line);
	return rate;
}

double capacity_round(double rate)
{
	double digits;

	if (!(rate > 0) || !isfinite(rate))
		return 0;
	/* Three digits: more would claim what a few runs cannot know, and
	 * make labels that nobody can read. */
	digits = pow(10, floor(log10(rate)) - 2);
	return round(rate / digits) * digits;
}

bool capacity_refuses(const struct cell *cell, char why[CELL_ERROR])
{
	if (!*cell->load)
		return false;
	if (cell->rate == 0) {
		snprintf(why, CELL_ERROR,
			 "its capacity is not known: the closed loop that "
			 "shows it could not be measured");
		return true;
	}
	return !cell_check(cell, why);
}

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
	one->rate =
		one->n_rates ? sorted_median_of(one->rates, one->n_rates) : 0;
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

		if (strcmp(one->id, id) != 0 || one->known)
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

/* The capacities that a plan needs and that are not known yet. */
static void collect(const struct plan *plan, struct capacities *all)
{
	for (unsigned i = 0; i < plan->n_cells; i++) {
		struct cell closed;

		if (!*plan->cells[i].cell.load)
			continue;
		capacity_closed(&plan->cells[i].cell, &closed);
		capacities_add(all, &closed);
	}
}

/* One run each, in random order; false after a signal. */
static bool measure_round(struct capacities *all, unsigned *order,
			  const char *folder, double calibration)
{
	for (unsigned i = 0; i < all->n; i++) {
		struct capacity *one = &all->each[order[i]];

		if (one->known)
			continue;
		one->rates[one->n_rates] = capacity_measure(
			&one->closed, folder, calibration, one->why);
		/* A run that failed leaves its point to the next one. */
		one->n_rates += !isnan(one->rates[one->n_rates]);
		if (process_interrupted)
			return false;
	}
	return true;
}

/* All runs of all that is not known; false after a signal. */
static bool measure_all(struct capacities *all, uint64_t seed,
			const char *folder, double calibration)
{
	unsigned *order = calloc(all->n + 1, sizeof *order);
	struct progress_bar bar;
	bool well = true;

	if (!order)
		abort();
	progress_start(&bar);
	for (unsigned i = 0; i < all->n; i++)
		order[i] = i;
	for (unsigned run = 0; run < CAPACITY_RUNS && well; run++) {
		progress_show(&bar, run * all->n, CAPACITY_RUNS * all->n,
			      (CAPACITY_RUNS - run) * capacities_guess_ns(all),
			      "capacity of each contestant");
		shuffle(&seed, order, all->n);
		well = measure_round(all, order, folder, calibration);
	}
	progress_end(&bar);
	free(order);
	return well;
}

/* Takes the medians; says which there are none of. */
static void settle_all(struct capacities *all)
{
	for (unsigned i = 0; i < all->n; i++) {
		struct capacity *one = &all->each[i];

		if (!one->known)
			capacity_settle(one);
		if (!(one->rate > 0))
			fprintf(stderr,
				"%s: the capacity of %s at concurrency %u is "
				"not known: %s\n",
				one->closed.experiment,
				one->closed.contestant.text,
				one->closed.concurrency, one->why);
	}
}

/* Gives every cell its share. */
static void set_rates(struct plan *plan, const struct capacities *all)
{
	for (unsigned i = 0; i < plan->n_cells; i++) {
		struct cell *cell = &plan->cells[i].cell;
		const struct capacity *found;
		struct cell closed;

		if (!*cell->load)
			continue;
		capacity_closed(cell, &closed);
		found = capacities_find(all, &closed);
		cell->rate = capacity_round(plan->cells[i].load *
					    (found ? found->rate : 0));
	}
}

enum capacity_end capacity_run(struct plan *plan, const char *folder,
			       const char *from, double calibration,
			       char error[COMPLAINT])
{
	struct capacities all = {0};
	enum capacity_end end = CAPACITY_KNOWN;

	collect(plan, &all);
	if (all.n) {
		bool lacking = capacities_read(&all, folder) < all.n;

		if (lacking && from)
			capacities_read(&all, from);
		if (lacking &&
		    !measure_all(&all, plan->seed, folder, calibration))
			return capacities_free(&all), CAPACITY_INTERRUPTED;
		settle_all(&all);
		if (lacking && !capacities_write(&all, folder, error))
			end = CAPACITY_UNWRITTEN;
		set_rates(plan, &all);
	}
	capacities_free(&all);
	return end;
}

int64_t capacity_guess_ns(const struct plan *plan)
{
	struct capacities all = {0};
	int64_t guess;

	collect(plan, &all);
	guess = CAPACITY_RUNS * capacities_guess_ns(&all);
	capacities_free(&all);
	return guess;
}
