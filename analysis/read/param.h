/*
 * param.h - values of parameters, which results have as people write them: as
 * numbers, and as words for reading.
 */
#ifndef ANALYSIS_READ_PARAM_H
#define ANALYSIS_READ_PARAM_H

#include "analysis/analysis.h"

/* Long enough for a value in words. */
enum { PARAM_WORDS = 32 };

/* The kind that a word of results names; KIND_UNKNOWN for NULL, or for a word
 * that a newer avt may write. */
enum value_kind param_kind(const char *word);

/* The number that a written value stands for: "5ms" is 5e6, a size of "64k"
 * 65536, a count of "10k" 10000, "25%" 25; NAN for a word. Of unknown kind k, m
 * and g are thousands, so that a size is 2.4 % off: enough to order values and
 * to point them on an axis. */
double param_number(const char *text, enum value_kind kind);

/* A value with its unit as a reader knows it: "5 ms", "64 KiB", "25 %". One of
 * unknown kind, and a word, stays as it was written. Returns to. */
char *param_words(const struct param_value *value, char to[PARAM_WORDS]);

#endif
