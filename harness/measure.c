/*
 * measure.c - sets a process up for one run, lets the runner do it, and takes
 * everything down again. The order of steps is the point of this file.
 */
#include "harness/measure.h"

#include "harness/record/clock.h"
#include "harness/support/compute.h"
#include "harness/fault/fault.h"
#include "harness/load/generator.h"
#include "harness/machine/limits.h"
#include "harness/peer/peer.h"
#include "harness/peer/drive.h"
#include "harness/machine/cpus.h"
#include "harness/machine/probe.h"
#include "harness/cell/registry.h"
#include "harness/result.h"
#include "harness/run.h"
#include "harness/support/reported.h"
#include "harness/support/scratch.h"
#include "harness/validity/answers.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Signals reach the supervisor's signalfd and nobody else; a wait is as exact
 * in every model as the kernel allows; a broken pipe is an errno. */
static void prepare_process(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_TIMERSLACK, 1UL);
	cpus_raise_limits();
}

/* Peer and generator go where the cell says, else to the CPUs that the
 * contestant does not use, else anywhere. */
static void peer_place(const struct cell *cell, char cpus[CELL_CPUS])
{
	cpu_set_t all;

	*cpus = '\0';
	if (*cell->peer_cpus)
		snprintf(cpus, CELL_CPUS, "%s", cell->peer_cpus);
	else if (sched_getaffinity(0, sizeof all, &all) == 0)
		cpus_rest(&all, cell->cpus, cpus, CELL_CPUS);
}

static bool start_peer(const char *cpus, struct run *run, json_t *line)
{
	if (run->workload->peer == PEER_NONE)
		return true;
	run->peer = peer_start(cpus);
	if (run->peer < 0)
		result_invalid(line, "cannot start the peer: %s",
			       strerrordesc_np(errno));
	return run->peer >= 0;
}

static void set_load(const struct cell *cell, struct run *run)
{
	run->workers = cell_workers(cell);
	run->helpers = cell->contestant.helpers;
	run->concurrency = cell->concurrency;
	run->tasks = cell->tasks ? cell->tasks : UINT64_MAX;
	run->warmup_ns = cell->tasks ? 0 : cell->warmup_ns;
	run->duration_ns = cell->tasks ? 0 : cell->duration_ns;
	run->arrivals = cell->arrivals;
}

/* The schedule of an open load, the same for all contestants of a round. */
static bool make_schedule(const struct job *job, struct run *run, json_t *line)
{
	const char *why = "no task arrives in the time given";

	if (!run_is_open(run))
		return true;
	if (schedule_make(&run->schedule, run->arrivals, job->cell.rate,
			  run->warmup_ns + run->duration_ns,
			  job->seed ^ mix64(job->round)) < 0)
		why = strerrordesc_np(errno);
	else if (run->schedule.n > 0)
		return true;
	result_invalid(line, "cannot make a schedule of arrivals: %s", why);
	return false;
}

/* Found before the first of thousands is started, which would take a minute to
 * end the same way. */
static bool has_room(const struct run *run, json_t *line)
{
	char why[LIMIT_TEXT];

	if (limits_allow(run->workers, why))
		return true;
	result_invalid(line, "limit: %u %s are too many: %s", run->workers,
		       run->runner->worker, why);
	return false;
}

/* Everything before the first worker. False: the line says why. */
static bool set_up(const struct job *job, struct run *run,
		   char peer_cpus[CELL_CPUS], json_t *line)
{
	const struct cell *cell = &job->cell;
	char error[CELL_ERROR];

	run->workload = registry_workload(cell->workload);
	run->runner = registry_runner(cell->contestant.runner);
	if (!run->workload || !run->runner || !cell_apply_params(cell, error)) {
		result_invalid(line, "%s",
			       run->workload && run->runner
				       ? error
				       : "no such workload or runner");
		return false;
	}
	set_load(cell, run);
	if (!has_room(run, line))
		return false;
	scratch_set(job->scratch);
	compute_set_rate(job->calibration);
	fault_set(cell);
	peer_place(cell, peer_cpus);
	if (!start_peer(peer_cpus, run, line) || !make_schedule(job, run, line))
		return false;
	if (cpus_bind(cell->cpus) < 0) {
		result_invalid(line, "cannot bind to CPUs %s: %s", cell->cpus,
			       strerrordesc_np(errno));
		return false;
	}
	if (run->workload->setup && run->workload->setup() < 0) {
		result_invalid(line, "cannot set %s up: %s", cell->workload,
			       strerrordesc_np(errno));
		return false;
	}
	if (run_init(run) < 0) {
		result_invalid(line,
			       "cannot make the recorders of %u workers: %s",
			       run->workers, strerrordesc_np(errno));
		return false;
	}
	if (run_is_open(run) && generator_start(run, peer_cpus) < 0) {
		result_invalid(line, "cannot start the generator: %s",
			       strerrordesc_np(errno));
		return false;
	}
	if (fault_start(run, peer_cpus) < 0) {
		result_invalid(line, "cannot start the fault %s: %s",
			       cell->fault, strerrordesc_np(errno));
		return false;
	}
	return true;
}

static void run_all(const struct job *job, struct run *run,
		    const char *peer_cpus, json_t *line)
{
	static struct surroundings surroundings;
	struct memory memory = {0};
	int result;

	surroundings_before(&surroundings, &job->cell, run, peer_cpus);
	run->memory_before =
		probe_memory(getpid(), &memory) < 0 ? -1 : memory.anon;
	result = run->runner->run(run);
	surroundings_after(&surroundings, run);
	if (result < 0) {
		result_called_off(line, run);
		return;
	}
	answers_check(run);
	surroundings.peer_capacity = run->peer > 0 ? peer_drive() : NAN;
	result_finish(line, job, run, &surroundings);
}

void measure_tear_down(const struct workload *workload, json_t *line)
{
	const struct reported *figure = reported_figures();
	json_t *figures;

	if (!workload->teardown)
		return;
	if (workload->teardown() < 0)
		result_invalid(line, "invariant: %s",
			       *reported_reason() ? reported_reason()
						  : strerrordesc_np(errno));
	if (!figure->name)
		return;
	figures = json_object();
	for (; figure->name; figure++)
		json_object_set_new(figures, figure->name,
				    json_real(figure->value));
	json_object_set_new(line, "figures", figures);
}

json_t *measure(const struct job *job)
{
	struct job copy = *job;
	char peer_cpus[CELL_CPUS] = "";
	json_t *line;
	struct run run = {
		.event_fd = -1, .signal_fd = -1, .peer = -1, .generator = -1};

	if (copy.calibration <= 0)
		copy.calibration = compute_calibrate();
	line = result_start(&copy);
	prepare_process();
	if (set_up(&copy, &run, peer_cpus, line)) {
		run_all(&copy, &run, peer_cpus, line);
		if (!run.stuck)
			measure_tear_down(run.workload, line);
	}
	fault_stop();
	generator_stop(&run);
	peer_stop();
	if (!run.stuck)
		run_free(&run);
	return line;
}

json_t *measure_failed(const struct job *job, const char *reason)
{
	json_t *line = result_start(job);

	result_invalid(line, "%s", reason);
	return line;
}

json_t *job_to_json(const struct job *job)
{
	json_t *json = json_pack(
		"{s:i, s:i, s:I, s:f, s:s, s:s, s:s}", "round", (int)job->round,
		"position", (int)job->position, "seed", (json_int_t)job->seed,
		"calibration", job->calibration, "scratch", job->scratch,
		"histogram", job->histogram, "histogram_name",
		job->histogram_name);

	if (json)
		cell_to_json(&job->cell, json);
	return json;
}

bool job_from_json(const json_t *json, struct job *job, char error[CELL_ERROR])
{
	const char *scratch, *histogram, *name;
	int round, position;
	json_int_t seed;

	memset(job, 0, sizeof *job);
	if (json_unpack((json_t *)json, "{s:i, s:i, s:I, s:F, s:s, s:s, s:s}",
			"round", &round, "position", &position, "seed", &seed,
			"calibration", &job->calibration, "scratch", &scratch,
			"histogram", &histogram, "histogram_name", &name) < 0) {
		snprintf(error, CELL_ERROR, "a field of the order is missing");
		return false;
	}
	job->round = (unsigned)round;
	job->position = (unsigned)position;
	job->seed = (uint64_t)seed;
	snprintf(job->scratch, sizeof job->scratch, "%s", scratch);
	snprintf(job->histogram, sizeof job->histogram, "%s", histogram);
	snprintf(job->histogram_name, sizeof job->histogram_name, "%s", name);
	return cell_from_json(json, &job->cell, error);
}
