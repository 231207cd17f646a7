/*
 * queues.c - queues, stalls and closed loads in virtual time; see virtual.h.
 *
 * A row of a random queue is the mean of independent replicates, each with its
 * own seed, and may be off by four of its own standard errors. Waits are in
 * units of the mean service.
 */
#include "tests/oracle/oracle.h"
#include "tests/oracle/theory.h"
#include "tests/oracle/virtual.h"

#include "analysis/models/models.h"
#include "harness/contract/workload.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define SERVICE (50.0 * (double)MS)

/* Variance of heavy services by the mean's square: harness/support/drawn.c. */
#define HEAVY_CV2 9.885

enum {
	REPLICATES = 20,
	TASKS = 40000,
	POOL_LENGTH = 10000,
	WARM_UP = 2000,
	SIGMAS = 4
};

/* A system: how its services are distributed. */
struct system {
	const char *name;
	unsigned servers;
	enum times times;
	double rho;
};

/* What replicates of a system gave: mean wait, share of tasks that waited, 99th
 * percentile of the response. */
struct outcomes {
	double wait[REPLICATES], waited[REPLICATES], p99[REPLICATES];
};

/* A schedule, or the end of the program: tests have memory. */
static struct schedule make_schedule(enum arrivals arrivals, double rate,
				     double seconds, uint64_t seed)
{
	struct schedule schedule;

	if (schedule_make(&schedule, arrivals, rate,
			  (int64_t)(seconds * (double)S), seed) < 0)
		abort();
	return schedule;
}

/* Every system has its own: else all would be off to the same side. */
static uint64_t seed_of(const struct system *system, int i)
{
	uint64_t load = (uint64_t)(system->rho * 100);

	return mix64((load * 100 + system->servers) * 2 + system->times) +
	       (uint64_t)i;
}

/* One replicate, number i. The point is empty at first, so the tasks of its
 * first 2000 services are not recorded: the mean wait is that of a long run. */
static void replicate(const struct system *system, int i,
		      struct outcomes *outcomes)
{
	struct virtual_point *point = virtual_new(system->servers, SERVICE);
	double rate = system->rho * system->servers * (double)S / SERVICE;
	uint64_t seed = seed_of(system, i);
	struct schedule schedule =
		make_schedule(ARRIVALS_POISSON, rate, TASKS / rate, seed);
	const struct hist *wait = &point->wait;

	point->times = system->times;
	point->seed = mix64(~seed); /* not the sequence of the gaps */
	point->skip_ns = (int64_t)(WARM_UP * SERVICE);
	virtual_open(point, &schedule);
	outcomes->wait[i] = hist_mean(wait) / SERVICE;
	outcomes->waited[i] = 1 - (double)wait->counts[0] / (double)wait->total;
	outcomes->p99[i] =
		(double)hist_quantile(&point->response, 0.99) / SERVICE;
	schedule_free(&schedule);
	free(point);
}

/* Hands over the row of a mean of replicates. */
static void give(oracle_taker *take, void *context, const char *name,
		 const char *figure, double expected,
		 const double values[REPLICATES])
{
	char what[64];
	double sum = 0, squares = 0, mean;

	for (int i = 0; i < REPLICATES; i++)
		sum += values[i];
	mean = sum / REPLICATES;
	for (int i = 0; i < REPLICATES; i++)
		squares += (values[i] - mean) * (values[i] - mean);
	snprintf(what, sizeof what, "%s: %s", name, figure);
	take(&(struct row){what, expected, mean,
			   SIGMAS * sqrt(squares / (REPLICATES - 1) /
					 REPLICATES)},
	     context);
}

/* The mean wait by its formula, in services. */
static double expected_wait(const struct system *system)
{
	unsigned c = system->servers;

	switch (system->times) {
	case TIMES_EXPONENTIAL:
		return theory_mmc(c, system->rho);
	case TIMES_HEAVY: /* of one server only */
		return model_lines(system->rho, HEAVY_CV2);
	default:
		return theory_mdc(c, system->rho);
	}
}

/* All replicates of a system, and a row for each figure with a formula. */
static void simulate(const struct system *system, oracle_taker *take,
		     void *context)
{
	unsigned c = system->servers;
	double rho = system->rho;
	bool exponential = system->times == TIMES_EXPONENTIAL;
	struct outcomes got;

	for (int i = 0; i < REPLICATES; i++)
		replicate(system, i, &got);
	give(take, context, system->name, "mean wait", expected_wait(system),
	     got.wait);
	if (exponential)
		give(take, context, system->name, "share that waits",
		     theory_erlang_c(c, rho), got.waited);
	if (exponential && c == 1)
		give(take, context, system->name, "response p99",
		     log(100) / (1 - rho), got.p99);
}

void oracle_queues(oracle_taker *take, void *context)
{
	static const struct system systems[] = {
		{"M/D/1 at .5", 1, TIMES_CONSTANT, 0.5},
		{"M/D/1 at .8", 1, TIMES_CONSTANT, 0.8},
		{"M/D/2 at .5", 2, TIMES_CONSTANT, 0.5},
		{"M/D/2 at .8", 2, TIMES_CONSTANT, 0.8},
		{"M/D/4 at .5", 4, TIMES_CONSTANT, 0.5},
		{"M/D/4 at .8", 4, TIMES_CONSTANT, 0.8},
		{"M/M/1 at .8", 1, TIMES_EXPONENTIAL, 0.8},
		{"M/M/2 at .5", 2, TIMES_EXPONENTIAL, 0.5},
		{"M/M/2 at .8", 2, TIMES_EXPONENTIAL, 0.8},
		{"M/M/4 at .5", 4, TIMES_EXPONENTIAL, 0.5},
		{"M/M/4 at .8", 4, TIMES_EXPONENTIAL, 0.8},
		{"M/heavy/1 at .5", 1, TIMES_HEAVY, 0.5},
	};

	for (size_t i = 0; i < sizeof systems / sizeof *systems; i++)
		simulate(&systems[i], take, context);
}

/* Tables of others, to the digits that they print. */
void oracle_theory(oracle_taker *take, void *context)
{
	const struct row rows[] = {
		{"Crommelin M/D/1 .5", .5, theory_mdc(1, .5), 5e-7},
		{"Crommelin M/D/1 .8", 2, theory_mdc(1, .8), 5e-7},
		{"Crommelin M/D/2 .5", .176741, theory_mdc(2, .5), 5e-7},
		{"Crommelin M/D/2 .8", .903284, theory_mdc(2, .8), 5e-7},
		{"Crommelin M/D/4 .5", .049652, theory_mdc(4, .5), 5e-7},
		{"Crommelin M/D/4 .8", .386095, theory_mdc(4, .8), 5e-7},
		{"Erlang C 2 .5", .333333, theory_erlang_c(2, .5), 5e-7},
		{"Erlang C 2 .8", .711111, theory_erlang_c(2, .8), 5e-7},
		{"Erlang C 4 .5", .173913, theory_erlang_c(4, .5), 5e-7},
		{"Erlang C 4 .8", .596432, theory_erlang_c(4, .8), 5e-7},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		take(&rows[i], context);
}

/* A stall of 100 ms at 5 s of 10 s at 1000/s, all a thousand times slower, so
 * that a tick of the wheel is nothing. Services in ms; the point is the
 * caller's. */
static struct virtual_point *stalled(unsigned servers, double service_ms,
				     unsigned closed)
{
	struct virtual_point *point =
		virtual_new(servers, service_ms * (double)S);
	struct schedule schedule =
		make_schedule(ARRIVALS_CONSTANT, 1, 10000, 1);

	point->freeze_at = 5000 * S;
	point->freeze_ns = 100 * S;
	if (closed)
		virtual_closed(point, closed, 10000 * S);
	else
		virtual_open(point, &schedule);
	schedule_free(&schedule);
	return point;
}

/* Tasks whose response was above a limit. */
static double above(const struct hist *hist, int64_t limit)
{
	double n = 0;

	for (unsigned i = hist_index(limit) + 1; i < HIST_BUCKETS; i++)
		n += (double)hist->counts[i];
	return n;
}

/* Percentiles are rounded up to a bucket's top, by at most 0.1 %. */
static double p999_ms(const struct virtual_point *point)
{
	return (double)hist_quantile(&point->response, 0.999) / (double)S;
}

/* One server at .5 ms works the backlog off in another 100 ms; a point without
 * bound at once; one task in flight never notices. */
void oracle_stalls(oracle_taker *take, void *context)
{
	struct virtual_point *one = stalled(1, 0.5, 0);
	struct virtual_point *many = stalled(1000, 1, 0);
	struct virtual_point *closed = stalled(1, 1, 1);
	const struct row rows[] = {
		{"open, one server: p99.9, ms", 95.5, p999_ms(one), 0.1},
		{"open, one server: mean, ms", 1.505,
		 hist_mean(&one->response) / (double)S, 0.001},
		{"open, one server: tasks above 10 ms", 181,
		 above(&one->response, 10 * S), 0},
		{"open, unlimited servers: p99.9, ms", 91, p999_ms(many), 0.1},
		{"closed, one in flight: p99.9, ms", 1, p999_ms(closed), 0.001},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		take(&rows[i], context);
	free(one);
	free(many);
	free(closed);
}

/* N tasks that take S on w workers: X = min(N, w)/S, and N = X R. */
static void closed_load(unsigned tasks, unsigned workers, oracle_taker *take,
			void *context)
{
	struct virtual_point *point = virtual_new(workers, SERVICE);
	double most = tasks < workers ? tasks : workers, x, r;
	char what[64];

	virtual_closed(point, tasks, (int64_t)(1000 * SERVICE));
	x = (double)point->ended / (double)point->last_end;
	r = hist_mean(&point->response);
	snprintf(what, sizeof what, "%u on %u workers: X S", tasks, workers);
	take(&(struct row){what, most, x * SERVICE, most / 1000}, context);
	snprintf(what, sizeof what, "%u on %u workers: X R", tasks, workers);
	take(&(struct row){what, tasks, x * r, tasks / 500.0}, context);
	free(point);
}

void oracle_closed(oracle_taker *take, void *context)
{
	closed_load(1, 1, take, context);
	closed_load(3, 8, take, context);
	closed_load(8, 8, take, context);
	closed_load(20, 4, take, context);
}

/* What a pool of Goetz's size gives of its CPUs: c servers compute, each worker
 * then waits. Tasks that come back in all but the first tenth are counted. */
static double pool_share(unsigned cpus, double wait, enum times times,
			 uint64_t seed)
{
	const int64_t until = (int64_t)(POOL_LENGTH * SERVICE),
		      from = until / 10;
	struct virtual_point *point = virtual_new(cpus, SERVICE);
	double share;

	point->times = times;
	point->wait_ns = wait * SERVICE;
	point->skip_ns = from;
	point->seed = mix64(seed);
	virtual_closed(point, model_goetz(cpus, wait, 1), until);
	share = (double)point->response.total * SERVICE /
		((double)(until - from) * cpus);
	free(point);
	return share;
}

/* Goetz's size: the knee of the bounds, all of the CPUs where times are
 * constant; with exponential ones what the machine repair model says. */
void oracle_pools(oracle_taker *take, void *context)
{
	static const struct {
		unsigned cpus;
		double wait;
	} pools[] = {{1, 4}, {1, 9}, {1, 99}, {2, 9}, {8, 9}};
	double got[REPLICATES];
	char name[64];

	for (size_t i = 0; i < sizeof pools / sizeof *pools; i++) {
		unsigned c = pools[i].cpus, size;
		double wait = pools[i].wait;

		size = model_goetz(c, wait, 1);
		for (int k = 0; k < REPLICATES; k++)
			got[k] = pool_share(c, wait, TIMES_EXPONENTIAL,
					    (i + 1) * REPLICATES + (uint64_t)k);
		snprintf(name, sizeof name, "c %u, W/C %g, size %u", c, wait,
			 size);
		give(take, context, name, "exponential",
		     model_pool(size, c, wait, 1) / c, got);
		snprintf(name, sizeof name, "c %u, W/C %g, size %u: constant",
			 c, wait, size);
		take(&(struct row){name, 1,
				   pool_share(c, wait, TIMES_CONSTANT, 1),
				   0.002},
		     context);
	}
}
