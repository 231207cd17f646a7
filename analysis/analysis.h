/*
 * analysis.h - what the runs of one results folder say.
 *
 * Reads results only; knows no workload and no runner. One struct analysis is
 * loaded from runs.jsonl and suite.json, summarised, decided, written as CSV and
 * drawn. Everything is owned by the analysis and freed by analysis_free().
 *
 *	runs.jsonl -> struct measured -> struct summary -> struct verdict
 *	                  (a run)          (a cell)        (a pair of cells)
 */
#ifndef ANALYSIS_ANALYSIS_H
#define ANALYSIS_ANALYSIS_H

#include "base/kinds.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { MOST_PARAMS = 16, MOST_DISTRIBUTION = 64, MOST_WHERE = 4 };

/* The figures of a run that are summarised over rounds; NAN where the run does
 * not have it. Metric names are those of cells.csv. */
enum metric {
	THROUGHPUT,         /* tasks per second */
	THROUGHPUT_PER_CPU, /* tasks per second of CPU time (user + system) */
	RESPONSE_P50,       /* ns */
	RESPONSE_P99,       /* ns */
	RESPONSE_P999,      /* ns */
	RESPONSE_MEAN,      /* ns */
	QUEUE_P50,          /* ns */
	QUEUE_P99,          /* ns */
	QUEUE_MEAN,         /* ns */
	SERVICE_P50,        /* ns */
	CPU_PER_TASK,       /* ns, user + system */
	MEMORY_PER_TASK,    /* bytes */
	MEMORY_PEAK,        /* bytes */
	SWITCHES_PER_TASK,  /* voluntary + involuntary */
	ELAPSED,            /* ns */
	ACHIEVED_RATE,      /* arrivals per second, of an open load */
	METRICS
};

/* Name in CSV, which says the unit; words; and which direction is good. */
struct metric_info {
	const char *name, *label;
	bool more_is_better;
};
extern const struct metric_info metric_info[METRICS];

/* A parameter of a cell as text ("5ms"), and as a number in its base unit. An
 * open load adds "arrivals" and "load" or "rate", and a fault made on purpose
 * "fault", timers their "slack", which tell points apart as a parameter does. */
struct param_value {
	const char *name, *text;
	enum param_kind kind;
	double number; /* ns, bytes, count, percent; NAN for a word */
};

/* One valid or invalid run. */
struct measured {
	unsigned round;
	bool valid;
	bool dropped;           /* its round is: see docs/method.md */
	bool outlived;          /* valid, but most runs of its cell are not */
	bool noisy;             /* it says so, or its speed was off */
	bool late;              /* in that its generator came late */
	const char *check;      /* that failed first; NULL: the run is valid */
	const char *reason;     /* its sentence, or NULL */
	const char *bottleneck; /* "cpu", "workers", ...; NULL: not known */
	double speed_ns; /* of a fixed piece of work beside the run, or NAN */
	double steal;    /* share of CPU time, or NAN */
	double hiccup_p99_ns, hiccup_max_ns; /* of a 1 ms sleeper, or NAN */
	double value[METRICS];
	uint64_t failed, lost; /* tasks */
	size_t n_distribution;
	double distribution[MOST_DISTRIBUTION][2]; /* p, response in ns */
};

/* Whether a run is a sample of what its cell does. That its round was dropped
 * is another question. */
static inline bool run_counts(const struct measured *run)
{
	return run->valid && !run->outlived;
}

/* Median over valid rounds, with an interval that covers the median of further
 * rounds with 95 % (order statistics; below 6 rounds: least and most). */
struct estimate {
	double median, low, high;
};

/* What a runner says about itself in its runs, for sentences and figures. */
struct model {
	bool loop;          /* an event loop; else a pool, or not known */
	const char *label;  /* "thread pool"; never NULL */
	const char *colour; /* "#d55e00", always valid; grey if it has none */
};

/* A cell over its rounds. Strings are shared, not owned one by one. */
struct summary {
	const char *cell, *experiment, *workload, *contestant, *runner;
	const char *cpus, *peer_cpus;
	struct model model;
	unsigned workers, helpers;
	double concurrency;
	double in_flight;  /* what a closed load had; less than concurrency of a
			      contestant that keeps one */
	double rate;       /* arrivals offered per second; NAN: closed load */
	const char *fault; /* made on purpose in every run; "": none */
	bool unsteady;     /* no steady state was asked for */
	bool copy;         /* "async*": the twin of an A/A comparison */
	uint64_t tasks;    /* 0: by duration */
	size_t n_params;
	struct param_value params[MOST_PARAMS];
	size_t n_runs;
	size_t n_valid;        /* and not dropped: those that count */
	size_t n_invalid;      /* for a reason of their own */
	size_t n_rounds;       /* of its point, and of these ... */
	size_t n_dropped;      /* ... so many are dropped */
	struct measured *runs; /* by round */
	struct estimate value[METRICS];
	uint64_t failed, lost;  /* over all runs */
	const char *check;      /* why it has no valid run, else NULL */
	const char *reason;     /* the same as a sentence */
	const char *bottleneck; /* the most frequent of its runs, or NULL */
	size_t n_distribution;  /* median over rounds at each p that all have */
	double distribution[MOST_DISTRIBUTION][2];
};

enum outcome {
	BETTER, /* of A over B */
	SLIGHTLY_AHEAD,
	NO_DIFFERENCE, /* no practical difference */
	INCONCLUSIVE,
	WORSE,
	SLIGHTLY_BEHIND,
	NO_VERDICT,         /* fewer than 6 common valid rounds */
	INCONCLUSIVE_NOISE, /* another outcome with the dropped rounds */
};
extern const char *const outcome_words[];

/* Paired comparison of two contestants in the same point of the grid. */
struct verdict {
	const struct summary *a, *b;
	enum metric metric;
	enum outcome outcome;
	double ratio, low, high; /* A over B, > 1: A is better; 95 % */
	unsigned rounds, ahead;  /* common valid rounds; in how many A led */
	unsigned rounds_needed;  /* when inconclusive, else 0 */
	unsigned dropped;        /* further common rounds, left out as noisy */
	enum outcome undropped;  /* the outcome if they were counted */
};

/* All contestants at one point of an experiment's grid: same workload, params,
 * load and placement. Copies are kept apart: they are rivals of nobody. */
struct point {
	const struct experiment *experiment;
	size_t n_cells;
	const struct summary **cells; /* best first by the primary metric */
	size_t n_copies;
	const struct summary **copies;
	const struct summary *winner; /* better than every rival, or NULL */
	const struct verdict
		*margin; /* winner against the next best, or NULL */
	bool decided;    /* some pair is BETTER or WORSE; else grey */
};

/* One axis of an experiment's grid that has more than one value. */
struct axis {
	const char *name; /* "concurrency" or a parameter */
	size_t n;
	const struct param_value *values; /* ascending; words in suite order */
};

/* A section of the suite. */
struct experiment {
	const char *name, *title, *question; /* from the suite; never NULL */
	const char *figure;   /* what is drawn: "curves", "fraction", "map",
				 "open", "stopwatch", "" */
	const char *workload; /* the first; an experiment may have several */
	enum metric primary;
	enum metric slo_metric; /* RESPONSE_P50, _P99 or _P999 ... */
	double slo_ns; /* ... and its target; NAN: the suite has none */
	size_t n_cells, n_points, n_axes, n_contestants;
	const struct summary **cells;
	struct point *points;
	struct axis axes[MOST_PARAMS + 1];
	const char **contestants; /* in suite order */
};

/* hyperfine's time of one contestant beside the suite's own makespan. */
struct stopwatch {
	const char *experiment, *workload, *contestant;
	double hyperfine_s, hyperfine_low_s,
		hyperfine_high_s; /* mean, min, max */
	double suite_s; /* mean makespan of the same batches; NAN if none */
};

/* Whether something that was claimed holds on this machine. */
enum holding { HOLDS, HOLDS_NOT, UNDECIDED };
extern const char *const holding_words[];

/* What a verdict is held to; RELATIONS: it is not understood. */
enum claim_relation { IS_BETTER, IS_NO_WORSE, IS_WORSE, RELATIONS };

/* What decides a claim: A is to B as the relation says, at the points that have
 * all the values. */
struct condition {
	const char *text; /* as the suite has it */
	const char *a, *b;
	enum claim_relation relation;
	size_t n_where;
	struct param_value where[MOST_WHERE];
};

/* One test of a claim: a section of the suite with `claim` and `holds_if`. */
struct claim_test {
	const struct experiment *experiment;
	const struct condition *condition;
	enum holding holds;
	const struct verdict *verdict; /* that decides it, or NULL: none does */
};

/* A sentence about the world, and all experiments that test it: it holds if it
 * does in all, and not if it fails in one. */
struct claim {
	const char *text;
	enum holding holds;
	size_t n_tests;
	struct claim_test *tests;
};

/* What `avt doctor` found when the folder was measured, as it said it. */
struct diagnosis {
	const char *name, *value, *verdict, *consequence, *fix;
};

/* Everything known about a folder. */
struct analysis {
	const char *folder, *suite;
	struct machine {
		const char *host, *cpu, *kernel, *started;
		unsigned cpus;
		double harness_ns, clock_ns; /* NAN: not measured */
		size_t n_diagnoses;
		struct diagnosis *diagnoses;
	} machine;
	size_t n_summaries, n_verdicts, n_experiments, n_stopwatches;
	struct summary *summaries;
	struct verdict *verdicts;
	struct experiment *experiments;
	struct stopwatch *stopwatches;
	size_t n_runs, n_invalid, n_skipped; /* skipped: unreadable lines */
	size_t n_rounds, n_noisy, n_dropped; /* over all points */
	double speed_ns; /* the session's: median of all runs, or NAN */
	size_t n_claims;
	struct claim *claims;
	void *memory; /* the arena that owns all of the above */
};

/* Loads and analyses a folder. NULL with one line in error (size bytes). An
 * unreadable or truncated line of runs.jsonl is counted, named on stderr and
 * skipped. */
struct analysis *analysis_load(const char *folder, char *error, size_t size);

/* Frees an analysis and all that belongs to it; NULL is fine. */
void analysis_free(struct analysis *analysis);

/* One sentence: "async completes 1.42× as many tasks/s as threads:match (95 %
 * CI 1.37–1.48; ahead in all 12 rounds).", cut to its room. Returns to. */
char *verdict_sentence(const struct verdict *verdict, char *to, size_t size);

/* The verdict on two cells, whichever way round it is stored; NULL if none. */
const struct verdict *analysis_verdict(const struct analysis *analysis,
				       const struct summary *a,
				       const struct summary *b);

/* The verdict on one contestant against itself that stands for the bench: of
 * all such, the one with the median half-width; NULL if there is none. */
const struct verdict *analysis_self(const struct analysis *analysis);

/* The smallest ratio that the bench could have seen: exp(2 h), h the half-width
 * of the 95 % interval of analysis_self() as a logarithm; NAN without. */
double analysis_detectable(const struct analysis *analysis);

/* Draws every figure into FOLDER/plots with gnuplot; png as well if asked. 0,
 * or -1 with one line in error: gnuplot missing or failing. */
int figures_draw(const struct analysis *analysis, const char *gp_folder,
		 bool png, char *error, size_t size);

/* Writes FOLDER/report.html from the analysis and the figures that are there.
 */
int report_write(const struct analysis *analysis, char *error, size_t size);

/* Prints the summary of a folder for a terminal: a table and plain words. */
void summary_print(const struct analysis *analysis, FILE *to);

#endif
