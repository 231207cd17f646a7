/*
 * units.h - numbers as people write them: 5ms, 100us, 64k, 10k, 25%; for
 * reading, see format.h.
 *
 * Inside the program there are only nanoseconds, bytes and plain counts; this
 * is the edge where they are read and written.
 */
#ifndef BASE_UNITS_H
#define BASE_UNITS_H

#include "base/kinds.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Long enough for anything unit_format writes. */
enum { UNIT_TEXT = 32 };

/* The word of each kind, by enum param_kind: "duration", "size", ...; the same
 * in lists and in results. */
extern const char *const unit_kinds[];

/* The kind of that word; PARAM_UNKNOWN for any other, and for NULL. */
enum param_kind unit_kind(const char *word);

/* Reads one number of a kind that is known and no choice. Durations need a unit
 * (ns us ms s m h) unless 0; sizes take k m g (of 1024) and counts k m (of
 * 1000); decimals are fine where the result is whole (1.5ms). False: not a
 * number of that kind, or out of int64_t. */
bool unit_parse(enum param_kind kind, const char *text, int64_t *value);

/* The same for one that was written by a program: it need not be whole, and of
 * unknown kind k, m and g are thousands, so that a size is 2.4 % off: enough to
 * order values and to place them on an axis. NAN for a word. */
double unit_number(enum param_kind kind, const char *text);

/* Writes a number in its largest unit that keeps it exact: 5000000 ns is
 * "5ms", 65536 bytes are "64k". Returns to. */
char *unit_format(enum param_kind kind, int64_t value, char to[UNIT_TEXT]);

/* A written number with its unit as a reader knows it: "5 ms", "64 KiB", "25 %".
 * One of unknown kind, and a word, stays as it was written. Returns to. */
char *unit_words(enum param_kind kind, const char *text, char to[UNIT_TEXT]);

/* What a number of this kind looks like, for error messages: "a duration such
 * as 5ms or 100us". */
const char *unit_example(enum param_kind kind);

/* The nearest of n words by edit distance, or NULL when none is near. */
const char *unit_nearest(const char *word, const char *const *words, size_t n);

#endif
