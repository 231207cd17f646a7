/*
 * read_file - what do files, which are never "not ready", do to a loop?
 * Blocks of one file are read; cold: each leaves the page cache before.
 */
#include "harness/contract/workload.h"

#include <stdlib.h>
#include <string.h>

enum { WARM, COLD, PAGE = 4096, WORDS = PAGE / 8 };
static int64_t cache = WARM, block = 64 << 10, file = 16 << 20;
static int fd;

static int read_file_setup(void)
{
	fd = scratch_file(file + block);
	return fd < 0 || (cache && scratch_forget(fd, 0, 0) < 0) ? -1 : 0;
}

static int read_file_open(struct task *task)
{
	void **to = task->state;

	*to = malloc((size_t)block);
	if (!*to)
		return -1;
	memset(*to, 1, (size_t)block); /* touched before time counts */
	return 0;
}

static void read_file_close(struct task *task)
{
	free(*(void **)task->state);
}

static enum progress read_file_run(struct task *task)
{
	uint64_t *words = *(uint64_t **)task->state;
	off_t at = (off_t)(mix64(task->seed) % (uint64_t)file) & -PAGE;
	TASK_BEGIN(task);
	if (cache == COLD)
		scratch_forget(fd, at, block);
	AWAIT(await_pread(task, fd, words, (size_t)block, at));
	task->answer = task->seed;
	for (int64_t i = 0; i < block / 8; i += WORDS)
		task->answer = mix64(task->answer ^ words[i]);
	TASK_END(task);
}

static const char *const caches[] = {"warm", "cold", NULL};
static const struct param read_file_params[] = {
	{"cache", &cache, PARAM_CHOICE, 0, 0, "page cache state before a read",
	 caches},
	{"block", &block, PARAM_SIZE, PAGE, 16 << 20, "bytes per read", NULL},
	{"file", &file, PARAM_SIZE, PAGE, 16LL << 30, "size of the file", NULL},
	{0},
};

const struct workload workload_read_file = {
	.summary = "reads a block of a regular file",
	.kind = WAITS,
	.params = read_file_params,
	.state_size = sizeof(void *),
	.setup = read_file_setup,
	.open = read_file_open,
	.close = read_file_close,
	.own_calls = &cache, /* cold: makes the kernel forget */
	.run = read_file_run,
};
