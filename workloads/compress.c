/*
 * compress - what does a loop cost whose tasks compute at length?
 *
 * Deflates (zlib) text of 64 random words, block by block. A loop that yields
 * between two blocks lets its other tasks run, and pays for the change.
 */
#include "harness/contract/workload.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { MOST_BLOCK = 64 << 10 };
static int64_t size = 64 << 10, block = 8 << 10, level = 6, yield = 1;

struct compress {
	z_stream stream;
	int64_t done; /* bytes of the task */
	uint64_t text[MOST_BLOCK / 8];
	unsigned char out[4096];
};

/* zlib leaves most of its memory for the first block to touch, which would be
 * measured. Not with zeroes: malloc() and those are made a calloc(), which
 * touches nothing. */
static void *touched(void *unused, unsigned n, unsigned size_each)
{
	size_t bytes = (size_t)n * size_each;
	void *memory = malloc(bytes);

	(void)unused;
	return memory ? memset(memory, 1, bytes) : NULL;
}

static void untouched(void *unused, void *memory)
{
	(void)unused;
	free(memory);
}

static int compress_open(struct task *task)
{
	struct compress *c = task->state;

	c->stream.zalloc = touched;
	c->stream.zfree = untouched;
	return deflateInit(&c->stream, (int)level) == Z_OK ? 0 : -1;
}

static void compress_close(struct task *task)
{
	deflateEnd(&((struct compress *)task->state)->stream);
}

/* The last block of a task ends the stream. */
static void compress_block(struct task *task, struct compress *c)
{
	int64_t bytes = size - c->done < block ? size - c->done : block;
	uint64_t word = task->seed + (uint64_t)c->done;

	for (int64_t i = 0; 8 * i < bytes; i++)
		c->text[i] = mix64(mix64(word++) % 64);
	c->done += bytes;
	c->stream.next_in = (unsigned char *)c->text;
	c->stream.avail_in = (unsigned)bytes;
	do {
		c->stream.next_out = c->out;
		c->stream.avail_out = sizeof c->out;
		deflate(&c->stream, c->done < size ? Z_NO_FLUSH : Z_FINISH);
		task->answer = crc32(task->answer, c->out,
				     sizeof c->out - c->stream.avail_out);
	} while (!c->stream.avail_out);
}

static enum progress compress_run(struct task *task)
{
	struct compress *c = task->state;

	TASK_BEGIN(task);
	deflateReset(&c->stream);
	task->answer = task->seed;
	for (c->done = 0; c->done < size;) {
		compress_block(task, c);
		if (yield && c->done < size)
			AWAIT(await_yield(task));
	}
	TASK_END(task);
}

static const char *const yields[] = {"off", "on", NULL};
static const struct param compress_params[] = {
	{"size", &size, PARAM_SIZE, 8, 64 << 20, "text in a task", NULL},
	{"block", &block, PARAM_SIZE, 8, MOST_BLOCK, "text in a block", NULL},
	{"level", &level, PARAM_COUNT, 1, 9, "compression level", NULL},
	{"yield", &yield, PARAM_CHOICE, 0, 0, "yield between blocks", yields},
	{0},
};

const struct workload workload_compress = {
	.summary = "compresses text (zlib) block by block",
	.kind = COMPUTES,
	.params = compress_params,
	.state_size = sizeof(struct compress),
	.open = compress_open,
	.close = compress_close,
	.run = compress_run,
};
