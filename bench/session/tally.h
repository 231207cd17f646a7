/*
 * tally.h - which runs of a plan are made, how long they took, and whether all
 * contestants of a point gave the same answers.
 */
#ifndef BENCH_SESSION_TALLY_H
#define BENCH_SESSION_TALLY_H

#include "base/noisy_rounds.h"
#include "bench/session/plan.h"

#include <jansson.h>

/* What is known of a cell. */
struct cell_tally {
	unsigned done;   /* runs */
	unsigned timed;  /* runs of this session */
	int64_t wall_ns; /* of those, altogether */
	bool complained; /* about an invalid run */
};

/* What the contestants of a point answered first. */
struct answer {
	char digest[CELL_ID];
	unsigned cell;
};

/* What is known of a run. */
struct run_note {
	bool done;
	struct beside beside;
};

/* The state of a bench. */
struct tally {
	struct plan *plan;
	struct run_note *notes; /* n_cells by the most rounds */
	struct cell_tally *cells;
	struct answer *answers; /* by block; an empty digest: none yet */
	unsigned n_done, n_invalid, n_differing;
};

/* Nothing made yet. */
void tally_start(struct tally *tally, struct plan *plan);

/* Gives the books back. */
void tally_free(struct tally *tally);

/* Notes a line of an earlier session; one that is not of this plan is left out.
 * A point whose answers differ is counted; one that has got extra rounds gets
 * them again. */
void tally_line(void *tally, const json_t *line);

/* Notes a run of this session. */
void tally_run(struct tally *tally, unsigned cell, unsigned round,
	       const json_t *line, int64_t wall_ns);

/* Whether that run is made. */
bool tally_is_done(const struct tally *tally, unsigned cell, unsigned round);

/* Whether a batch of the cell gave what its point gave before: if not, who gave
 * the first answer is in *other. Other lines are never wrong. */
bool tally_agrees(const struct tally *tally, unsigned cell, const json_t *line,
		  const struct answer **other);

/* Judges all rounds made so far and gives each point as many extra ones as its
 * noisy ones need. Returns how many rounds that adds to the plan. */
unsigned tally_replace(const struct tally *tally);

/* How many extra rounds there are. */
unsigned tally_replaced(const struct tally *tally);

/* Time that the missing runs will take. */
int64_t tally_left_ns(const struct tally *tally);

/* How many rounds are complete: every run of theirs is made. */
unsigned tally_rounds(const struct tally *tally);

#endif
