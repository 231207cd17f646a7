/*
 * arena.h - memory that is freed all at once: behind analysis.memory.
 *
 * Everything the analysis makes lives as long as the analysis, so single pieces
 * are never given back. There is no error to check: when memory runs out, the
 * program says so in one line and ends with status 1.
 */
#ifndef ANALYSIS_READ_ARENA_H
#define ANALYSIS_READ_ARENA_H

#include <stddef.h>

struct arena;

/* An empty arena. */
struct arena *arena_new(void);

/* Frees the arena and all that came from it; NULL is fine. */
void arena_free(struct arena *arena);

/* n zeroed elements of size bytes, aligned for anything; never NULL. */
void *arena_array(struct arena *arena, size_t n, size_t size);

/* A copy of a text. */
char *arena_text(struct arena *arena, const char *text);

/* Room for one more element in an array that is filled one by one through this
 * function: returns the array, moved if it had to grow, with element n zeroed.
 * NULL is the array of no element. */
void *arena_more(struct arena *arena, void *array, size_t n, size_t size);

#endif
