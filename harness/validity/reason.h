/*
 * reason.h - why a run does not count: the name of a check, and a sentence.
 *
 * The names exist here and nowhere else. In a result line a reason is
 * {"check": name, "text": sentence}, so that nobody has to find the name in the
 * sentence again.
 */
#ifndef HARNESS_VALIDITY_REASON_H
#define HARNESS_VALIDITY_REASON_H

#include <jansson.h>

/* What can be wrong with a run. */
enum check {
	/* as a whole, so that no figure of it means anything */
	CHECK_SETUP,       /* something could not be set up */
	CHECK_LIMIT,       /* the machine cannot hold it */
	CHECK_CAPACITY,    /* how much it could do is not known */
	CHECK_CRASHED,     /* its process ended without a result */
	CHECK_TIMEOUT,     /* its process did not end */
	CHECK_INTERRUPTED, /* by a signal */
	CHECK_DIED,        /* a worker, the peer or the generator did */
	CHECK_FAILED,      /* tasks did */
	CHECK_STUCK,       /* no task ended any more */
	CHECK_ANSWERS,     /* wrong */
	CHECK_INVARIANT,   /* what the workload itself checks did not hold */
	CHECK_EMPTY,       /* no task ended inside the window */
	CHECK_OUTPUT,      /* a file could not be written */

	/* figures that cannot be right; see checks.h */
	CHECK_ACCOUNTING,
	CHECK_CLOCK,
	CHECK_COMPUTE,
	CHECK_GENERATOR,
	CHECK_PEER,
	CHECK_OVERLOAD,
	CHECK_FAULTS,
	CHECK_STEADY,
	CHECK_LITTLE,
	CHECK_BOUNDS,
	CHECKS
};

/* The name of each, as in results. */
extern const char *const check_names[CHECKS];

enum { REASON_TEXT = 256 }; /* longest sentence, with its end */

/* Marks a line as not valid, for one more reason. */
__attribute__((format(printf, 3, 4))) void reason_add(json_t *line,
						      enum check check,
						      const char *format, ...);

/* The first reason of a line: its sentence, or NULL if there is none. */
const char *reason_first(const json_t *line);

#endif
