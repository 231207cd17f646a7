/*
 * kinds.h - what kind of number a parameter is, and the units of time.
 *
 * Small and apart from units.h, so that the contract of a workload
 * (harness/contract/workload.h) can use the words without the parser.
 */
#ifndef BASE_KINDS_H
#define BASE_KINDS_H

#include <stdint.h>

/* Nanoseconds: all times inside the program are. */
#define US ((int64_t)1000)
#define MS ((int64_t)1000000)
#define S  ((int64_t)1000000000)

/* How a parameter is written, and what its number means. */
enum param_kind {
	PARAM_UNKNOWN,  /* a result that does not say */
	PARAM_DURATION, /* 5ms; stored in ns */
	PARAM_SIZE,     /* 64k; stored in bytes, k = 1024 */
	PARAM_COUNT,    /* 10k; stored as it is, k = 1000 */
	PARAM_PERCENT,  /* 25%; stored as whole percent */
	PARAM_CHOICE,   /* a word, even one of digits; stored as its index */
};

#endif
