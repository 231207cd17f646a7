/*
 * health.h - how well this machine could measure: what the runs saw of it.
 *
 * A row per thing that can spoil a bench, with a value, a word for it and what
 * to do about it. The words are those of `avt doctor`.
 */
#ifndef ANALYSIS_VERDICT_HEALTH_H
#define ANALYSIS_VERDICT_HEALTH_H

#include "analysis/analysis.h"

enum { HEALTH_TEXT = 128 };

/* Green, amber, red; or nothing is known. */
enum grade { GRADE_GOOD, GRADE_MIND, GRADE_BAD, GRADE_UNKNOWN };

/* "good", "caution", "bad", "not measured". */
extern const char *const grade_words[];

/* What is looked at. */
enum health_row {
	HEALTH_STEAL,   /* CPU time that the hypervisor gave to others */
	HEALTH_SPEED,   /* spread of a fixed piece of work over the session */
	HEALTH_HICCUPS, /* how late a 1 ms sleeper wakes */
	HEALTH_CLOCK,   /* cost of reading the clock */
	HEALTH_HARNESS, /* cost of measuring a task */
	HEALTH_ROUNDS,  /* noisy, and dropped */
	HEALTH_SELF,    /* the smallest difference that can be seen */
	HEALTH_ROWS
};

/* One thing: its advice is "" where all is well or nothing is known. */
struct health {
	const char *name;
	char value[HEALTH_TEXT];
	enum grade grade;
	const char *advice;
};

/* Looks at everything. */
void health_check(const struct analysis *analysis,
		  struct health rows[HEALTH_ROWS]);

#endif
