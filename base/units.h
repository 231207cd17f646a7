/*
 * units.h - numbers as people write them: 5ms, 100us, 64k, 10k, 25%; for
 * reading, see format.h.
 *
 * Inside the program there are only nanoseconds, bytes and plain counts; this
 * is the edge where they are read and written.
 */
#ifndef BASE_UNITS_H
#define BASE_UNITS_H

#include "harness/contract/workload.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Long enough for anything unit_format writes. */
enum { UNIT_TEXT = 32 };

/* The word of each kind, by enum param_kind: "duration", "size", ...; the same
 * in lists and in results. */
extern const char *const unit_kinds[];

/* Reads one number of a kind (not PARAM_CHOICE). Durations need a unit (ns us
 * ms s m h) unless 0; sizes take k m g (of 1024) and counts k m (of 1000);
 * decimals are fine where the result is whole (1.5ms). False: not a number of
 * that kind, or out of int64_t. */
bool unit_parse(enum param_kind kind, const char *text, int64_t *value);

/* Writes a number in its largest unit that keeps it exact: 5000000 ns is
 * "5ms", 65536 bytes are "64k". Returns to. */
char *unit_format(enum param_kind kind, int64_t value, char to[UNIT_TEXT]);

/* What a number of this kind looks like, for error messages: "a duration such
 * as 5ms or 100us". */
const char *unit_example(enum param_kind kind);

/* The nearest of n words by edit distance, or NULL when none is near. */
const char *unit_nearest(const char *word, const char *const *words, size_t n);

#endif
