/*
 * sort - what changes when computing also needs memory?
 *
 * Unlike those of hash, its tasks compete for caches as well as for CPUs.
 */
#include "harness/contract/workload.h"

#include <stdlib.h>
#include <string.h>

static int64_t size = 256 << 10;

static int sort_open(struct task *task)
{
	uint64_t **numbers = task->state;

	*numbers = malloc((size_t)size);
	if (!*numbers)
		return -1;
	memset(*numbers, 1, (size_t)size); /* touched before time counts */
	return 0;
}

static void sort_close(struct task *task)
{
	free(*(uint64_t **)task->state);
}

static enum progress sort_run(struct task *task)
{
	uint64_t *a = *(uint64_t **)task->state, a_i;
	size_t count = (size_t)size / sizeof *a, gap = 1, to;

	for (size_t i = 0; i < count; i++)
		a[i] = mix64(task->seed * count + i);
	while (gap < count / 3)
		gap = 3 * gap + 1;
	for (; gap > 0; gap /= 3)
		for (size_t i = gap; i < count; i++) {
			a_i = a[i];
			for (to = i; to >= gap && a[to - gap] > a_i; to -= gap)
				a[to] = a[to - gap];
			a[to] = a_i;
		}
	task->answer = 0;
	for (size_t i = 0; i < count; i++)
		task->answer = mix64(task->answer ^ a[i]);
	return DONE;
}

static const struct param sort_params[] = {
	{"size", &size, PARAM_SIZE, 1 << 10, 64 << 20, "bytes to sort", NULL},
	{0},
};

const struct workload workload_sort = {
	.summary = "sorts random numbers in memory",
	.kind = COMPUTES,
	.params = sort_params,
	.state_size = sizeof(uint64_t *),
	.open = sort_open,
	.close = sort_close,
	.run = sort_run,
};
