/*
 * run.c - avt run: a few cells, measured now.
 *
 * Every run is a process of its own (bench/session/child.h). The machine is calibrated
 * once, so that all contestants compute the same. A round measures every cell
 * once, in an order that only the seed decides.
 */
#include "cli/cli.h"

#include "bench/session/child.h"
#include "bench/session/progress.h"
#include "cli/lines.h"
#include "cli/slo.h"
#include "cli/table.h"
#include "harness/record/clock.h"
#include "harness/support/compute.h"
#include "harness/contract/workload.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SET_UP_NS   (100 * MS) /* of a run, until one has shown */
#define PATIENCE_NS NS_PER_S   /* without a sign of progress */

/* The command while it runs. */
struct session {
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

/* Shuffles the cells for a round: the seed and the round decide. */
static void shuffle(struct session *session, unsigned round)
{
	uint64_t random = mix64((uint64_t)session->request->seed) + round;
	unsigned *order = session->order;

	for (unsigned i = 0; i < session->request->n_cells; i++) {
		unsigned j;

		random = mix64(random);
		j = (unsigned)(random % (i + 1));
		order[i] = order[j];
		order[j] = i;
	}
}

/* How long the rest will take, by what is done or, before, by the request. */
static int64_t time_left(const struct session *session)
{
	const struct request *request = session->request;
	int64_t each = request->warmup_ns + request->duration_ns + SET_UP_NS;

	/* Drains and set-up are in what was measured, so it corrects itself. */
	if (session->done)
		each = (clock_now() - session->started_ns) / session->done;
	return each * (session->all - session->done);
}

/* Shows where the command is, on a terminal, unless it is over at once. */
static void show_progress(struct session *session, const struct cell *cell)
{
	int64_t past = clock_now() - session->started_ns;
	int64_t left = time_left(session);
	char what[3 * CELL_NAME];

	if (!session->bar.terminal || past + left <= PATIENCE_NS)
		return;
	snprintf(what, sizeof what, "%s %s, %u in flight", cell->workload,
		 cell->contestant.text, cell_in_flight(cell));
	progress_show(&session->bar, session->done, session->all, left, what);
}

/* Says why a run does not count. */
static void say_invalid(const struct session *session, const struct cell *cell,
			unsigned round, const json_t *line)
{
	const json_t *reasons = json_object_get(line, "invalid"), *reason;
	char text[CELL_ERROR] = "", rounds[32] = "";
	size_t i, length = 0;

	json_array_foreach(reasons, i, reason) if (length < sizeof text)
		length +=
		(size_t)snprintf(text + length, sizeof text - length, "%s%s",
				 i ? "; " : "", json_string_value(reason));
	if (session->request->rounds > 1)
		snprintf(rounds, sizeof rounds, ", round %u", round + 1);
	cli_say("not valid: %s on %s, %u in flight%s: %s", cell->workload,
		cell->contestant.text, cell_in_flight(cell), rounds,
		*text ? text : "no reason given");
}

/* Adds a line to the log, if there is one; false, after a line, if that fails.
 */
static bool write_log(const struct session *session, const json_t *line)
{
	if (!session->log)
		return true;
	json_dumpf(line, session->log, JSON_COMPACT | JSON_REAL_PRECISION(12));
	putc('\n', session->log);
	if (fflush(session->log) == 0 && !ferror(session->log))
		return true;
	cli_say("cannot write %s: %s", session->request->log, strerror(errno));
	return false;
}

/* Measures one cell; false when nothing more should be measured. */
static bool measure_cell(struct session *session, unsigned round,
			 unsigned position)
{
	unsigned point = session->order[position];
	const struct cell *cell = &session->request->cells[point];
	struct job job = {
		.cell = *cell,
		.round = round,
		.position = position,
		.seed = (uint64_t)session->request->seed,
		.calibration = session->calibration,
	};
	bool valid;
	json_t *line;

	show_progress(session, cell);
	line = child_measure(&job);
	progress_end(&session->bar);
	valid = lines_is_valid(line);
	/* A run that Ctrl-C cut short is not one that failed: it never was. */
	if (process_interrupted && !valid) {
		json_decref(line);
		return false;
	}
	session->done++;
	session->invalid |= !valid;
	if (!valid)
		say_invalid(session, cell, round, line);
	if (session->request->json) {
		json_dumpf(line, stdout,
			   JSON_COMPACT | JSON_REAL_PRECISION(12));
		putchar('\n');
	}
	session->unwritten = !write_log(session, line);
	table_add(&session->table, point, line);
	session->unwritten |= !cli_flush();
	return !session->unwritten && !process_interrupted;
}

/* Round by round, so that what a machine does over minutes meets all cells. */
static void measure_all(struct session *session)
{
	unsigned n = session->request->n_cells;

	for (unsigned round = 0; round < session->request->rounds; round++) {
		shuffle(session, round);
		for (unsigned i = 0; i < n; i++)
			if (!measure_cell(session, round, i))
				return;
	}
}

/* Prints what is left to print and says how it went. */
static int conclude(struct session *session)
{
	unsigned left = session->all - session->done;
	bool same;

	if (!session->request->json)
		table_print(&session->table);
	if (!session->unwritten)
		session->unwritten = !cli_flush();
	same = table_check_answers(&session->table);
	if (process_interrupted && left)
		cli_say("interrupted: %u of %u runs left out", left,
			session->all);
	if (process_interrupted)
		return CLI_INTERRUPTED;
	return session->invalid || session->unwritten || !same ? CLI_INVALID
							       : CLI_FINE;
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
	struct session session = {.request = &request};
	int status;

	request_read(&request, argc, argv);
	process_catch_signals();
	/* Given by a bench for its stopwatch: then both compute the same. */
	session.calibration = request.calibration;
	if (!(session.calibration > 0))
		session.calibration = compute_calibrate();
	if (request.slo.most_ns) {
		status = slo_run(&request, session.calibration);
		free(request.cells);
		return status;
	}
	session.log = open_log(request.log);
	table_init(&session.table, &request);
	session.order = calloc(request.n_cells, sizeof *session.order);
	if (!session.order)
		cli_usage("%u cells do not fit in memory", request.n_cells);
	session.all = request.n_cells * (unsigned)request.rounds;
	session.started_ns = clock_now();
	progress_start(&session.bar);
	measure_all(&session);
	status = conclude(&session);
	table_free(&session.table);
	if (session.log)
		fclose(session.log);
	free(session.order);
	free(request.cells);
	return status;
}
