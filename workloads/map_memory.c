/*
 * map_memory - when do processes beat threads?
 *
 * Maps private memory, touches every page and unmaps it, as an allocator does
 * for large blocks. Threads share one address space and its lock; processes
 * have one each.
 */
#include "harness/contract/workload.h"

#include <errno.h>
#include <sys/mman.h>

static int64_t size = 64 << 10;

enum { PAGE = 4096 }; /* the smallest page of any machine: none is missed */

static enum progress map_memory_run(struct task *task)
{
	uint64_t sum = 0;
	char *memory = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return task_fail(task, errno);
	for (int64_t at = 0; at < size; at += PAGE) {
		volatile uint64_t *word = (uint64_t *)(memory + at);
		*word += task->seed + (uint64_t)at; /* fresh pages are zero */
		sum += *word;
	}
	task->answer = mix64(sum);
	if (munmap(memory, (size_t)size) < 0)
		return task_fail(task, errno);
	return DONE;
}

static const struct param map_memory_params[] = {
	{"size", &size, PARAM_SIZE, PAGE, 1 << 30, "memory to map and touch",
	 NULL},
	{0},
};

static const int64_t own_calls = 1;

const struct workload workload_map_memory = {
	.summary = "maps memory, touches every page, unmaps it",
	.kind = COMPUTES,
	.params = map_memory_params,
	.faults = true,
	.own_calls = &own_calls,
	.run = map_memory_run,
};
