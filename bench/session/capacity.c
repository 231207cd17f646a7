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

#include "bench/session/capacity_file.h"
#include "bench/session/child.h"
#include "harness/validity/reason.h"
#include "bench/session/progress.h"
#include "bench/session/shuffle.h"
#include "harness/record/clock.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	if (json_is_true(json_object_get(line, "valid"))) {
		rate = json_number_value(json_object_get(line, "throughput"));
	} else {
		const char *reason = reason_first(line);

		snprintf(why, CELL_ERROR, "%s", reason ? reason : "not valid");
	}
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
			 "its capacity is not known: the closed load that "
			 "shows it could not be measured");
		return true;
	}
	return !cell_check(cell, why);
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
		if (child_interrupted)
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
			      "what each contestant can do");
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
			       double calibration, char error[COMPLAINT])
{
	struct capacities all = {0};
	enum capacity_end end = CAPACITY_KNOWN;

	collect(plan, &all);
	if (all.n) {
		bool lacking = capacities_read(&all, folder) < all.n;

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
