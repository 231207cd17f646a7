/*
 * run.c - avt run: a few cells, measured now.
 *
 * Every run is a process of its own (bench/session/child.h). The machine is
 * calibrated once, so that all contestants compute the same. A round measures every cell
 * once, in an order that only the seed decides.
 */
#include "cli/cli.h"

#include "base/process.h"
#include "bench/session/child.h"
#include "bench/session/progress.h"
#include "bench/session/runline.h"
#include "bench/session/shuffle.h"
#include "cli/hunt.h"
#include "cli/table.h"
#include "harness/contract/workload.h"
#include "harness/record/clock.h"
#include "harness/support/compute.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SET_UP_NS   (100 * MS) /* of a run, until one has shown */
#define PATIENCE_NS NS_PER_S   /* without a sign of progress */

/* The command while it runs. */
struct measuring {
	const struct request *request;
	struct table table;
	struct progress_bar bar;
	double calibration;
	int64_t started_ns;
	unsigned done, all;
	unsigned *order; /* of the cells in this round */
	FILE *log;       /* --log; NULL: none */
	bool invalid, unwritten;
};

/* Puts the cells of a round into order: the seed and the round decide. */
static void put_in_order(struct measuring *now, unsigned round)
{
	uint64_t random = mix64((uint64_t)now->request->seed) + round;

	for (unsigned i = 0; i < now->request->n_cells; i++)
		now->order[i] = i;
	shuffle(&random, now->order, now->request->n_cells);
}

/* How long the rest will take, by what is done or, before, by the request. */
static int64_t time_left(const struct measuring *now)
{
	const struct request *request = now->request;
	int64_t each = request->warmup_ns + request->duration_ns + SET_UP_NS;

	/* Drains and set-up are in what was measured, so it corrects itself. */
	if (now->done)
		each = (clock_now() - now->started_ns) / now->done;
	return each * (now->all - now->done);
}

/* Shows where the command is, on a terminal, unless it is over at once. */
static void show_progress(struct measuring *now, const struct cell *cell)
{
	int64_t past = clock_now() - now->started_ns;
	int64_t left = time_left(now);
	char what[3 * CELL_NAME];

	if (!now->bar.terminal || past + left <= PATIENCE_NS)
		return;
	snprintf(what, sizeof what, "%s %s, %u in flight", cell->workload,
		 cell->contestant.text, cell_in_flight(cell));
	progress_show(&now->bar, now->done, now->all, left, what);
}

/* Says why a run does not count. */
static void say_invalid(const struct measuring *now, const struct cell *cell,
			unsigned round, const json_t *line)
{
	char text[CELL_ERROR], rounds[32] = "";

	if (now->request->rounds > 1)
		snprintf(rounds, sizeof rounds, ", round %u", round + 1);
	cli_say("invalid: %s on %s, %u in flight%s: %s", cell->workload,
		cell->contestant.text, cell_in_flight(cell), rounds,
		runline_reasons(line, text, sizeof text));
}

/* Shows what the workload itself has counted. */
static void say_figures(const struct cell *cell, json_t *line)
{
	json_t *figures = json_object_get(line, "figures"), *value;
	const char *name, *between = "";

	if (!figures)
		return;
	printf("%s on %s: ", cell->workload, cell->contestant.text);
	json_object_foreach(figures, name, value)
	{
		printf("%s%s %.10g", between, name, json_number_value(value));
		between = ", ";
	}
	putchar('\n');
}

/* Adds a line to the log, if there is one; false, after a complaint, if that
 * fails. */
static bool write_log(const struct measuring *now, const char *text)
{
	if (!now->log)
		return true;
	fputs(text, now->log);
	if (fflush(now->log) == 0 && !ferror(now->log))
		return true;
	cli_say("cannot write %s: %s", now->request->log, strerror(errno));
	return false;
}

/* Tells and keeps what a run has brought; takes its line over. */
static void take_line(struct measuring *now, unsigned point, unsigned round,
		      json_t *line, const char *text)
{
	now->done++;
	if (!runline_valid(line)) {
		now->invalid = true;
		say_invalid(now, &now->request->cells[point], round, line);
	}
	if (now->request->json)
		fputs(text, stdout);
	else
		say_figures(&now->request->cells[point], line);
	now->unwritten = !write_log(now, text);
	table_add(&now->table, point, line);
	now->unwritten |= !cli_flush();
}

/* Measures one cell; false when nothing more should be measured. */
static bool measure_cell(struct measuring *now, unsigned round,
			 unsigned position)
{
	unsigned point = now->order[position];
	const struct cell *cell = &now->request->cells[point];
	struct job job = {
		.cell = *cell,
		.round = round,
		.position = position,
		.seed = (uint64_t)now->request->seed,
		.calibration = now->calibration,
	};
	json_t *line;
	char *text;

	show_progress(now, cell);
	line = child_measure(&job, &text);
	progress_end(&now->bar);
	/* A run that Ctrl-C cut short is not one that failed: it never was. */
	if (process_interrupted && !runline_valid(line))
		json_decref(line);
	else
		take_line(now, point, round, line, text);
	free(text);
	return !now->unwritten && !process_interrupted;
}

/* Round by round, so that what a machine does over minutes meets all cells. */
static void measure_all(struct measuring *now)
{
	unsigned n = now->request->n_cells;

	for (unsigned round = 0; round < now->request->rounds; round++) {
		put_in_order(now, round);
		for (unsigned i = 0; i < n; i++)
			if (!measure_cell(now, round, i))
				return;
	}
}

/* Prints what is left to print and says how it went. */
static int conclude(struct measuring *now)
{
	unsigned left = now->all - now->done;
	bool same;

	if (!now->request->json)
		table_print(&now->table);
	if (!now->unwritten)
		now->unwritten = !cli_flush();
	same = table_check_answers(&now->table);
	if (process_interrupted && left)
		cli_say("interrupted: %u of %u runs left out", left, now->all);
	if (process_interrupted)
		return CLI_INTERRUPTED;
	return now->invalid || now->unwritten || !same ? CLI_INVALID : CLI_FINE;
}

/* Opens the log for appending; ends the program if that cannot be. */
static FILE *open_log(const char *path)
{
	FILE *log = path ? fopen(path, "ae") : NULL;

	if (path && !log)
		cli_usage("cannot write %s: %s", path, strerror(errno));
	return log;
}

int cli_run(int argc, char **argv)
{
	struct request request;
	struct measuring now = {.request = &request};
	int status;

	request_read(&request, argc, argv);
	process_catch_signals();
	/* Given by a bench for its stopwatch: then both compute the same. */
	now.calibration = request.calibration;
	if (!(now.calibration > 0))
		now.calibration = compute_calibrate();
	if (request.slo.most_ns) {
		status = hunt_run(&request, now.calibration);
		free(request.cells);
		return status;
	}
	now.log = open_log(request.log);
	table_init(&now.table, &request);
	now.order = calloc(request.n_cells, sizeof *now.order);
	if (!now.order)
		cli_usage("%u cells do not fit in memory", request.n_cells);
	now.all = request.n_cells * (unsigned)request.rounds;
	now.started_ns = clock_now();
	progress_start(&now.bar);
	measure_all(&now);
	status = conclude(&now);
	table_free(&now.table);
	if (now.log)
		fclose(now.log);
	free(now.order);
	free(request.cells);
	return status;
}
