/*
 * session.h - one bench from its suite to its last run: a new one, or one that
 * was interrupted and goes on in its folder.
 */
#ifndef BENCH_SESSION_SESSION_H
#define BENCH_SESSION_SESSION_H

#include "bench/doctor/machine.h"
#include "bench/session/rounds.h"

#include <stdio.h>

/* Room for any line of complaint of a bench. */
enum { SESSION_ERROR = PATH_MAX + 512 };

/* How starting or running ended. */
enum session_end {
	SESSION_FINE,
	SESSION_WRONG_WORD, /* suite or folder named wrongly; nothing written */
	SESSION_UNWRITTEN,  /* the folder cannot be written */
	SESSION_INTERRUPTED, /* by Ctrl-C */
};

/* A bench. */
struct session {
	char folder[PATH_MAX];
	struct suite suite;
	struct plan plan;
	struct tally tally;
	struct runlog log;
	double calibration;      /* iterations of compute() per ms */
	const char *pilots_from; /* another bench's folder, or NULL */
	unsigned longer; /* runs so many times as long as needed; 0: once */
	double harness_ns[MACHINE_WORKERS]; /* cost of the suite per task at
		machine_workers[]; NAN: not known */
	bool resumed;
};

/* Starts a new bench of a suite (a name or a path), in a new folder, or in the
 * one that is named. Nothing is written unless the suite is right. After
 * anything but SESSION_FINE, error holds a line and there is nothing to end. */
enum session_end session_create(struct session *session, const char *suite,
				const char *folder, const char *const *metrics,
				char error[SESSION_ERROR]);

/* Opens a folder to make what it lacks: the same plan, on the same machine. */
enum session_end session_resume(struct session *session, const char *folder,
				const char *const *metrics,
				char error[SESSION_ERROR]);

/* Prints what will be made, how long it takes, where it goes. */
void session_print_plan(const struct session *session, FILE *to);

/* Says, after the last run, how many rounds were repeated because the machine
 * was not quiet; nothing if none was. */
void session_print_end(const struct session *session, FILE *to);

/* Makes pilot runs, measures capacities, makes the missing runs, then hyperfine's. */
enum session_end session_run(struct session *session,
			     char error[SESSION_ERROR]);

/* Frees and closes; false with a line in error if the last runs could not be
 * made durable. */
bool session_end(struct session *session, char error[SESSION_ERROR]);

#endif
