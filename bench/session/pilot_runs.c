/*
 * pilot_runs.c - a short run, and again a longer one where it was too short.
 *
 * A run is long enough where its warm-up held one mean response and its window
 * three. What counts as the response is the larger of two: the mean that was
 * recorded, too small in a short window, which the long ones outlive; and what
 * Little's law makes of the rate, N/X, which a closed loop's rate, a sum of
 * shares of lives inside the window, gives even where nothing has ended.
 * A line that is not valid serves as well, as long as tasks have ended: a pilot
 * run may well be too short for the checks.
 */
#include "bench/session/pilot_runs.h"

#include "base/process.h"
#include "bench/session/child.h"
#include "bench/session/progress.h"
#include "bench/session/runline.h"
#include "bench/session/shuffle.h"
#include "harness/cell/registry.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* The first run, and the longest, which even the slowest contestant that may
 * ask for 3 s shows itself in. */
#define FIRST_WARMUP_NS (20 * MS)
#define FIRST_WINDOW_NS (60 * MS)
#define MOST_WARMUP_NS  (500 * MS)
#define MOST_WINDOW_NS  (1500 * MS)
/* A size is a matter of a few percent: its runs are longer. */
#define SIZE_WINDOW_NS (100 * MS)

/* Processes, set-up and end of one run. */
#define OVERHEAD_NS (45 * MS)

enum { MOST_TRIES = 4 };

/* Mean responses of the next try: in the warm-up, in the window. */
#define WARMUPS   1.5
#define RESPONSES 5.0
/* Mean responses of a window that is long enough. */
#define ENOUGH 3.0

/* What a run saw. */
struct seen {
	double response_ns, rate; /* 0: nothing */
};

/* A run of a pilot's cell with its times set. */
static struct seen make_run(struct pilot *pilot, const char *scratch,
			    double calibration)
{
	struct job job = {.cell = pilot->cell, .calibration = calibration};
	double in_flight = cell_in_flight(&pilot->cell);
	struct seen seen = {0};
	json_t *line;

	snprintf(job.scratch, sizeof job.scratch, "%s", scratch);
	line = child_measure(&job, NULL);
	seen.rate = runline_number(line, NULL, "throughput");
	if (!(seen.rate > 0)) {
		seen.rate = 0;
		if (!runline_valid(line))
			runline_reasons(line, pilot->why, CELL_ERROR);
	} else {
		/* fmax() leaves out a mean that is not known. */
		seen.response_ns =
			fmax(in_flight / seen.rate * 1e9,
			     runline_number(line, "response_ns", "mean"));
	}
	json_decref(line);
	return seen;
}

static int64_t within(double ns, int64_t least, int64_t most)
{
	return (int64_t)fmin(fmax(ns, (double)least), (double)most);
}

/* Sets times for a response that is expected to take so long. */
static void set_times(struct cell *cell, double response_ns, int64_t least)
{
	cell->warmup_ns =
		within(WARMUPS * response_ns, FIRST_WARMUP_NS, MOST_WARMUP_NS);
	cell->duration_ns =
		within(RESPONSES * response_ns, least, MOST_WINDOW_NS);
}

/* Whether a run was long enough, or cannot be longer. */
static bool was_enough(const struct cell *cell, const struct seen *seen)
{
	return (seen->response_ns <= (double)cell->warmup_ns &&
		ENOUGH * seen->response_ns <= (double)cell->duration_ns) ||
	       (cell->warmup_ns >= MOST_WARMUP_NS &&
		cell->duration_ns >= MOST_WINDOW_NS);
}

/* Runs until one was long enough. `response_ns` is a guess, or 0. */
static struct seen observe(struct pilot *pilot, double response_ns,
			   int64_t least, const char *scratch,
			   double calibration)
{
	struct seen seen = {0};
	struct cell before = pilot->cell;

	for (int i = 0; i < MOST_TRIES && !process_interrupted; i++) {
		set_times(&pilot->cell, response_ns, least);
		seen = make_run(pilot, scratch, calibration);
		/* What cannot be set up will not be by waiting. */
		if (seen.rate == 0 && *pilot->why)
			break;
		if (seen.rate > 0 && was_enough(&pilot->cell, &seen))
			break;
		response_ns = seen.rate > 0 ? seen.response_ns
					    : (double)pilot->cell.duration_ns;
	}
	pilot->cell = before;
	return seen;
}

/* The most workers that are of use, and that the runner may have. */
static unsigned most_workers(const struct cell *cell)
{
	const struct runner *runner = registry_runner(cell->contestant.runner);
	unsigned most = runner && runner->most_workers ? runner->most_workers
						       : CELL_MOST_WORKERS;

	return cell->concurrency < most ? cell->concurrency : most;
}

/* Finds the best size. A pool of half the size is expected to be half as fast
 * at the worst. */
static struct seen search_size(struct pilot *pilot, const char *scratch,
			       double calibration)
{
	struct seen best = {0};
	double slowest = 0;
	unsigned workers;

	size_start(&pilot->search, most_workers(&pilot->cell));
	while ((workers = size_next(&pilot->search)) && !process_interrupted) {
		struct seen seen;

		pilot->cell.contestant.size = workers;
		seen = observe(pilot, slowest, SIZE_WINDOW_NS, scratch,
			       calibration);
		size_note(&pilot->search, workers, seen.rate);
		slowest = 2 * seen.response_ns;
		if (seen.rate > best.rate)
			best = seen;
	}
	pilot->cell.contestant.size = 0;
	pilot->workers = size_best(&pilot->search);
	return best;
}

void pilot_run(struct pilot *pilot, const char *scratch, double calibration)
{
	struct seen seen = pilot->cell.contestant.kind == SIZE_BEST
				   ? search_size(pilot, scratch, calibration)
				   : observe(pilot, 0, FIRST_WINDOW_NS, scratch,
					     calibration);

	if (process_interrupted)
		return;
	pilot->response_ns = seen.response_ns;
	pilot->rate = seen.rate;
	pilot->known = true;
}

int64_t pilot_guess_ns(const struct pilot *pilot, int64_t task_ns)
{
	struct cell cell = pilot->cell;
	unsigned runs = 1, workers = most_workers(&cell);

	if (cell.contestant.kind != SIZE_BEST) {
		set_times(&cell, (double)task_ns, FIRST_WINDOW_NS);
		return cell.warmup_ns + cell.duration_ns + OVERHEAD_NS;
	}
	/* Every step down, and the bisection; most searches end earlier. */
	for (; workers > 1; workers /= 2)
		runs++;
	set_times(&cell, (double)task_ns, SIZE_WINDOW_NS);
	return (runs < 8 ? runs + 2 : 10) *
	       (cell.warmup_ns + cell.duration_ns + OVERHEAD_NS);
}

/* Time for those that are not known yet. */
static int64_t left_ns(const struct pilots *all)
{
	int64_t left = 0;

	for (unsigned i = 0; i < all->n; i++)
		if (!all->each[i].known)
			left += pilot_guess_ns(
				&all->each[i],
				plan_task_ns(&all->each[i].cell));
	return left;
}

/* Makes those that are not known, in random order; false after a signal. */
static bool run_all(struct pilots *all, uint64_t seed, const char *folder,
		    double calibration)
{
	unsigned *order = calloc(all->n + 1, sizeof *order);
	struct progress_bar bar;

	if (!order)
		abort();
	for (unsigned i = 0; i < all->n; i++)
		order[i] = i;
	shuffle(&seed, order, all->n);
	progress_start(&bar);
	for (unsigned i = 0; i < all->n && !process_interrupted; i++) {
		struct pilot *one = &all->each[order[i]];

		progress_show(&bar, i, all->n, left_ns(all), "pilot runs");
		if (!one->known)
			pilot_run(one, folder, calibration);
	}
	progress_end(&bar);
	free(order);
	return !process_interrupted;
}

/* A cell of a pilot's in words, "mixed, compute 1%, CPUs 0". */
static void print_cell(const struct cell *cell)
{
	printf("%s", cell->workload);
	for (unsigned i = 0; i < cell->n_params; i++)
		printf(", %s %s", cell->params[i].name, cell->params[i].value);
	printf(", CPUs %s", *cell->cpus ? cell->cpus : "any");
}

/* Prints the sizes that were found, and which pilot runs failed. */
static void tell(const struct pilots *all)
{
	for (unsigned i = 0; i < all->n; i++) {
		const struct pilot *one = &all->each[i];

		if (one->cell.contestant.kind != SIZE_BEST)
			continue;
		if (one->workers)
			printf("%s = %u at concurrency %u (",
			       one->cell.contestant.text, one->workers,
			       one->cell.concurrency);
		else
			printf("%s: no size could be run at concurrency %u (",
			       one->cell.contestant.text,
			       one->cell.concurrency);
		print_cell(&one->cell);
		printf(")\n");
	}
}

enum pilots_end pilots_run(struct plan *plan, const char *folder,
			   const char *from, unsigned longer,
			   double calibration, char error[COMPLAINT])
{
	struct pilots all = {.longer = longer};
	enum pilots_end end = PILOTS_KNOWN;
	unsigned known;

	pilots_collect(plan, &all);
	known = pilots_read(&all, folder);
	if (!all.longer)
		all.longer = 1; /* whatever FROM was */
	if (from && known < all.n)
		pilots_read(&all, from);
	if (!run_all(&all, plan->seed, folder, calibration)) {
		pilots_free(&all);
		return PILOTS_INTERRUPTED;
	}
	pilots_apply(&all, plan);
	tell(&all);
	fflush(stdout);
	if (known < all.n && !pilots_write(&all, folder, error))
		end = PILOTS_UNWRITTEN;
	pilots_free(&all);
	return end;
}

int64_t pilots_guess_ns(const struct plan *plan)
{
	struct pilots all = {0};
	int64_t guess;

	pilots_collect(plan, &all);
	guess = left_ns(&all);
	pilots_free(&all);
	return guess;
}
