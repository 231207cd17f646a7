/*
 * judge.c - asks the checks, and writes down what they saw. The checks and their
 * limits are in checks.c; what they look at is collected in figures.c.
 *
 * What went wrong as a whole (a worker died, tasks failed) is a reason of its
 * own, and then no gate is asked: its figures are those of another run.
 */
#include "harness/validity/judge.h"

#include "harness/validity/evidence.h"
#include "harness/validity/checks.h"
#include "harness/load/generator.h"
#include "harness/validity/bottleneck.h"
#include "harness/machine/cpus.h"
#include "harness/result.h"

#include <inttypes.h>
#include <math.h>
#include <unistd.h>

/* Steal beyond this share of the CPU time makes noisy a run. */
#define STEAL_MOST 0.01

/* So does CPU time of other programs beyond this share, and this many ticks. */
#define OTHERS_MOST 0.1
enum { OTHERS_LEAST_TICKS = 5 };

/* The generator came late, whatever that means to the contestant: beyond this
 * no gate is sure to be content. */
#define LATE_P99_NS 250e3

/* What went wrong with the run as a whole. */
static void name_failures(json_t *line, const struct run *run,
			  const struct totals *totals)
{
	if (run->interrupted)
		result_invalid(line, "interrupted");
	if (run->peer_died)
		result_invalid(line, "the peer died");
	if (run->generator_died)
		result_invalid(line, "the generator died");
	if (atomic_load(&run->control->has_error))
		result_invalid(line, "%s", run->control->error);
	if (run->replaced)
		result_invalid(line,
			       "%u worker%s died, %" PRIu64 " task%s lost",
			       run->replaced, run->replaced == 1 ? "" : "s",
			       totals->lost, totals->lost == 1 ? "" : "s");
	if (totals->failed)
		result_invalid(line, "%" PRIu64 " of %" PRIu64 " tasks failed",
			       totals->failed, totals->issued);
}

/* What MSER-5 cut, whether or not it counted. */
static void set_steady(json_t *line, const struct evidence *figures)
{
	const struct steady *steady = &figures->steady;

	json_object_set_new(line, "steady",
			    figures->steady_known
				    ? json_pack("{s:f, s:b, s:f}", "cut",
						steady->cut, "steady",
						(int)steady->steady, "warmup",
						steady->warmup)
				    : json_null());
}

/* The interval of the windows' mean, as a share of it, around the throughput
 * that the run reports. */
static void set_batch_means(json_t *line, const struct run *run,
			    const struct totals *totals)
{
	double length = (double)(run->warmup_ns + run->duration_ns);
	unsigned first = (unsigned)ceil(
		(double)run->warmup_ns / length * RECORDER_WINDOWS - 1e-9);
	struct interval of =
		steady_mean(totals->share + first, RECORDER_WINDOWS - first);
	double mean = (of.low + of.high) / 2;
	double scale = totals_throughput(run, totals) / mean;

	if (of.low <= of.high && mean > 0)
		json_object_set_new(line, "batch_means",
				    json_pack("{s:f, s:f}", "low",
					      of.low * scale, "high",
					      of.high * scale));
}

/* Also where the gate is content: how far off is a figure of its own. */
static void set_little(json_t *line, const struct evidence *figures)
{
	double n = figures->little_in_flight, x_r = figures->little_x_r;

	json_object_set_new(line, "little",
			    n > 0 && isfinite(x_r)
				    ? json_pack("{s:f, s:f, s:f}", "in_flight",
						n, "x_r", x_r, "off",
						fabs(n - x_r) / n)
				    : json_null());
}

/* How busy the contestant was with CPUs of its own. Where others take their
 * share of them, CPU time alone would look like waiting: but who waits blocks,
 * at most for as long as a task is served, and so often the kernel counted. */
static double busy(const struct run *run, const struct totals *totals,
		   double cpus)
{
	double threads = fmin(run->workers * (1.0 + run->helpers),
			      figures_in_flight(run));
	double cpu = figures_share(run, (int64_t)figures_cpu(totals)) /
		     fmin(cpus, threads);
	double blocked =
		(double)totals->usage.voluntary * hist_mean(&totals->service);

	if (run_is_open(run))
		return cpu;
	return fmax(cpu, 1 - figures_share(run, (int64_t)blocked) / threads);
}

/* Peer and generator are on the contestant's CPUs only where they share them:
 * then all may be used up by three of which none is busy. */
static void set_bottleneck(json_t *line, const struct cell *cell,
			   const struct run *run, const struct totals *totals,
			   const struct surroundings *surroundings)
{
	double cpus = cpus_count(cell->cpus), peer = figures_peer(run);
	double cpu = figures_share(run, (int64_t)figures_cpu(totals));
	struct bottleneck seen = {
		.open = run_is_open(run),
		.peer = peer,
		.cpu = busy(run, totals, cpus),
		.generator = figures_share(run, run->posting->cpu_ns),
		.queue = hist_mean(&totals->queue) /
			 hist_mean(&totals->response),
	};
	const char *name;

	seen.all = cpu + seen.generator + (isnan(peer) ? 0 : peer);
	seen.all = surroundings->peer_shares ? seen.all / cpus : NAN;
	if (run->runner->kind == POOL)
		seen.workers = totals_throughput(run, totals) *
			       hist_mean(&totals->service) / (double)S /
			       run->workers;
	name = bottleneck_name(&seen);
	json_object_set_new(line, "bottleneck",
			    name ? json_string(name) : json_null());
}

/* The share of CPU time that went neither to the contestant nor to peer and
 * generator; 0 below a few ticks, as the kernel counts busy time by sampling.
 */
static double others_share(const struct run *run,
			   const struct surroundings *surroundings)
{
	const struct noise *before = &surroundings->before,
			   *after = &surroundings->after;
	double tick_ns = (double)S / (double)sysconf(_SC_CLK_TCK);
	double own = (double)(after->own_ns - before->own_ns);
	double busy = (after->busy_ticks - before->busy_ticks) * tick_ns;

	own += surroundings->peer_cpu_ns > 0 ? (double)surroundings->peer_cpu_ns
					     : 0;
	own += run_is_open(run) ? (double)run->posting->cpu_ns : 0;
	if (!(busy - own > OTHERS_LEAST_TICKS * tick_ns))
		return 0;
	return (busy - own) /
	       ((after->total_ticks - before->total_ticks) * tick_ns);
}

/* Steal comes in whole ticks: one of them may have gathered long before. How
 * late the generator may come is fixed here: its gate has patience with slow
 * tasks, and would look at an outcome. */
static void set_noisy(json_t *line, const struct run *run,
		      const struct evidence *figures,
		      const struct surroundings *surroundings)
{
	double others = others_share(run, surroundings);
	const struct noise *before = &surroundings->before,
			   *after = &surroundings->after;
	double stolen = after->steal_ticks - before->steal_ticks - 1;
	double share = stolen / (after->total_ticks - before->total_ticks);
	double throttled = after->throttled - before->throttled;
	json_t *to = json_array();

	if (share > STEAL_MOST)
		json_array_append_new(
			to, json_sprintf("steal %.1f %%", share * 100));
	if (throttled > 0)
		json_array_append_new(
			to, json_sprintf("throttled %.0f time%s", throttled,
					 throttled > 1 ? "s" : ""));
	if (others > OTHERS_MOST)
		json_array_append_new(
			to, json_sprintf("others used %.0f %%", others * 100));
	if (figures->open && (figures->lag_p99_ns > LATE_P99_NS ||
			      figures->lag_max_ns > CHECK_LAG_MOST_NS))
		json_array_append_new(
			to, json_sprintf("generator: up to %.1f ms late",
					 figures->lag_max_ns / 1e6));
	json_object_set_new(line, "noisy", to);
}

/* A run of which nothing ended inside the window may pass every gate, since
 * none of them has anything to look at; so the last reason is not a gate's. */
void judge_run(json_t *line, const struct cell *cell, const struct run *run,
	       const struct totals *totals,
	       const struct surroundings *surroundings)
{
	char reason[CHECK_REASON];
	struct evidence figures;

	name_failures(line, run, totals);
	evidence_collect(&figures, cell, run, totals, surroundings);
	if (json_is_true(json_object_get(line, "valid")) &&
	    checks_first(&figures, reason))
		result_invalid(line, "%s", reason);
	if (!totals->whole && totals->part <= 0)
		result_invalid(line, "no task ended in the measured time");
	set_steady(line, &figures);
	json_object_set_new(line, "batch_means", json_null());
	if (figures.steady_known)
		set_batch_means(line, run, totals);
	set_little(line, &figures);
	set_bottleneck(line, cell, run, totals, surroundings);
	set_noisy(line, run, &figures, surroundings);
}
