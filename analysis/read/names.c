/*
 * names.c - an open-addressed table of texts, hashed with FNV-1a. It doubles
 * when half full; the old slots stay in the arena, which costs as much again.
 */
#include "analysis/read/names.h"

#include <stdint.h>
#include <string.h>

enum { FIRST_SLOTS = 64 };

/* FNV-1a, its high half folded in: the slots are taken from the low bits. */
static uint64_t hash(const char *text)
{
	uint64_t value = 14695981039346656037u;

	for (; *text; text++)
		value = (value ^ (unsigned char)*text) * 1099511628211u;
	return value ^ value >> 32;
}

void words_init(struct words *words, struct arena *arena)
{
	*words = (struct words){.arena = arena, .n_slots = FIRST_SLOTS};
	words->slots = arena_array(arena, FIRST_SLOTS, sizeof *words->slots);
}

/* The slot that holds the text, or the free one where it belongs. */
static size_t *find(const struct words *words, const char *text)
{
	size_t mask = words->n_slots - 1, at = hash(text) & mask;

	while (words->slots[at] &&
	       strcmp(words->texts[words->slots[at] - 1], text))
		at = (at + 1) & mask;
	return &words->slots[at];
}

/* Twice the slots; texts and their numbers stay what they are. */
static void grow(struct words *words)
{
	words->n_slots *= 2;
	words->slots =
		arena_array(words->arena, words->n_slots, sizeof *words->slots);
	for (size_t i = 0; i < words->n; i++)
		*find(words, words->texts[i]) = i + 1;
}

size_t words_number(struct words *words, const char *text)
{
	size_t *slot = find(words, text);

	if (*slot)
		return *slot - 1;
	words->texts = arena_more(words->arena, words->texts, words->n,
				  sizeof *words->texts);
	words->texts[words->n] = arena_text(words->arena, text);
	*slot = ++words->n;
	if (words->n * 2 > words->n_slots)
		grow(words);
	return words->n - 1;
}

const char *words_text(struct words *words, const char *text)
{
	size_t number;

	if (!text)
		return NULL;
	number = words_number(words, text); /* may move texts */
	return words->texts[number];
}
