/*
 * condition.h - what decides a claim, as a suite writes it and as a person
 * reads it.
 *
 *	async no_worse than threads:match at concurrency=1000
 *	async not slower than threads:match with 1000 in flight
 */
#ifndef ANALYSIS_VERDICT_CONDITION_H
#define ANALYSIS_VERDICT_CONDITION_H

#include "analysis/analysis.h"

enum { MOST_WHERE = 4 };

/* What a verdict is held to. */
enum relation { IS_BETTER, IS_NO_WORSE, IS_WORSE, RELATIONS };

/* A condition, cut into words, which lie in its text. */
struct condition {
	char text[256];
	const char *a, *b;
	enum relation relation;
	size_t n_where;
	struct {
		const char *name, *value;
	} where[MOST_WHERE];
};

/* Reads "A better|no_worse|worse than B [at NAME=VALUE [and ...]]"; false if it
 * is something else. */
bool condition_read(const char *text, struct condition *to);

/* The condition of a test behind "Test:": "async not slower than threads:match
 * with 1000 in flight". Returns to. */
char *condition_words(const struct claim_test *test, char *to, size_t size);

#endif
