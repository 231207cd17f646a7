/*
 * gather.c - see gather.h.
 *
 * CPU time is that between the opening of the gate and the last worker's end,
 * so it is set against just that time: set-up and tear-down are nobody's load.
 */
#include "harness/gather.h"

#include "harness/load/generator.h"
#include "harness/machine/cpus.h"
#include "harness/machine/speed.h"
#include "harness/validity/ceiling.h"

#include <math.h>
#include <unistd.h>

/* Other programs are not told from ours below this many ticks. */
enum { OTHERS_LEAST_TICKS = 5 };

/* Some CPU time as a share of one CPU, between the gate and the end. */
static double cpu_share(const struct run *run, int64_t cpu_ns)
{
	return (double)cpu_ns /
	       (double)(run->finished_ns - run->control->opened_ns);
}

/* That share of the peer; NAN without one. */
static double peer_share(const struct run *run)
{
	if (run->peer <= 0)
		return NAN;
	return cpu_share(run, run->peer_cpu_finished - run->peer_cpu_opened);
}

/* Requests to the peer that a task makes. */
static double requests_per_task(const struct run *run)
{
	return run->workload->requests ? (double)*run->workload->requests : 1;
}

/* What a request costs the peer depends on how busy it is: the best that was
 * seen of it, in the run or when it was driven. Where it could not be driven,
 * that is the run alone, and the check is stricter for it. */
static double peer_capacity_seen(const struct run *run,
				 const struct totals *totals)
{
	int64_t cpu = run->peer_cpu_finished - run->peer_cpu_opened;
	double requests = (double)totals->completed * requests_per_task(run);
	double seen = requests * (double)S / (double)cpu;

	if (run->peer <= 0)
		return NAN;
	return fmax(run->peer_capacity, seen);
}

/* CPU time in ns of all workers. */
static double cpu_ns(const struct totals *totals)
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

/* The windows begin at the gate: the fixed warm-up is part of what is judged.
 * A batch has no steady state by nature. */
static void look_at_steadiness(struct evidence *to, const struct cell *cell,
			       const struct run *run,
			       const struct totals *totals)
{
	double length = (double)run_length(run);

	to->warmup_ns = (double)run->warmup_ns;
	to->window_ns = (double)run->duration_ns;
	to->measured = totals->throughput * to->window_ns / (double)S;
	to->response_mean_ns = hist_mean(&totals->response);
	to->steady_asked = run->duration_ns && !cell->unsteady;
	to->steady_known =
		to->steady_asked &&
		!steady_is_short(to->warmup_ns, to->window_ns,
				 to->response_mean_ns, totals->throughput);
	if (to->steady_known)
		to->steady = steady_judge(totals->share,
					  (double)run->warmup_ns / length);
}

/* Tasks that the load keeps in flight; an open load: may have in flight. */
static double in_flight(const struct run *run)
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
	to->little_in_flight = in_flight(run);
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

/* Those that can serve one task each: workers, or helpers; 0: a loop serves all
 * it has. */
static double servers(const struct run *run)
{
	enum waiting by =
		run->workload->waits_by ? run->workload->waits_by() : BY_AWAIT;

	if (run->runner->kind == POOL || by == BY_BLOCKING)
		return run->workers;
	if (by == BY_OFFLOAD)
		return (double)run->workers * fmax(run->helpers, 1);
	return 0;
}

/* By how much the processor was faster than when compute() was calibrated, as
 * the time that a step takes, before or after the run; at most 1. */
static double step_shrunk(const struct noise *noise)
{
	int64_t fastest = noise->speed_before_ns < noise->speed_after_ns
				  ? noise->speed_before_ns
				  : noise->speed_after_ns;
	double steps =
		(double)fastest / (double)S * (double)compute_iterations(S);

	return fastest > 0 && steps > 0 ? fmin(steps / SPEED_STEPS, 1) : 1;
}

/* A time that a workload may know of its tasks. */
static double known_ns(int64_t (*asked)(void))
{
	int64_t ns = asked ? asked() : -1;

	return ns < 0 ? NAN : (double)ns;
}

/* Of an open load the schedule decides, and whether it is too much is said by
 * `overload`. */
static double ceiling_of(const struct cell *cell, const struct run *run,
			 const struct noise *noise)
{
	double threads = run->workers * (1.0 + run->helpers);
	struct ceiling known = {
		.served = in_flight(run),
		.cpus = fmin(cpus_count(cell->cpus), threads),
		.waits_ns = known_ns(run->workload->waits_ns),
		.computes_ns = known_ns(run->workload->computes_ns) *
			       step_shrunk(noise),
	};

	if (servers(run) > 0)
		known.served = fmin(known.served, servers(run));
	return run_is_open(run) ? NAN : ceiling_rate(&known);
}

/* Tasks that arrived in the window were served between its start and the last
 * end, by so many at a time. */
static double mean_in_service(const struct run *run,
			      const struct totals *totals)
{
	return (double)totals->service.sum /
	       (double)(totals->last_end - run->control->from_ns);
}

/* No CPU time from nowhere, and no tasks. */
static void look_at_bounds(struct evidence *to, const struct cell *cell,
			   const struct run *run, const struct totals *totals,
			   const struct noise *noise)
{
	to->work_ns = (double)totals->completed *
		      known_ns(run->workload->computes_ns);
	to->cpu_ns = cpu_ns(totals);
	to->cpu_most_ns = (double)(run->finished_ns - run->control->opened_ns) *
			  cpus_count(cell->cpus);
	to->in_service = mean_in_service(run, totals);
	to->in_service_most =
		run->runner->kind == POOL ? run->workers : run->concurrency;
	to->throughput = totals->throughput;
	to->ceiling = ceiling_of(cell, run, noise);
}

/* How busy the contestant was with CPUs of its own. Where others take their
 * share of them, CPU time alone would look like waiting: but who waits blocks,
 * at most for as long as a task is served, and so often the kernel counted. */
static double busy_share(const struct run *run, const struct totals *totals,
			 double cpus)
{
	double threads =
		fmin(run->workers * (1.0 + run->helpers), in_flight(run));
	double cpu =
		cpu_share(run, (int64_t)cpu_ns(totals)) / fmin(cpus, threads);
	double blocked =
		(double)totals->usage.voluntary * hist_mean(&totals->service);

	if (run_is_open(run))
		return cpu;
	return fmax(cpu, 1 - cpu_share(run, (int64_t)blocked) / threads);
}

/* Peer and generator are on the contestant's CPUs only where they share them:
 * then all may be used up by three of which none is busy. */
static void look_at_bottleneck(struct bottleneck *to, const struct cell *cell,
			       const struct run *run,
			       const struct totals *totals)
{
	double cpus = cpus_count(cell->cpus), peer = peer_share(run);
	double cpu = cpu_share(run, (int64_t)cpu_ns(totals));

	*to = (struct bottleneck){
		.open = run_is_open(run),
		.peer = peer,
		.cpu = busy_share(run, totals, cpus),
		.generator = cpu_share(run, run->posting->cpu_ns),
		.queue = hist_mean(&totals->queue) /
			 hist_mean(&totals->response),
		.service = hist_mean(&totals->service) /
			   known_ns(run->workload->waits_ns),
	};
	to->all = cpu + to->generator + (isnan(peer) ? 0 : peer);
	to->all = run->peer_shares ? to->all / cpus : NAN;
	if (servers(run) > 0)
		to->workers = totals->throughput * hist_mean(&totals->service) /
			      (double)S / servers(run);
}

/* The share of CPU time that went neither to the contestant nor to peer and
 * generator; 0 below a few ticks, as the kernel counts busy time by sampling.
 */
static double others_share(const struct run *run, const struct noise *noise)
{
	const struct noise_counters *before = &noise->before,
				    *after = &noise->after;
	double tick_ns = (double)S / (double)sysconf(_SC_CLK_TCK);
	double own = (double)(after->own_ns - before->own_ns);
	double all = after->ticks.total - before->ticks.total;
	double busy = all - (after->ticks.idle - before->ticks.idle) -
		      (after->ticks.steal - before->ticks.steal);

	busy *= tick_ns;
	own += run->peer_cpu_ns > 0 ? (double)run->peer_cpu_ns : 0;
	own += run_is_open(run) ? (double)run->posting->cpu_ns : 0;
	if (!(busy - own > OTHERS_LEAST_TICKS * tick_ns))
		return 0;
	return (busy - own) / (all * tick_ns);
}

/* Steal comes in whole ticks: one of them may have gathered long before. */
static void look_at_noise(struct evidence *to, const struct run *run,
			  const struct noise *noise)
{
	const struct noise_counters *before = &noise->before,
				    *after = &noise->after;

	to->clock_read_ns = noise->clock_read_ns;
	to->steal = (after->ticks.steal - before->ticks.steal - 1) /
		    (after->ticks.total - before->ticks.total);
	to->others = others_share(run, noise);
	to->throttled = after->throttled - before->throttled;
}

static void look_at_failures(struct evidence *to, const struct run *run,
			     const struct totals *totals)
{
	const struct control *control = run->control;

	to->interrupted = run->interrupted;
	to->peer_died = run->peer_died;
	to->generator_died = run->generator_died;
	to->error = atomic_load(&control->has_error) ? control->error : NULL;
	to->error_check = control->check;
	to->replaced = run->replaced;
	to->errors = totals->errors;
	to->wrong_answer = *run->wrong ? run->wrong : NULL;
	to->empty = !totals->whole && totals->part <= 0;
	to->drained_late = run->drained_late;
}

static void look_at_peer(struct evidence *to, const struct run *run,
			 const struct totals *totals)
{
	to->peer_share = peer_share(run);
	to->peer_rate = totals->throughput * requests_per_task(run);
	to->peer_capacity = peer_capacity_seen(run, totals);
}

void gather_evidence(struct evidence *to, const struct cell *cell,
		     const struct run *run, const struct totals *totals,
		     const struct noise *noise)
{
	*to = (struct evidence){
		.issued = totals->issued,
		.completed = totals->completed,
		.failed = totals->failed,
		.in_flight = totals->in_flight,
		.lost = totals->lost,
		.backwards = totals->backwards,
		.faults = run->workload->faults ? NAN
						: (double)totals->usage.faults,
		.little_in_flight = NAN,
		.little_x_r = NAN,
	};
	look_at_failures(to, run, totals);
	look_at_peer(to, run, totals);
	look_at_generator(to, run, totals);
	look_at_quarters(to, run, totals);
	look_at_steadiness(to, cell, run, totals);
	if (to->open)
		look_at_open_load(to, run, totals);
	else
		look_at_closed_load(to, run, totals);
	look_at_bounds(to, cell, run, totals, noise);
	look_at_bottleneck(&to->bottleneck, cell, run, totals);
	look_at_noise(to, run, noise);
}
