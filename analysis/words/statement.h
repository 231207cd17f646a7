/*
 * statement.h - a sentence as the parts it is made of.
 *
 * What the analysis says of a point or an experiment is put together once, out
 * of parts that know what they are: who, by how much, how surely, and why.
 * Whoever shows it renders the parts (statement_print() for text,
 * report/html.h for a page) and never looks into a finished sentence.
 */
#ifndef ANALYSIS_WORDS_STATEMENT_H
#define ANALYSIS_WORDS_STATEMENT_H

#include "analysis/read/arena.h"

#include <stdbool.h>
#include <stdio.h>

enum part_kind {
	PART_TEXT,     /* words with the blanks around them */
	PART_WHO,      /* a contestant */
	PART_FACTOR,   /* a ratio: "3.2×" */
	PART_WHY,      /* a clause on whoever was named last: "which is ..." */
	PART_INTERVAL, /* how sure: "95 % CI 2.9–3.7"; shown in brackets */
};

/* One part. */
struct part {
	enum part_kind kind;
	const char *text;
	const char *note; /* of an interval: what else stands in its brackets */
};

/* One sentence without its full stop, which the renderers add. */
struct statement {
	const char *where; /* what it is said of: "call, 64 tasks in flight" */
	bool detail;       /* only lists what a table shows as well */
	size_t n;
	struct part *parts;
	struct arena *arena; /* where the texts live */
};

/* Sentences, the most important first. */
struct statements {
	size_t n;
	struct statement *all;
	struct arena *arena;
};

/* Adds an empty sentence about `where` ("" for none), which is copied; the
 * address holds until the next one is added. */
struct statement *statements_add(struct statements *to, const char *where);

/* Adds a part; its text is copied. */
void statement_part(struct statement *to, enum part_kind kind,
		    const char *text);

/* Adds words, as printf() would write them. */
__attribute__((format(printf, 2, 3))) void statement_text(struct statement *to,
							  const char *format,
							  ...);

/* Adds an interval and what else stands in its brackets, "" for nothing. */
void statement_interval(struct statement *to, const char *interval,
			const char *note);

/* Writes a sentence as text, with its full stop but no line end. */
void statement_print(const struct statement *statement, FILE *to);

#endif
