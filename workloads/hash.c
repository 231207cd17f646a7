/*
 * hash - what does a model cost where there is nothing to wait for?
 *
 * Pure computing in registers. Waiting well cannot help here; using all CPUs
 * can. The number of iterations is fixed by the suite's calibration, the same
 * for every contestant, so a slower model cannot get less to do.
 */
#include "harness/contract/workload.h"

static int64_t work_ns = 1 * MS;
static uint64_t iterations;

static int hash_setup(void)
{
	iterations = compute_iterations(work_ns);
	return 0;
}

static enum progress hash_run(struct task *task)
{
	task->answer = compute(task->seed, iterations);
	return DONE;
}

static int64_t hash_computes_ns(void)
{
	return work_ns;
}

static const struct param hash_params[] = {
	{"work", &work_ns, PARAM_DURATION, 0, 60 * S, "compute time of a task",
	 NULL},
	{0},
};

const struct workload workload_hash = {
	.summary = "computes in registers and never waits",
	.kind = COMPUTES,
	.params = hash_params,
	.setup = hash_setup,
	.computes_ns = hash_computes_ns,
	.run = hash_run,
};
