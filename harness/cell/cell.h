/*
 * cell.h - a cell: workload, parameters, contestant, load and placement; what
 * one run measures. Read from words, written as JSON, named by a stable id.
 */
#ifndef HARNESS_CELL_CELL_H
#define HARNESS_CELL_CELL_H

#include "harness/contract/workload.h"
#include "harness/load/schedule.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	CELL_NAME = 64,   /* longest name of anything, with its end */
	CELL_VALUE = 48,  /* longest written value */
	CELL_PARAMS = 16, /* most parameters of a workload */
	CELL_ERROR = 256, /* one line of complaint */
	CELL_ID = 17,     /* 16 hex digits and the end */
	CELL_CPUS = 128,  /* a CPU list such as 0-3,8 */
};

/* The most a contestant or a load may ask for: absurd numbers stop here. */
enum {
	CELL_MOST_WORKERS = 100000,
	CELL_MOST_CONCURRENCY = 10000000,
	CELL_MOST_RATE = 10000000,
	CELL_MOST_ARRIVALS = 100000000,
};

/* No run, and no warm-up, is longer: an hour. */
#define CELL_MOST_NS INT64_C(3600000000000)

/* By how much timers may be late unless something else is asked for: what the
 * kernel gives every program. And the most that may be asked for. */
#define CELL_SLACK_NS      INT64_C(50000)
#define CELL_MOST_SLACK_NS INT64_C(10000000)

/* How many workers a contestant has. */
enum size_kind {
	SIZE_FIXED, /* threads:64; `size` says how many */
	SIZE_CORES, /* threads:cores; one a CPU of the cell's set */
	SIZE_MATCH, /* threads:match; one a task in flight */
	SIZE_BEST,  /* threads:best; `size` from pilot runs, 0 before them */
};

/* A runner with its size: async, async:cores, async+4, threads:64,
 * threads:match, threads:best, procs:cores, serial. "+H" gives each loop H helper threads,
 * which run what the workload offloads. A trailing "*" is an identical copy
 * under another name, to see what a difference by chance looks like. */
struct contestant {
	char text[CELL_NAME]; /* as written, the label everywhere */
	char runner[CELL_NAME];
	enum size_kind kind;
	unsigned size;
	unsigned helpers;
};

/* One set parameter; values in the canonical text of unit_format(). */
struct setting {
	char name[CELL_NAME];
	char value[CELL_VALUE];
};

/* What one run measures. Zeroed is a valid start. Either tasks or duration_ns
 * is set, never both. */
struct cell {
	char experiment[CELL_NAME]; /* the section of the suite; "run" alone */
	char workload[CELL_NAME];
	struct setting params[CELL_PARAMS]; /* all, sorted by name */
	unsigned n_params;
	struct contestant contestant;
	unsigned concurrency; /* tasks in flight; open load: at most, on a loop
			       */
	enum arrivals arrivals;
	double rate;           /* arrivals per second; 0 in a closed load */
	char load[CELL_VALUE]; /* "70%" of the contestant's own capacity: where
				* rate comes from; "" if it was given as such */
	uint64_t tasks;        /* -n: a fixed batch of seeds 0 to tasks - 1 */
	int64_t duration_ns;   /* -d: measured time, after the warm-up */
	int64_t warmup_ns;
	/* What was asked for at least, where pilot runs chose the two above: the
	 * id holds these. asked_duration_ns 0: the two above are what was asked
	 * for. */
	int64_t asked_duration_ns, asked_warmup_ns;
	char cpus[CELL_CPUS];      /* "" : wherever the scheduler likes */
	char peer_cpus[CELL_CPUS]; /* "" : the CPUs that cpus leaves, if any */
	int64_t slack_ns;          /* of timers; 0: CELL_SLACK_NS */
	char fault[CELL_NAME];     /* made on purpose: fault.h; "" : none */
	bool unsteady; /* no steady state is asked for: short on purpose */
};

/* Whether a contestant is written as a copy: with a trailing "*". */
bool contestant_is_copy(const struct contestant *contestant);

/* Reads "threads:64". On a wrong word returns false and writes one line that
 * names it, says what is allowed and suggests the nearest. */
bool contestant_parse(const char *text, struct contestant *to,
		      char error[CELL_ERROR]);

/* The timer slack of this cell's workers, in ns. */
static inline int64_t cell_slack(const struct cell *cell)
{
	return cell->slack_ns ? cell->slack_ns : CELL_SLACK_NS;
}

/* How many workers the contestant has in this cell; 0: not known yet. */
unsigned cell_workers(const struct cell *cell);

/* How many tasks the contestant has in flight in this cell: those asked for, or
 * fewer. In an open load the most that it may have. */
unsigned cell_in_flight(const struct cell *cell);

/* Reads a parameter's value and checks its limits: a number in the base unit of
 * its kind, or the index of a choice. False with one line in error. */
bool cell_read_value(const struct param *param, const char *text,
		     int64_t *value, char error[CELL_ERROR]);

/* Writes a value in its canonical text. */
void cell_write_value(const struct param *param, int64_t value,
		      char to[CELL_VALUE]);

/* Sets the workload and fills params with all its defaults. */
bool cell_set_workload(struct cell *cell, const char *name,
		       char error[CELL_ERROR]);

/* Sets one parameter after checking name, kind and limits; stores the canonical
 * text. The workload must have been set. */
bool cell_set_param(struct cell *cell, const char *name, const char *value,
		    char error[CELL_ERROR]);

/* Checks a CPU list against the CPUs this process may use; "" is fine. */
bool cell_check_cpus(const char *list, char error[CELL_ERROR]);

/* Checks what no single field shows: the load is a batch or a duration, and
 * the contestant has neither too many workers nor too many tasks. */
bool cell_check(const struct cell *cell, char error[CELL_ERROR]);

/* Writes one line of complaint; what would break the line, in words that came
 * from outside, becomes '?'. Returns false, for the caller to return. */
__attribute__((format(printf, 2, 3))) bool cell_error(char error[CELL_ERROR],
						      const char *format, ...);

/* Whether a file of "workloads" or "runners" was left out of this build for
 * want of a library; if so, error says which and how to get it. */
bool cell_left_out(const char *folder, const char *name,
		   char error[CELL_ERROR]);

/* Complains about a word that is none of n: names it, suggests the nearest,
 * says what is allowed. "no runner 'thread': did you mean threads? (...)". */
bool cell_unknown(char error[CELL_ERROR], const char *what, const char *word,
		  const char *const *words, size_t n);

/* Writes the cell's id: 16 hex digits of a hash of everything above; of load and
 * rate only the one that was asked for, of times those that were asked for, and
 * of threads:best not the size that was found. What goes into the hash, in which order
 * and form, must never change, since the id is the same in every session. On
 * another machine it is the same only where the CPU lists are: there avt
 * compare --across goes by names. */
void cell_id(const struct cell *cell, char id[CELL_ID]);

/* Puts the cell's fields into a result line or a child's job; the names are
 * those of docs/results.md. */
void cell_to_json(const struct cell *cell, json_t *line);

/* The way back; false with a line in error if a field is missing or wrong. */
bool cell_from_json(const json_t *line, struct cell *cell,
		    char error[CELL_ERROR]);

/* Copies the parameters into the workload's variables, in this process. */
bool cell_apply_params(const struct cell *cell, char error[CELL_ERROR]);

#endif
