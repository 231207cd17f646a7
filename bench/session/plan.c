/*
 * plan.c - multiplies the lists of each experiment out and shuffles.
 *
 * Workloads, parameters, slacks, concurrencies, offered loads, contestants: the last
 * are innermost, so the cells of a block, which are compared with each other,
 * lie side by side in plan->cells.
 */
#include "bench/session/plan.h"

#include "base/noisy_rounds.h"
#include "bench/session/length.h"
#include "bench/suite/placement.h"
#include "bench/session/shuffle.h"
#include "harness/record/clock.h"
#include "harness/cell/registry.h"
#include "harness/machine/cpus.h"
#include "base/units.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two processes, their set-up and their end. */
#define OVERHEAD_NS (45 * MS)

/* The plan under way, one section of it. */
struct growing {
	struct plan *plan;
	unsigned number;
	const struct section *section;
};

/* Room for one more element; there is no way on without memory. */
static void *more(void *array, unsigned n, size_t size)
{
	void *grown = array;

	if ((n & (n - 1)) == 0) /* doubles at every power of two */
		grown = realloc(array, (n ? 2 * (size_t)n : 1) * size);
	if (!grown)
		abort();
	return grown;
}

/* Adds a block: all contestants at one point. */
static void add_block(const struct growing *growing, const struct cell *point,
		      double load)
{
	struct plan *plan = growing->plan;

	plan->blocks = more(plan->blocks, plan->n_blocks, sizeof *plan->blocks);
	plan->blocks[plan->n_blocks++] =
		(struct block){.section = growing->number,
			       .first = plan->n_cells,
			       .n = growing->section->n_contestants};
	for (unsigned i = 0; i < growing->section->n_contestants; i++) {
		struct planned *planned;

		plan->cells =
			more(plan->cells, plan->n_cells, sizeof *plan->cells);
		planned = &plan->cells[plan->n_cells++];
		*planned = (struct planned){.cell = *point,
					    .load = load,
					    .section = growing->number,
					    .block = plan->n_blocks - 1};
		planned->cell.contestant = growing->section->contestants[i];
		cell_id(&planned->cell, planned->id);
	}
}

/* Adds a block for every rate or load of a point, or one for a closed load. The
 * rate of a load is 0 until capacity.h has measured what it is a part of. */
static void add_offered(const struct growing *growing, struct cell *point)
{
	const struct list *rates = &growing->section->rates;
	const struct list *loads = &growing->section->loads;

	point->arrivals = growing->section->arrivals;
	if (!section_offered(growing->section))
		add_block(growing, point, 0);
	for (unsigned i = 0; i < rates->n; i++) {
		point->rate = (double)rates->value[i].number;
		add_block(growing, point, 0);
	}
	for (unsigned i = 0; i < loads->n; i++) {
		memcpy(point->load, loads->value[i].text, CELL_VALUE);
		add_block(growing, point, (double)loads->value[i].number / 100);
	}
}

/* The parameter of that name, which counts only for the workloads that have it;
 * else NULL. */
static struct setting *find_setting(struct cell *cell, const char *name)
{
	for (unsigned i = 0; i < cell->n_params; i++)
		if (strcmp(cell->params[i].name, name) == 0)
			return &cell->params[i];
	return NULL;
}

/* Multiplies out concurrency. */
static void add_concurrency(const struct growing *growing, struct cell *point)
{
	const struct list *list = &growing->section->concurrency;

	for (unsigned i = 0; i < list->n; i++) {
		point->concurrency = (unsigned)list->value[i].number;
		add_offered(growing, point);
	}
}

/* Multiplies out the slack of timers, then concurrency. */
static void add_slack(const struct growing *growing, struct cell *point)
{
	const struct list *list = &growing->section->slacks;

	if (!list->n)
		add_concurrency(growing, point);
	for (unsigned i = 0; i < list->n; i++) {
		point->slack_ns = list->value[i].number;
		add_concurrency(growing, point);
	}
}

/* Multiplies out the parameters from number `next` on, then the rest. */
static void add_params(const struct growing *growing, struct cell *point,
		       unsigned next)
{
	const struct section *section = growing->section;
	const struct list *list = &section->params[next];
	struct setting *setting;

	if (next == section->n_params) {
		add_slack(growing, point);
		return;
	}
	setting = find_setting(point, list->name);
	if (!setting)
		add_params(growing, point, next + 1);
	for (unsigned i = 0; setting && i < list->n; i++) {
		memcpy(setting->value, list->value[i].text, CELL_VALUE);
		add_params(growing, point, next + 1);
	}
}

static void add_section(const struct growing *growing)
{
	const struct section *section = growing->section;
	char error[CELL_ERROR];

	for (unsigned w = 0; w < section->workloads.n; w++) {
		struct cell point = {.tasks = section->tasks,
				     .duration_ns = section->duration_ns,
				     .warmup_ns = section->warmup_ns,
				     .unsteady = section->unsteady};

		memcpy(point.experiment, section->name, CELL_NAME);
		memcpy(point.cpus, section->cpus, CELL_CPUS);
		memcpy(point.peer_cpus, section->peer_cpus, CELL_CPUS);
		memcpy(point.fault, section->fault, CELL_NAME);
		/* It is one of this program's: the suite was checked. */
		if (cell_set_workload(&point, section->workloads.value[w].text,
				      error))
			add_params(growing, &point, 0);
	}
}

/* A seed that fits a JSON integer and a suite's key. */
static uint64_t clock_seed(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return mix64((uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec) %
		       1000000000 +
	       1;
}

void plan_make(struct plan *plan, const struct suite *suite, uint64_t seed)
{
	*plan = (struct plan){.suite = suite};
	plan->seed = seed ? seed : suite->defaults.seed;
	if (!plan->seed)
		plan->seed = clock_seed();
	for (unsigned i = 0; i < suite->n_sections; i++) {
		add_section(&(struct growing){plan, i, &suite->sections[i]});
		if (suite->sections[i].rounds > plan->rounds)
			plan->rounds = suite->sections[i].rounds;
	}
	plan->most_rounds = plan->rounds + noisy_most(plan->rounds);
}

void plan_free(struct plan *plan)
{
	free(plan->cells);
	free(plan->blocks);
	*plan = (struct plan){0};
}

unsigned plan_order(const struct plan *plan, unsigned round, unsigned *order)
{
	/* Not a generator that runs on from round to round: round 7 must be
	 * the same whether or not rounds 0 to 6 were made in this session. */
	uint64_t state = mix64(plan->seed) + round * mix64(~plan->seed);
	unsigned *blocks = malloc((plan->n_blocks + 1) * sizeof *blocks);
	unsigned n_blocks = 0, n = 0;

	if (!blocks)
		abort();
	for (unsigned b = 0; b < plan->n_blocks; b++)
		if (round < plan_rounds(plan, plan->blocks[b].first))
			blocks[n_blocks++] = b;
	shuffle(&state, blocks, n_blocks);
	for (unsigned b = 0; b < n_blocks; b++) {
		const struct block *block = &plan->blocks[blocks[b]];

		for (unsigned i = 0; i < block->n; i++)
			order[n + i] = block->first + i;
		shuffle(&state, order + n, block->n);
		n += block->n;
	}
	free(blocks);
	return n;
}

unsigned plan_rounds(const struct plan *plan, unsigned cell)
{
	unsigned block = plan->cells[cell].block;

	return plan_planned(plan, block) + plan->blocks[block].extra;
}

unsigned plan_planned(const struct plan *plan, unsigned block)
{
	return plan->suite->sections[plan->blocks[block].section].rounds;
}

void plan_extend(struct plan *plan, unsigned number, unsigned extra)
{
	struct block *block = &plan->blocks[number];
	unsigned planned = plan_planned(plan, number);

	if (extra > noisy_most(planned))
		extra = noisy_most(planned);
	if (extra > block->extra)
		block->extra = extra;
	if (planned + block->extra > plan->rounds)
		plan->rounds = planned + block->extra;
}

unsigned plan_runs(const struct plan *plan)
{
	unsigned runs = 0;

	for (unsigned i = 0; i < plan->n_cells; i++)
		runs += plan_rounds(plan, i);
	return runs;
}

/* The longest duration among them. */
int64_t plan_task_ns(const struct cell *cell)
{
	const struct workload *workload = registry_workload(cell->workload);
	int64_t longest = 0, ns;

	for (unsigned i = 0; i < cell->n_params; i++) {
		const struct param *param = workload->params;

		while (param && param->name &&
		       strcmp(param->name, cell->params[i].name) != 0)
			param++;
		if (param && param->name && param->kind == PARAM_DURATION &&
		    unit_parse(PARAM_DURATION, cell->params[i].value, &ns) &&
		    ns > longest)
			longest = ns;
	}
	return longest;
}

bool plan_is_piloted(const struct plan *plan, unsigned index)
{
	const struct planned *planned = &plan->cells[index];
	const struct section *section =
		&plan->suite->sections[planned->section];

	return !planned->cell.tasks && !section->fixed_lengths &&
	       !*planned->cell.fault;
}

/* What part of a task computes: all, nothing, or what its one percentage says.
 */
static double computing(const struct cell *cell)
{
	const struct workload *workload = registry_workload(cell->workload);
	int64_t percent = workload->kind == WAITS ? 0 : 100;

	if (workload->kind != MIXED)
		return (double)percent / 100;
	for (unsigned i = 0; i < cell->n_params; i++)
		if (strchr(cell->params[i].value, '%'))
			unit_parse(PARAM_PERCENT, cell->params[i].value,
				   &percent);
	return (double)percent / 100;
}

/* The response of a closed loop, as far as can be known: waits overlap up to
 * the size of a pool, computing up to the CPUs. */
static double guess_response_ns(const struct cell *cell)
{
	const struct runner *runner = registry_runner(cell->contestant.runner);
	double in_flight = cell_in_flight(cell), turns;
	unsigned workers = cell_workers(cell);

	turns = fmax(1, in_flight * computing(cell) / cpus_count(cell->cpus));
	if (runner && runner->kind == POOL && workers)
		turns = fmax(turns, in_flight / workers);
	return (double)plan_task_ns(cell) * turns;
}

/* How long the runs of a cell's point will be, before pilot runs have said. */
static struct length guess_length(const struct plan *plan, unsigned index)
{
	const struct planned *planned = &plan->cells[index];
	const struct block *block = &plan->blocks[planned->block];
	const char *metric = plan->suite->sections[planned->section].metric;
	struct length longest = {0};

	for (unsigned i = block->first; i < block->first + block->n; i++) {
		const struct cell *cell = &plan->cells[i].cell;
		double response_ns = guess_response_ns(cell);

		longest = length_longer(
			longest,
			length_need(response_ns,
				    cell_in_flight(cell) / response_ns * 1e9,
				    metric));
	}
	return length_choose(longest,
			     (struct length){planned->cell.warmup_ns,
					     planned->cell.duration_ns});
}

int64_t plan_guess_ns(const struct plan *plan, unsigned index)
{
	const struct cell *cell = &plan->cells[index].cell;
	const struct workload *workload = registry_workload(cell->workload);
	double side_by_side = cell->concurrency;

	if (plan_is_piloted(plan, index) && !cell->asked_duration_ns) {
		struct length length = guess_length(plan, index);

		return length.warmup_ns + length.duration_ns + OVERHEAD_NS;
	}
	if (!cell->tasks)
		return cell->warmup_ns + cell->duration_ns + OVERHEAD_NS;
	/* Waits overlap up to the concurrency, computing up to the CPUs. */
	if (workload->kind != WAITS && side_by_side > placement_cpus())
		side_by_side = placement_cpus();
	return OVERHEAD_NS +
	       (int64_t)((double)cell->tasks * (double)plan_task_ns(cell) /
			 side_by_side);
}
