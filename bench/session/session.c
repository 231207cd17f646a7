/*
 * session.c - a bench from its suite to its last run.
 *
 * A new one prepares its folder: copies the suite and writes down what it says,
 * describes the machine, writes the plan. plan.json comes last: a folder that
 * has it can be resumed. Then both kinds print the plan, make pilot runs,
 * measure capacities, make the runs that are missing, and hand over to hyperfine.
 */
#include "bench/session/session.h"

#include "bench/session/capacity.h"
#include "base/process.h"
#include "bench/suite/placement.h"
#include "bench/session/folder.h"
#include "bench/session/pilots.h"
#include "bench/session/progress.h"
#include "bench/suite/installed.h"
#include "harness/result.h"
#include "bench/doctor/machine.h"
#include "bench/stopwatch/stopwatch.h"
#include "harness/support/compute.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Makes the folder, named or not. */
static enum session_end make_folder(struct session *session, const char *named,
				    char error[SESSION_ERROR])
{
	if (!named)
		return folder_make(session->folder, error) ? SESSION_FINE
							   : SESSION_UNWRITTEN;
	if (snprintf(session->folder, PATH_MAX, "%s", named) >=
	    PATH_MAX - 256) {
		snprintf(error, SESSION_ERROR, "the folder's name is too long");
		return SESSION_WRONG_WORD;
	}
	if (folder_make_named(named, error))
		return SESSION_FINE;
	/* A folder in use is a wrong word; one that cannot be made is not. */
	return errno == ENOTEMPTY ? SESSION_WRONG_WORD : SESSION_UNWRITTEN;
}

static json_t *number_or_null(double number)
{
	return isnan(number) ? json_null() : json_real(number);
}

static json_t *harness_by_workers(const double ns[MACHINE_WORKERS])
{
	json_t *to = json_object();
	char workers[16];

	for (int i = 0; i < MACHINE_WORKERS; i++) {
		snprintf(workers, sizeof workers, "%u", machine_workers[i]);
		json_object_set_new(to, workers, number_or_null(ns[i]));
	}
	return to;
}

/* Writes machine.json, after measuring what the suite itself costs. */
static bool write_machine(struct session *session, char error[SESSION_ERROR])
{
	char why[CELL_ERROR] = "";
	json_t *machine = machine_describe(session->suite.name, session->folder,
					   session->calibration);
	bool written;

	machine_harness_ns(session->folder, session->calibration,
			   session->harness_ns, why);
	if (isnan(session->harness_ns[0]) && !process_interrupted)
		fprintf(stderr, "the harness overhead is not known: %s\n", why);
	json_object_set_new(machine, "harness_ns",
			    number_or_null(session->harness_ns[0]));
	json_object_set_new(machine, "harness_ns_by_workers",
			    harness_by_workers(session->harness_ns));
	written = folder_write_json(session->folder, "machine.json", machine,
				    error);
	json_decref(machine);
	return written;
}

/* What the suite says, for those who read the results. */
static bool write_suite(const struct session *session,
			char error[SESSION_ERROR])
{
	json_t *suite = suite_to_json(&session->suite);
	bool written =
		folder_write_json(session->folder, "suite.json", suite, error);

	json_decref(suite);
	return written;
}

/* What --resume compares and goes on with. */
static bool write_plan(const struct session *session, char error[SESSION_ERROR])
{
	char cpu[256], list[CELL_CPUS] = "", why[CELL_ERROR];
	json_t *plan;
	bool written;

	machine_cpu(cpu, sizeof cpu);
	placement_resolve("all", list, why);
	plan = json_pack("{s:i, s:s, s:I, s:i, s:f, s:s, s:s}", "schema",
			 RESULT_SCHEMA, "suite", session->suite.name, "seed",
			 (json_int_t)session->plan.seed, "rounds",
			 (int)session->plan.rounds, "calibration",
			 session->calibration, "cpu", cpu, "cpu_list", list);
	written = folder_write_json(session->folder, "plan.json", plan, error);
	json_decref(plan);
	return written;
}

/* Fills a new folder. */
static bool prepare(struct session *session, char error[SESSION_ERROR])
{
	const char *folder = session->folder;

	/* Whole, so that it survives JSON exactly: all sessions of a bench
	 * must compute the same. */
	session->calibration = round(compute_calibrate());
	return folder_sub(folder, "histograms", error) &&
	       folder_sub(folder, "hyperfine", error) &&
	       folder_copy(folder, "suite.ini", session->suite.path, error) &&
	       write_suite(session, error) && write_machine(session, error) &&
	       write_plan(session, error);
}

/* Opens the log and notes what it holds. */
static bool open_log(struct session *session, char error[SESSION_ERROR])
{
	off_t cut;
	long unreadable;

	tally_start(&session->tally, &session->plan);
	if (!runlog_open(&session->log, session->folder, &cut, error)) {
		tally_free(&session->tally);
		return false;
	}
	/* The run whose line was cut counts as not made. */
	if (cut)
		fprintf(stderr,
			"%s: the last line is incomplete; its run will be "
			"repeated\n",
			session->log.path);
	unreadable = runlog_each(session->folder, tally_line, &session->tally);
	if (unreadable > 0)
		fprintf(stderr,
			"%s: %ld lines cannot be read; their runs will be "
			"repeated\n",
			session->log.path, unreadable);
	return true;
}

/* Gives suite and plan back after a start that failed. */
static enum session_end fail(struct session *session, enum session_end end)
{
	plan_free(&session->plan);
	suite_free(&session->suite);
	return end;
}

enum session_end session_create(struct session *session, const char *suite,
				const char *folder, const char *const *metrics,
				char error[SESSION_ERROR])
{
	char path[PATH_MAX];
	enum session_end end;

	*session = (struct session){.harness_ns = {NAN, NAN, NAN}};
	if (!installed_suite(suite, path, error, SESSION_ERROR) ||
	    !suite_load(&session->suite, path, metrics, error))
		return SESSION_WRONG_WORD;
	plan_make(&session->plan, &session->suite, 0);
	/* Only now, so that a mistake in a suite leaves no folder behind. */
	end = make_folder(session, folder, error);
	if (end != SESSION_FINE)
		return fail(session, end);
	if (!prepare(session, error) ||
	    (!folder && !folder_set_latest(session->folder, error)) ||
	    !open_log(session, error))
		return fail(session, SESSION_UNWRITTEN);
	return SESSION_FINE;
}

/* Whether plan.json is of this machine, as far as placement and speed go. */
static bool same_machine(const struct session *session, const json_t *plan,
			 char error[SESSION_ERROR])
{
	char cpu[256], list[CELL_CPUS] = "", why[CELL_ERROR];
	const char *old_cpu = json_string_value(json_object_get(plan, "cpu"));
	const char *old_list =
		json_string_value(json_object_get(plan, "cpu_list"));

	machine_cpu(cpu, sizeof cpu);
	placement_resolve("all", list, why);
	if (old_cpu && old_list && strcmp(cpu, old_cpu) == 0 &&
	    strcmp(list, old_list) == 0)
		return true;
	snprintf(error, SESSION_ERROR,
		 "%.1024s was measured on CPUs %s of %s, this machine has CPUs "
		 "%s of %s: start a new bench here",
		 session->folder, old_list ? old_list : "?",
		 old_cpu ? old_cpu : "?", list, cpu);
	return false;
}

/* Whether the runs that are there can stand beside new ones. */
static bool same_schema(const struct session *session, const json_t *plan,
			char error[SESSION_ERROR])
{
	json_int_t schema = json_integer_value(json_object_get(plan, "schema"));

	if (schema == RESULT_SCHEMA)
		return true;
	snprintf(error, SESSION_ERROR,
		 "%.1024s was written by %s version (schema %d); measure "
		 "again",
		 session->folder,
		 schema < RESULT_SCHEMA ? "an earlier" : "a later",
		 (int)schema);
	return false;
}

/* Takes seed, calibration and name from plan.json. */
static bool take_plan(struct session *session, const json_t *plan,
		      const char *const *metrics, char error[SESSION_ERROR])
{
	const char *name = json_string_value(json_object_get(plan, "suite"));
	json_int_t seed = json_integer_value(json_object_get(plan, "seed"));
	char path[PATH_MAX];

	session->calibration =
		json_number_value(json_object_get(plan, "calibration"));
	if (!name || seed <= 0 || !(session->calibration > 0)) {
		snprintf(error, SESSION_ERROR,
			 "%s/plan.json lacks suite, seed or calibration",
			 session->folder);
		return false;
	}
	if (!same_schema(session, plan, error) ||
	    !same_machine(session, plan, error))
		return false;
	/* The copy, not the original: that may have been edited since. */
	snprintf(path, sizeof path, "%.4000s/suite.ini", session->folder);
	if (!suite_load(&session->suite, path, metrics, error))
		return false;
	snprintf(session->suite.name, CELL_NAME, "%s", name);
	plan_make(&session->plan, &session->suite, (uint64_t)seed);
	return true;
}

enum session_end session_resume(struct session *session, const char *folder,
				const char *const *metrics,
				char error[SESSION_ERROR])
{
	json_t *plan;
	bool taken;

	*session = (struct session){.harness_ns = {NAN, NAN, NAN},
				    .resumed = true};
	snprintf(session->folder, PATH_MAX, "%.3900s", folder);
	plan = folder_read_json(folder, "plan.json", error);
	if (!plan)
		return SESSION_WRONG_WORD;
	taken = take_plan(session, plan, metrics, error);
	json_decref(plan);
	if (!taken)
		return fail(session, SESSION_WRONG_WORD);
	if (!folder_sub(folder, "histograms", error) ||
	    !folder_sub(folder, "hyperfine", error) ||
	    !write_suite(session, error) || !open_log(session, error))
		return fail(session, SESSION_UNWRITTEN);
	return SESSION_FINE;
}

/* Finds lengths, sizes and capacities; what they make of the time that is left
 * is printed. */
static enum session_end prepare_plan(struct session *session,
				     char error[SESSION_ERROR])
{
	enum pilots_end pilots = pilots_run(
		&session->plan, session->folder, session->pilots_from,
		session->longer, session->calibration, error);
	enum capacity_end capacity;
	char time[32];

	if (pilots == PILOTS_UNWRITTEN)
		return SESSION_UNWRITTEN;
	if (pilots == PILOTS_INTERRUPTED)
		return SESSION_INTERRUPTED;
	capacity =
		capacity_run(&session->plan, session->folder,
			     session->pilots_from, session->calibration, error);
	if (capacity == CAPACITY_UNWRITTEN)
		return SESSION_UNWRITTEN;
	if (capacity == CAPACITY_INTERRUPTED)
		return SESSION_INTERRUPTED;
	progress_time(tally_left_ns(&session->tally) +
			      stopwatch_guess_ns(&session->plan),
		      time);
	printf("after the pilot runs, estimated time left: %s\n\n", time);
	fflush(stdout);
	return SESSION_FINE;
}

enum session_end session_run(struct session *session, char error[SESSION_ERROR])
{
	const struct rounds rounds = {
		.plan = &session->plan,
		.folder = session->folder,
		.calibration = session->calibration,
		.tally = &session->tally,
		.log = &session->log,
	};
	enum session_end prepared = prepare_plan(session, error);
	enum rounds_end end;

	if (prepared != SESSION_FINE)
		return prepared;
	end = rounds_run(&rounds, error);
	if (end == ROUNDS_UNWRITTEN)
		return SESSION_UNWRITTEN;
	if (end == ROUNDS_INTERRUPTED ||
	    stopwatch_run(&session->plan, session->folder,
			  session->calibration) == STOPWATCH_INTERRUPTED)
		return SESSION_INTERRUPTED;
	return SESSION_FINE;
}

/* One row of the plan. */
static void print_section(const struct session *session, unsigned number,
			  FILE *to)
{
	const struct section *section = &session->suite.sections[number];
	unsigned cells = 0;

	for (unsigned i = 0; i < session->plan.n_cells; i++)
		cells += session->plan.cells[i].section == number;
	fprintf(to, "  %-24s %5u %6u %6u%s%s%s\n", section->name, cells,
		section->rounds, cells * section->rounds,
		*section->fault ? "  with fault " : "", section->fault,
		section->unsteady ? "  steady = off" : "");
}

/* "harness overhead: 67 ns per task (1 worker), 71 (100), 80 (1000)". */
static void print_harness(const double ns[MACHINE_WORKERS], FILE *to)
{
	if (isnan(ns[0]))
		return;
	fprintf(to, "harness overhead: %.0f ns per task (%u worker)", ns[0],
		machine_workers[0]);
	for (int i = 1; i < MACHINE_WORKERS; i++)
		if (!isnan(ns[i]))
			fprintf(to, ", %.0f (%u)", ns[i], machine_workers[i]);
	fprintf(to, "\n");
}

void session_print_plan(const struct session *session, FILE *to)
{
	unsigned runs = plan_runs(&session->plan);
	char time[32];

	fprintf(to, "suite %s%s%s\n\n", session->suite.name,
		*session->suite.defaults.title ? ": " : "",
		session->suite.defaults.title);
	fprintf(to, "  %-24s %5s %6s %6s\n", "experiment", "cells", "rounds",
		"runs");
	for (unsigned i = 0; i < session->suite.n_sections; i++)
		print_section(session, i, to);
	fprintf(to, "  %-24s %5u %6u %6u\n\n", "all", session->plan.n_cells,
		session->plan.rounds, runs);
	progress_time(
		tally_left_ns(&session->tally) +
			stopwatch_guess_ns(&session->plan) +
			(session->resumed
				 ? 0
				 : pilots_guess_ns(&session->plan) +
					   capacity_guess_ns(&session->plan)),
		time);
	if (session->resumed)
		fprintf(to, "%u of %u runs are done; the rest takes about %s\n",
			session->tally.n_done, runs, time);
	else
		fprintf(to, "estimated time: %s\n", time);
	print_harness(session->harness_ns, to);
	fprintf(to, "run order: seed %llu; results in %s/\n\n",
		(unsigned long long)session->plan.seed, session->folder);
	fflush(to);
}

void session_print_end(const struct session *session, FILE *to)
{
	unsigned replaced = tally_replaced(&session->tally);

	if (replaced)
		fprintf(to, "\n%u noisy round%s repeated.\n", replaced,
			replaced == 1 ? " was" : "s were");
}

bool session_end(struct session *session, char error[SESSION_ERROR])
{
	bool closed = runlog_close(&session->log, error);

	tally_free(&session->tally);
	plan_free(&session->plan);
	suite_free(&session->suite);
	return closed;
}
