/*
 * counter - what does it cost to share one number, and what not to protect it?
 *
 * Each task counts up a number that all workers share. Without a lock updates
 * are lost where workers run in parallel, and how many is the answer; with a
 * lock, atomically, or with a copy in each slot, one lost update makes the run
 * invalid.
 */
#include "harness/contract/workload.h"

enum { NONE, MUTEX, ATOMIC, COPIES };
static int64_t lock = MUTEX, updates = 100;

static struct {
	uint64_t value;
	uint64_t made; /* updates, by all slots that are closed */
} * shared;

struct counts {
	uint64_t copy, made;
	int64_t left;
};

static int counter_setup(void)
{
	return (shared = shared_memory(sizeof *shared)) ? 0 : -1;
}

static void counter_close(struct task *task)
{
	struct counts *my = task->state;

	__atomic_add_fetch(&shared->value, my->copy, __ATOMIC_RELAXED);
	__atomic_add_fetch(&shared->made, my->made, __ATOMIC_RELAXED);
}

/* A load and a store: what another worker stores in between is overwritten. */
static void count_up(uint64_t *number)
{
	uint64_t value = __atomic_load_n(number, __ATOMIC_RELAXED);

	__atomic_store_n(number, value + 1, __ATOMIC_RELAXED);
}

static enum progress counter_run(struct task *task)
{
	struct counts *my = task->state;
	TASK_BEGIN(task);
	for (my->left = updates; my->left > 0; my->left--, my->made++)
		if (lock == ATOMIC) {
			__atomic_add_fetch(&shared->value, 1, __ATOMIC_RELAXED);
		} else if (lock == MUTEX) {
			AWAIT(await_lock(task, 0));
			count_up(&shared->value);
			task_unlock(task, 0);
		} else {
			count_up(lock == NONE ? &shared->value : &my->copy);
		}
	task->answer = mix64(task->seed);
	TASK_END(task);
}

static int counter_teardown(void)
{
	double made = (double)shared->made;
	double lost = made - (double)shared->value;

	report_figure("lost_updates", lost);
	report_figure("lost_per_million", made > 0 ? lost / made * 1e6 : 0);
	return lost != 0 && lock != NONE
		       ? unsound("%.0f of %.0f updates were lost", lost, made)
		       : 0;
}

static const char *const locks[] = {"none", "mutex", "atomic", "copies", NULL};
static const struct param counter_params[] = {
	{"lock", &lock, PARAM_CHOICE, 0, 0, "what protects the number", locks},
	{"updates", &updates, PARAM_COUNT, 1, 1000000, "by each task"},
	{0},
};

const struct workload workload_counter = {
	.summary = "counts up a number that all workers share",
	.kind = COMPUTES,
	.params = counter_params,
	.state_size = sizeof(struct counts),
	.locks = 1,
	.setup = counter_setup,
	.teardown = counter_teardown,
	.close = counter_close,
	.run = counter_run,
};
