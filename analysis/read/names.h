/*
 * names.h - texts by number: the same text has the same number and address.
 *
 * A thousand cells share a few dozen names. Kept once, they cost little, and
 * most comparisons are settled by address. It is also the hash table that finds
 * the cell of a run.
 */
#ifndef ANALYSIS_READ_NAMES_H
#define ANALYSIS_READ_NAMES_H

#include "analysis/read/arena.h"

/* Texts in the order they were added; `texts` is for reading. */
struct words {
	struct arena *arena;
	size_t n, n_slots;
	const char **texts;
	size_t *slots; /* number + 1, or 0: free */
};

/* No words yet; memory comes from the arena. */
void words_init(struct words *words, struct arena *arena);

/* The number of a text, added at the end if it is new. */
size_t words_number(struct words *words, const char *text);

/* The one copy of a text; NULL stays NULL. */
const char *words_text(struct words *words, const char *text);

#endif
