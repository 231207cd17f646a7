/*
 * rounds.c - the loop of a bench. A cell that this machine cannot hold gives
 * invalid runs; the bench says so and goes on.
 *
 * Noisy rounds are replaced at the end, not at once: what a machine's usual
 * speed is shows only when all rounds are there.
 */
#include "bench/session/rounds.h"

#include "base/process.h"
#include "bench/session/capacity.h"
#include "bench/session/child.h"
#include "bench/session/progress.h"
#include "bench/session/runline.h"
#include "harness/record/clock.h"
#include "harness/result.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Rounds under way. */
struct making {
	const struct rounds *rounds;
	struct progress_bar bar;
	unsigned all;
	char *error;
};

char *rounds_describe(const struct plan *plan, unsigned cell, char to[512])
{
	const struct planned *planned = &plan->cells[cell];
	const struct section *section =
		&plan->suite->sections[planned->section];
	size_t used = (size_t)snprintf(to, 512, "%s: %s, %s, concurrency %u",
				       section->name, planned->cell.workload,
				       planned->cell.contestant.text,
				       planned->cell.concurrency);

	for (unsigned i = 0; i < planned->cell.n_params; i++) {
		const struct setting *setting = &planned->cell.params[i];

		if (section_param(section, setting->name) && used < 512)
			used += (size_t)snprintf(to + used, 512 - used,
						 ", %s %s", setting->name,
						 setting->value);
	}
	if (planned->cell.arrivals != ARRIVALS_CLOSED && used < 512)
		snprintf(to + used, 512 - used, ", %s%s%.4g/s",
			 planned->cell.load, *planned->cell.load ? ", " : "",
			 planned->cell.rate);
	return to;
}

/* What the child is asked: the cell, and where its extra files go. */
static void fill_job(const struct making *making, unsigned cell, unsigned round,
		     unsigned position, struct job *job)
{
	const struct rounds *rounds = making->rounds;
	const struct planned *planned = &rounds->plan->cells[cell];

	*job = (struct job){.cell = planned->cell,
			    .round = round,
			    .position = position,
			    .seed = rounds->plan->seed,
			    .calibration = rounds->calibration};
	snprintf(job->scratch, sizeof job->scratch, "%s", rounds->folder);
	snprintf(job->histogram_name, sizeof job->histogram_name,
		 "histograms/%s-%s-%u.hgrm", planned->cell.experiment,
		 planned->id, round);
	if (snprintf(job->histogram, sizeof job->histogram, "%s/%s",
		     rounds->folder, job->histogram_name) >= PATH_MAX)
		*job->histogram = '\0';
}

/* Says, once per cell, that its runs are invalid, and why. */
static void tell_invalid(struct making *making, unsigned cell,
			 const json_t *line)
{
	struct cell_tally *tally = &making->rounds->tally->cells[cell];
	char text[512], why[CELL_ERROR];

	if (runline_valid(line) || tally->complained)
		return;
	tally->complained = true;
	progress_say(&making->bar, "invalid: %s: %s",
		     rounds_describe(making->rounds->plan, cell, text),
		     runline_reasons(line, why, sizeof why));
}

/* Says that a contestant's answers are not those of its point. */
static void tell_differing(struct making *making, unsigned cell,
			   const json_t *line)
{
	const struct plan *plan = making->rounds->plan;
	const struct answer *other;
	char text[512], sentence[RUNLINE_DIFFER];

	if (tally_agrees(making->rounds->tally, cell, line, &other))
		return;
	progress_say(
		&making->bar, "%s",
		runline_differ(rounds_describe(plan, cell, text),
			       runline_digest(line),
			       plan->cells[other->cell].cell.contestant.text,
			       other->digest, sentence));
}

/* Whether a cell can never be run: what pilot runs and capacities should have
 * found was not found. */
static bool refuses(const struct cell *cell, enum check *check,
		    char why[CELL_ERROR])
{
	*check = CHECK_SETUP;
	if (cell->contestant.kind == SIZE_BEST && !cell_workers(cell)) {
		snprintf(why, CELL_ERROR,
			 "its best size is not known: no pilot run of any size "
			 "was fit for use");
		return true;
	}
	*check = CHECK_CAPACITY;
	return capacity_refuses(cell, why);
}

/* A run in a process of its own, or the reason why there can be none. */
static json_t *measure_job(const struct job *job, char **text)
{
	char why[CELL_ERROR];
	enum check check;
	json_t *line;

	if (!refuses(&job->cell, &check, why))
		return child_measure(job, text);
	line = result_failed(job, check, why);
	*text = result_text(line);
	return line;
}

/* Makes one run and keeps its line, unless a signal cut it off. */
static enum rounds_end make_run(struct making *making, const struct job *job,
				unsigned cell)
{
	const struct rounds *rounds = making->rounds;
	enum rounds_end end = ROUNDS_COMPLETE;
	int64_t start = clock_now();
	char *text;
	json_t *line = measure_job(job, &text);

	/* Whatever it says, it was cut short: only whole runs are kept. */
	if (process_interrupted)
		end = ROUNDS_INTERRUPTED;
	else if (!runlog_append(rounds->log, text, making->error))
		end = ROUNDS_UNWRITTEN;
	if (end == ROUNDS_COMPLETE) {
		tell_invalid(making, cell, line);
		tell_differing(making, cell, line);
		tally_run(rounds->tally, cell, job->round, line,
			  clock_now() - start);
	}
	free(text);
	json_decref(line);
	return end;
}

/* Makes what is missing of one round, whose cells stand in `cells`. */
static enum rounds_end make_round(struct making *making, unsigned round,
				  const unsigned *cells, unsigned n)
{
	const struct rounds *rounds = making->rounds;
	enum rounds_end end = ROUNDS_COMPLETE;
	struct job job;
	char text[512];

	for (unsigned i = 0; i < n && end == ROUNDS_COMPLETE; i++) {
		if (process_interrupted)
			return ROUNDS_INTERRUPTED;
		if (tally_is_done(rounds->tally, cells[i], round))
			continue;
		progress_show(&making->bar, rounds->tally->n_done, making->all,
			      tally_left_ns(rounds->tally),
			      rounds_describe(rounds->plan, cells[i], text));
		fill_job(making, cells[i], round, i, &job);
		end = make_run(making, &job, cells[i]);
	}
	return end;
}

/* Makes what is missing of all rounds there are. */
static enum rounds_end make_rounds(struct making *making)
{
	const struct plan *plan = making->rounds->plan;
	unsigned *cells = calloc(plan->n_cells + 1, sizeof *cells);
	enum rounds_end end = ROUNDS_COMPLETE;

	if (!cells)
		abort();
	making->all = plan_runs(plan);
	for (unsigned round = 0; round < plan->rounds && end == ROUNDS_COMPLETE;
	     round++) {
		unsigned n = plan_order(plan, round, cells);

		end = make_round(making, round, cells, n);
	}
	free(cells);
	return end;
}

enum rounds_end rounds_run(const struct rounds *rounds,
			   char error[RUNLOG_ERROR])
{
	struct making making = {.rounds = rounds, .error = error};
	enum rounds_end end;

	progress_start(&making.bar);
	/* A replacement may be noisy as well; there is an end to it, since
	 * no point has more extra rounds than the rule allows. */
	do
		end = make_rounds(&making);
	while (end == ROUNDS_COMPLETE && tally_replace(rounds->tally));
	progress_end(&making.bar);
	return end;
}
