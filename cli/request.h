/*
 * request.h - what `avt run` was asked for, read and checked, as cells.
 */
#ifndef CLI_REQUEST_H
#define CLI_REQUEST_H

#include "bench/suite/slo.h"
#include "harness/cell/cell.h"

#include <stdbool.h>
#include <stdint.h>

/* Most words in one list, and most -s. */
enum { REQUEST_MOST = 32 };

/* A command line. Cells are ordered as a person reads them: workload, then
 * concurrency, then contestant. */
struct request {
	const char *workloads[REQUEST_MOST];
	struct contestant contestants[REQUEST_MOST];
	unsigned concurrencies[REQUEST_MOST];
	struct setting settings[REQUEST_MOST];
	unsigned n_workloads, n_contestants, n_concurrencies, n_settings;

	int64_t tasks, duration_ns; /* one of them is 0 */
	int64_t warmup_ns;
	enum arrivals arrivals;
	double rate;
	int64_t rounds, seed; /* how often, and in which order */
	char cpus[CELL_CPUS], peer_cpus[CELL_CPUS];
	int64_t slack_ns;   /* of timers; 0: the usual */
	const char *fault;  /* made on purpose; "": none */
	bool unsteady;      /* no steady state is asked for */
	double calibration; /* iterations per ms; 0: measure it */
	bool json;
	struct slo slo;         /* most_ns is 0: no search */
	enum arrivals searched; /* how tasks of a search arrive */
	const char *log;        /* file for each run's line; NULL: none */

	struct cell *cells;
	unsigned n_cells;
};

/* Reads a command line and makes its cells. A wrong word ends the program as
 * cli_usage() does. */
void request_read(struct request *request, int argc, char **argv);

#endif
