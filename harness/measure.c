/*
 * measure.c - sets a process up for one run, lets the runner do it, and takes
 * everything down again. The order of steps is the point of this file.
 */
#include "harness/measure.h"

#include "harness/cell/registry.h"
#include "harness/fault/fault.h"
#include "harness/load/generator.h"
#include "harness/machine/cpus.h"
#include "harness/machine/limits.h"
#include "harness/machine/memory.h"
#include "harness/machine/noise.h"
#include "harness/peer/capacity.h"
#include "harness/peer/peer.h"
#include "harness/result.h"
#include "harness/run.h"
#include "harness/support/compute.h"
#include "harness/support/reported.h"
#include "harness/support/scratch.h"
#include "harness/validity/answers.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Signals reach the supervisor's signalfd and nobody else; a broken pipe is an
 * errno. Threads and processes inherit the timer slack, loops ask the run. */
static void prepare_process(int64_t slack_ns)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_TIMERSLACK, (unsigned long)slack_ns);
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

static bool start_peer(const char *cpus, struct run *run)
{
	if (run->workload->peer != PEER_NONE)
		run->peer = peer_start(cpus);
	return run->workload->peer == PEER_NONE || run->peer >= 0;
}

static void set_load(const struct cell *cell, struct run *run)
{
	run->workers = cell_workers(cell);
	run->helpers = cell->contestant.helpers;
	run->concurrency = cell->concurrency;
	run->tasks = cell->tasks ? cell->tasks : UINT64_MAX;
	run->warmup_ns = cell->tasks ? 0 : cell->warmup_ns;
	run->duration_ns = cell->tasks ? 0 : cell->duration_ns;
	run->slack_ns = cell_slack(cell);
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
	reason_add(line, CHECK_SETUP, "cannot make a schedule of arrivals: %s",
		   why);
	return false;
}

/* Found before the first of thousands is started, which would take a minute to
 * end the same way. */
static bool has_room(const struct run *run, json_t *line)
{
	char why[LIMIT_TEXT];

	if (limits_allow(run->workers, why))
		return true;
	reason_add(line, CHECK_LIMIT, "%u %s are too many: %s", run->workers,
		   run->runner->worker, why);
	return false;
}

static bool start_generator(struct run *run, const char *cpus)
{
	const struct generator generator = {.control = run->control,
					    .schedule = &run->schedule,
					    .queues = &run->queues,
					    .posting = run->posting,
					    .warmup_ns = run->warmup_ns,
					    .event_fd = run->event_fd};

	if (run_is_open(run))
		run->generator = generator_start(&generator, cpus);
	return !run_is_open(run) || run->generator >= 0;
}

/* A step of the set-up that fails with an errno. */
static bool did(bool well, json_t *line, const char *what, const char *whom)
{
	if (!well)
		reason_add(line, CHECK_SETUP, "cannot %s%s: %s", what, whom,
			   strerrordesc_np(errno));
	return well;
}

/* Who is to run what; false: the line says why not. */
static bool find_parts(const struct cell *cell, struct run *run, json_t *line)
{
	char error[CELL_ERROR] = "no such workload or runner";

	run->workload = registry_workload(cell->workload);
	run->runner = registry_runner(cell->contestant.runner);
	if (run->workload && run->runner && cell_apply_params(cell, error))
		return true;
	reason_add(line, CHECK_SETUP, "%s", error);
	return false;
}

/* Everything before the first worker, in this order: children are forked while
 * the process is small, has one thread and is not bound yet. */
static bool set_up(const struct job *job, struct run *run,
		   char peer_cpus[CELL_CPUS], json_t *line)
{
	const struct cell *cell = &job->cell;

	if (!find_parts(cell, run, line))
		return false;
	set_load(cell, run);
	if (!has_room(run, line))
		return false;
	scratch_set(job->scratch);
	compute_set_rate(job->calibration);
	fault_set(cell);
	peer_place(cell, peer_cpus);
	run->peer_shares = !*peer_cpus || strcmp(peer_cpus, cell->cpus) == 0;
	return did(start_peer(peer_cpus, run), line, "start the peer", "") &&
	       make_schedule(job, run, line) &&
	       did(cpus_bind(cell->cpus) == 0, line, "bind to CPUs ",
		   cell->cpus) &&
	       did(!run->workload->setup || run->workload->setup() == 0, line,
		   "set up ", cell->workload) &&
	       did(run_init(run) == 0, line, "map the recorders", "") &&
	       did(start_generator(run, peer_cpus), line,
		   "start the load generator", "") &&
	       did(fault_start(run->control, run->peer, run->generator,
			       peer_cpus) == 0,
		   line, "start the fault ", cell->fault);
}

static void run_all(const struct job *job, struct run *run,
		    const char *peer_cpus, json_t *line)
{
	static struct noise noise;
	struct memory memory = {0};
	int result;

	noise_before(&noise, run->duration_ns, peer_cpus);
	run->memory_before =
		memory_read(getpid(), &memory) < 0 ? -1 : memory.anon;
	result = run->runner->run(run);
	noise_after(&noise, run->duration_ns);
	if (result < 0) {
		result_called_off(line, run);
		return;
	}
	answers_check(run);
	if (run->peer > 0) {
		run->peer_cpu_ns = peer_cpu_ns();
		run->peer_capacity = peer_capacity();
	}
	result_finish(line, job, run, &noise);
}

void measure_tear_down(const struct workload *workload, json_t *line)
{
	const struct reported *figure = reported_figures();
	json_t *figures;

	if (!workload->teardown)
		return;
	if (workload->teardown() < 0)
		reason_add(line, CHECK_INVARIANT, "%s",
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

char *measure(const struct job *job)
{
	struct job copy = *job;
	char peer_cpus[CELL_CPUS] = "", *text;
	json_t *line;
	struct run run = {.event_fd = -1,
			  .signal_fd = -1,
			  .peer = -1,
			  .generator = -1,
			  .peer_cpu_ns = -1,
			  .peer_capacity = NAN};

	if (copy.calibration <= 0)
		copy.calibration = compute_calibrate();
	line = result_start(&copy);
	prepare_process(cell_slack(&copy.cell));
	if (set_up(&copy, &run, peer_cpus, line)) {
		run_all(&copy, &run, peer_cpus, line);
		if (!run.stuck)
			measure_tear_down(run.workload, line);
	}
	fault_stop();
	generator_stop(run.generator);
	peer_stop();
	if (!run.stuck)
		run_free(&run);
	text = result_text(line);
	json_decref(line);
	return text;
}
