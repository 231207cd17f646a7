/*
 * evidence.c - see figures.h.
 *
 * CPU time is that between the opening of the gate and the last worker's end,
 * so it is set against just that time: set-up and tear-down are nobody's load.
 */
#include "harness/validity/evidence.h"

#include "harness/load/generator.h"
#include "harness/machine/cpus.h"

#include <math.h>

double figures_share(const struct run *run, int64_t cpu_ns)
{
	return (double)cpu_ns /
	       (double)(run->finished_ns - run->control->opened_ns);
}

double figures_peer(const struct run *run)
{
	if (run->peer <= 0)
		return NAN;
	return figures_share(run,
			     run->peer_cpu_finished - run->peer_cpu_opened);
}

/* What a request costs the peer depends on how busy it is: the best that was
 * seen of it, in the run or when it was driven. Where it could not be driven,
 * that is the run alone, and the gate is stricter for it. */
double figures_peer_capacity(const struct run *run, const struct totals *totals,
			     const struct surroundings *surroundings)
{
	int64_t cpu = run->peer_cpu_finished - run->peer_cpu_opened;
	double seen = (double)totals->completed * (double)S / (double)cpu;

	if (run->peer <= 0)
		return NAN;
	return fmax(surroundings->peer_capacity, seen);
}

double figures_cpu(const struct totals *totals)
{
	return (double)(totals->usage.user_ns + totals->usage.system_ns);
}

/* Both rates count from the gate to the last arrival, so a schedule that ends
 * early, as Poisson's may, is not taken for a slow generator. */
static void look_at_generator(struct evidence *to, const struct run *run,
			      const struct totals *totals)
{
	const struct posting *posting = run->posting;
	const struct schedule *schedule = &run->schedule;
	const struct hist *lag = &posting->lag;

	to->open = run_is_open(run);
	if (!to->open)
		return;
	to->planned = schedule->n;
	to->posted = posting->posted;
	to->planned_rate = (double)schedule->n * (double)S /
			   (double)schedule->at[schedule->n - 1];
	to->posted_rate =
		(double)posting->posted * (double)S / (double)posting->last_ns;
	to->lag_p99_ns =
		hist_bears(lag, 0.99) ? (double)hist_quantile(lag, 0.99) : NAN;
	to->lag_max_ns = (double)lag->max;
	to->response_p50_ns = (double)hist_quantile(&totals->response, 0.5);
}

/* Mean tasks in flight in each quarter of the run. */
static void look_at_quarters(struct evidence *to, const struct run *run,
			     const struct totals *totals)
{
	double length = (double)(run->warmup_ns + run->duration_ns);

	for (int i = 0; i < RECORDER_WINDOWS; i++)
		to->quarters[i * 4 / RECORDER_WINDOWS] +=
			totals->life[i] / (length / 4);
}

/* Enough tasks, and enough of them one after the other. */
static bool bears_steady(const struct run *run, const struct totals *totals)
{
	int64_t length = run->warmup_ns + run->duration_ns;
	double tasks = 0;

	for (int i = 0; i < RECORDER_WINDOWS; i++)
		tasks += totals->share[i];
	return run->duration_ns && tasks >= STEADY_TASKS &&
	       hist_mean(&totals->response) * STEADY_TURNS <= (double)length;
}

/* The windows begin at the gate: the fixed warm-up is part of what is judged.
 */
static void look_at_steadiness(struct evidence *to, const struct run *run,
			       const struct totals *totals)
{
	double length = (double)(run->warmup_ns + run->duration_ns);

	to->steady_known = bears_steady(run, totals);
	if (to->steady_known)
		to->steady = steady_judge(totals->share,
					  (double)run->warmup_ns / length);
}

double figures_in_flight(const struct run *run)
{
	return runner_in_flight(run->runner, run->concurrency);
}

/*
 * Little's law over a finite time, where it holds without any allowance for the
 * edges (Little, "Little's Law as Viewed on Its 50th Anniversary", 2011): a
 * closed load, in the measured window, by the life that lies inside it.
 */
static void look_at_closed_load(struct evidence *to, const struct run *run,
				const struct totals *totals)
{
	uint64_t inside = totals->response.sum - (uint64_t)totals->outside;

	if (!run->duration_ns || totals->elapsed_ns <= 0)
		return;
	to->little_in_flight = figures_in_flight(run);
	to->little_x_r = (double)inside / (double)totals->elapsed_ns;
}

/* An open load, from empty to empty: what the recorder says of each task's
 * sojourn, against arrivals as planned and ends as they came. */
static void look_at_open_load(struct evidence *to, const struct run *run,
			      const struct totals *totals)
{
	double length = (double)(totals->last_end - run->control->opened_ns);
	uint64_t area = totals->ends;
	double sojourns = totals->life_after;

	if (totals->completed != run->schedule.n)
		return;
	for (uint64_t i = 0; i < run->schedule.n; i++)
		area -= (uint64_t)run->schedule.at[i];
	for (int i = 0; i < RECORDER_WINDOWS; i++)
		sojourns += totals->life[i];
	to->little_in_flight = (double)area / length;
	to->little_x_r = sojourns / length;
}

/* Workers that can serve one task each; a loop serves all it has. */
static double servers(const struct run *run)
{
	return run->runner->kind == POOL ? run->workers : run->concurrency;
}

/* Tasks that arrived in the window were served between its start and the last
 * end, by so many at a time. */
static double mean_in_service(const struct run *run,
			      const struct totals *totals)
{
	return (double)totals->service.sum /
	       (double)(totals->last_end - run->control->from_ns);
}

/* Only what is true of every model: no CPU time from nowhere. */
static void look_at_bounds(struct evidence *to, const struct cell *cell,
			   const struct run *run, const struct totals *totals)
{
	to->cpu_ns = figures_cpu(totals);
	to->cpu_most_ns = (double)(run->finished_ns - run->control->opened_ns) *
			  cpus_count(cell->cpus);
	to->in_service = mean_in_service(run, totals);
	to->in_service_most = servers(run);
}

void evidence_collect(struct evidence *to, const struct cell *cell,
		      const struct run *run, const struct totals *totals,
		      const struct surroundings *surroundings)
{
	*to = (struct evidence){
		.issued = totals->issued,
		.completed = totals->completed,
		.failed = totals->failed,
		.in_flight = totals->in_flight,
		.backwards = totals->backwards,
		.clock_read_ns = surroundings->clock_read_ns,
		.peer_share = figures_peer(run),
		.peer_rate = totals_throughput(run, totals),
		.peer_capacity =
			figures_peer_capacity(run, totals, surroundings),
		.drained_late = run->drained_late,
		.little_in_flight = NAN,
		.little_x_r = NAN,
	};
	look_at_generator(to, run, totals);
	look_at_quarters(to, run, totals);
	look_at_steadiness(to, run, totals);
	if (to->open)
		look_at_open_load(to, run, totals);
	else
		look_at_closed_load(to, run, totals);
	look_at_bounds(to, cell, run, totals);
}
