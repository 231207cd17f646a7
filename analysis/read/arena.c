/*
 * arena.c - a bump allocator: chunks of a megabyte, or more for one that needs
 * more, in a list. A piece is the next bytes of the newest chunk. Chunks come
 * zeroed from the kernel, so untouched room costs nothing. What is left of a
 * chunk when a piece does not fit is lost: pieces are small, chunks are not.
 */
#include "analysis/read/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 20, ALIGN = 16 };

/* A piece of memory that is handed out from its start. */
struct chunk {
	struct chunk *next;
	size_t used, size;
	_Alignas(ALIGN) unsigned char bytes[];
};

/* Older chunks hang behind the newest; only that one has room. */
struct arena {
	struct chunk *newest;
};

/* The one place that gives up: a half-made analysis is of no use to anybody. */
static void *must(void *memory)
{
	if (memory)
		return memory;
	fputs("avt: out of memory\n", stderr);
	exit(1);
}

/* A chunk of at least so many bytes, in front of the others. */
static struct chunk *chunk_new(size_t least, struct chunk *next)
{
	size_t size = least > CHUNK ? least : CHUNK;
	struct chunk *chunk = must(calloc(1, sizeof *chunk + size));

	chunk->next = next;
	chunk->size = size;
	return chunk;
}

struct arena *arena_new(void)
{
	return must(calloc(1, sizeof(struct arena)));
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	while (arena->newest) {
		struct chunk *next = arena->newest->next;

		free(arena->newest);
		arena->newest = next;
	}
	free(arena);
}

void *arena_array(struct arena *arena, size_t n, size_t size)
{
	struct chunk *chunk = arena->newest;
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes) || bytes > SIZE_MAX / 2)
		must(NULL);
	bytes = (bytes + ALIGN - 1) / ALIGN * ALIGN;
	if (!chunk || chunk->size - chunk->used < bytes)
		chunk = arena->newest = chunk_new(bytes, chunk);
	chunk->used += bytes;
	return chunk->bytes + chunk->used - bytes;
}

char *arena_text(struct arena *arena, const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(arena_array(arena, size, 1), text, size);
}

/* The array is full whenever n is a power of two: no capacity to remember. */
void *arena_more(struct arena *arena, void *array, size_t n, size_t size)
{
	void *larger;

	if (n & (n - 1))
		return array;
	larger = arena_array(arena, n ? 2 * n : 1, size);
	return n ? memcpy(larger, array, n * size) : larger;
}
