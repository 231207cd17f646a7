/*
 * runline.h - what a run's line of results says: does it count, and if not why;
 * was the machine quiet; what came out.
 *
 * Lines are as docs/results.md describes them, and come from a child or from
 * runs.jsonl. A number that is missing or null is NAN here, never a zero.
 */
#ifndef BENCH_SESSION_RUNLINE_H
#define BENCH_SESSION_RUNLINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Whether the run counts. */
bool runline_valid(const json_t *line);

/* Why it does not: the sentences of all reasons; cut at the size. Returns to. */
char *runline_reasons(const json_t *line, char *to, size_t size);

/* The reasons as data, the line's own; NULL if it has none. */
json_t *runline_reason_data(const json_t *line);

/* Whether it says of itself that the machine was not quiet. */
bool runline_noisy(const json_t *line);

/* A number: "throughput", or "p50" in the group "response_ns". The group may be
 * NULL. */
double runline_number(const json_t *line, const char *group, const char *name);

/* A text, or NULL. */
const char *runline_text(const json_t *line, const char *name);

/* The digest of a whole, valid batch, the same wherever it ran; NULL if the
 * line is none. */
const char *runline_digest(const json_t *line);

/* Room for the sentence of runline_differ(). */
enum { RUNLINE_DIFFER = 640 };

/* The sentence for a batch on which two contestants do not agree: who gave
 * what, and where such an error usually comes from. Returns to. */
char *runline_differ(const char *who, const char *gave, const char *other,
		     const char *other_gave, char to[RUNLINE_DIFFER]);

#endif
