/*
 * complain.h - what is wrong in a suite, as one line: FILE:LINE: the word, what
 * is allowed, the nearest. The first complaint stays: later ones follow from
 * it.
 */
#ifndef BENCH_SUITE_COMPLAIN_H
#define BENCH_SUITE_COMPLAIN_H

#include <stdbool.h>
#include <stddef.h>

/* Room for one line of complaint. */
enum { COMPLAINT = 2048 };

/* Where a complaint goes, and the file that it is about. */
struct complaint {
	const char *path;
	char *error; /* COMPLAINT bytes; empty until something is wrong */
};

/* Writes "FILE:LINE: ..." unless there is a complaint already. Always false. */
__attribute__((format(printf, 3, 4))) bool complain(
	const struct complaint *complaint, unsigned line, const char *format,
	...);

/* The same for an unknown word: says which words are allowed and which of them
 * is nearest. */
bool complain_word(const struct complaint *complaint, unsigned line,
		   const char *what, const char *word,
		   const char *const *allowed, size_t n);

#endif
