/*
 * section.h - what a section of a suite says, typed: an experiment, or the
 * defaults of [suite].
 *
 * Each value was read once, when the file was, and is here as a number and in
 * its canonical text, which labels and ids are made of.
 */
#ifndef BENCH_SUITE_SECTION_H
#define BENCH_SUITE_SECTION_H

#include "base/kinds.h"
#include "bench/suite/slo.h"
#include "harness/cell/cell.h"

enum {
	SUITE_VALUES = 64,   /* most values of one list */
	SUITE_TEXT = 512,    /* longest title or question */
	SUITE_CELLS = 20000, /* most cells of one experiment */
	SUITE_ROUNDS = 1000,
	SUITE_WHERE = 4, /* most conditions on the point of a claim */
	/* Workload, parameters, concurrency, slack and what is offered. */
	SUITE_LISTS = CELL_PARAMS + 4,
};

/* One value of a list. */
struct value {
	char text[CELL_NAME]; /* canonical: 1000 is 1k, 5000us is 5ms */
	enum param_kind kind;
	int64_t number; /* in its base unit; of a choice no use */
};

/* A key and its values: with several an axis of the grid. */
struct list {
	char name[CELL_NAME];
	unsigned n;
	unsigned line; /* 0: not set */
	struct value value[SUITE_VALUES];
};

/* What decides a claim: A better|no_worse|worse than B, and at which points. */
struct holds_if {
	char text[SUITE_TEXT]; /* as it was written; "": none */
	unsigned line;
	char a[CELL_NAME], relation[CELL_NAME], b[CELL_NAME];
	unsigned n_where;
	struct {
		char name[CELL_NAME];
		struct value value;
	} where[SUITE_WHERE];
};

/* A section of a suite. */
struct section {
	char name[CELL_NAME];
	unsigned line, rounds;
	char title[SUITE_TEXT], question[SUITE_TEXT], claim[SUITE_TEXT];
	struct holds_if holds_if;
	char figure[CELL_NAME], metric[CELL_NAME];
	int64_t duration_ns, warmup_ns; /* at least; see fixed_lengths */
	uint64_t tasks;                 /* 0: by duration */
	uint64_t seed;                  /* [suite] only; 0: from the clock */
	char cpus[CELL_CPUS], peer_cpus[CELL_CPUS]; /* resolved */
	struct contestant contestants[SUITE_VALUES];
	struct list workloads, concurrency;
	struct list slacks;       /* of timers; empty: the usual */
	struct list rates, loads; /* one of them: an open load */
	unsigned n_contestants;
	enum arrivals arrivals;
	struct slo slo;        /* most_ns 0: none */
	char fault[CELL_NAME]; /* "" : none */
	struct list params[CELL_PARAMS];
	unsigned n_params;
	bool fixed_lengths; /* no pilot runs: exactly as long as asked for */
	bool unsteady;      /* no steady state is asked for */
};

/* The parameter of that name in that section, or NULL. */
const struct list *section_param(const struct section *section,
				 const char *name);

/* The rates or the loads of an open load; NULL: a closed load. */
const struct list *section_offered(const struct section *section);

/* All lists of an experiment but its contestants, the outermost of the grid
 * first: workload, parameters, slack, concurrency, rate or load. Returns how many. */
unsigned section_lists(const struct section *section,
		       const struct list *to[SUITE_LISTS]);

/* Which value of a list a text means, by its number or its word; NULL: none. */
const struct value *list_find(const struct list *list, const char *text);

#endif
