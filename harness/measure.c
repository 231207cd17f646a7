/*
 * measure.c - sets a process up for one run, lets the runner do it, and takes
 * everything down again. The order of steps is the point of this file.
 */
#include "harness/measure.h"

#include "harness/clock.h"
#include "harness/compute.h"
#include "harness/fault.h"
#include "harness/generator.h"
#include "harness/limits.h"
#include "harness/peer.h"
#include "harness/peer_drive.h"
#include "harness/place.h"
#include "harness/probe.h"
#include "harness/registry.h"
#include "harness/result.h"
#include "harness/run.h"
#include "harness/scratch.h"

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
	place_raise_limits();
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
		place_rest(&all, cell->cpus, cpus, CELL_CPUS);
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
static bool make_schedule(const struct order *order, struct run *run,
			  json_t *line)
{
	const char *why = "no task arrives in the time given";

	if (!run_is_open(run))
		return true;
	if (schedule_make(&run->schedule, run->arrivals, order->cell.rate,
			  run->warmup_ns + run->duration_ns,
			  order->seed ^ mix64(order->round)) < 0)
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
static bool set_up(const struct order *order, struct run *run,
		   char peer_cpus[CELL_CPUS], json_t *line)
{
	const struct cell *cell = &order->cell;
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
	scratch_set(order->scratch);
	compute_set_rate(order->calibration);
	fault_set(cell);
	peer_place(cell, peer_cpus);
	if (!start_peer(peer_cpus, run, line) ||
	    !make_schedule(order, run, line))
		return false;
	if (place_bind(cell->cpus) < 0) {
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
		result_invalid(line, "cannot make the lanes of %u workers: %s",
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

static void run_all(const struct order *order, struct run *run,
		    const char *peer_cpus, json_t *line)
{
	static struct around around;
	struct memory memory = {0};
	int result;

	around_before(&around, &order->cell, run, peer_cpus);
	run->memory_before =
		probe_memory(getpid(), &memory) < 0 ? -1 : memory.anon;
	result = run->runner->run(run);
	around_after(&around, run);
	if (result < 0) {
		result_called_off(line, run);
		return;
	}
	around.peer_capacity = run->peer > 0 ? peer_drive() : NAN;
	result_finish(line, order, run, &around);
}

json_t *measure(const struct order *order)
{
	struct order copy = *order;
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
		if (run.workload->teardown && !run.stuck)
			run.workload->teardown();
	}
	fault_stop();
	generator_stop(&run);
	peer_stop();
	if (!run.stuck)
		run_free(&run);
	return line;
}

json_t *measure_failed(const struct order *order, const char *reason)
{
	json_t *line = result_start(order);

	result_invalid(line, "%s", reason);
	return line;
}

json_t *order_to_json(const struct order *order)
{
	json_t *json = json_pack(
		"{s:i, s:i, s:I, s:f, s:s, s:s, s:s}", "round",
		(int)order->round, "position", (int)order->position, "seed",
		(json_int_t)order->seed, "calibration", order->calibration,
		"scratch", order->scratch, "histogram", order->histogram,
		"histogram_name", order->histogram_name);

	if (json)
		cell_to_json(&order->cell, json);
	return json;
}

bool order_from_json(const json_t *json, struct order *order,
		     char error[CELL_ERROR])
{
	const char *scratch, *histogram, *name;
	int round, position;
	json_int_t seed;

	memset(order, 0, sizeof *order);
	if (json_unpack((json_t *)json, "{s:i, s:i, s:I, s:F, s:s, s:s, s:s}",
			"round", &round, "position", &position, "seed", &seed,
			"calibration", &order->calibration, "scratch", &scratch,
			"histogram", &histogram, "histogram_name", &name) < 0) {
		snprintf(error, CELL_ERROR, "a field of the order is missing");
		return false;
	}
	order->round = (unsigned)round;
	order->position = (unsigned)position;
	order->seed = (uint64_t)seed;
	snprintf(order->scratch, sizeof order->scratch, "%s", scratch);
	snprintf(order->histogram, sizeof order->histogram, "%s", histogram);
	snprintf(order->histogram_name, sizeof order->histogram_name, "%s",
		 name);
	return cell_from_json(json, &order->cell, error);
}
