/*
 * facts.h - the doctor's findings: a list that its topics fill.
 *
 * A finding is one fact with its consequence in plain words and, where there is
 * one, the command that fixes it. Nothing here is required: what the machine
 * does not expose is a finding too, never an error and never a zero.
 */
#ifndef BENCH_DOCTOR_FACTS_H
#define BENCH_DOCTOR_FACTS_H

#include <jansson.h>
#include <sched.h>
#include <stddef.h>

/* What a finding means for who measures here. */
enum rating {
	RATING_GOOD,    /* nothing to do */
	RATING_CAUTION, /* measure, but read the results with this in mind */
	RATING_BAD,     /* some results will be wrong or cannot be had */
	RATING_HIDDEN,  /* the machine does not tell */
	RATINGS,        /* how many there are */
};

enum {
	FACTS_MOST = 56,   /* findings */
	FACTS_VALUE = 112, /* longest value, with its end */
	FACTS_MEANS = 320, /* longest consequence */
	FACTS_FIX = 200,   /* longest command */
};

/* One fact. All its text is printable ASCII, whatever the machine said. */
struct finding {
	const char *topic, *name; /* static text; the name is unique */
	const char *unit;         /* of number; NULL where that is NAN always */
	double number;            /* the value for programs; NAN if in words */
	enum rating rating;
	char value[FACTS_VALUE];
	char means[FACTS_MEANS];
	char fix[FACTS_FIX]; /* "" when nothing fixes it */
};

/* Where to look, and what was found there; starts with facts_init(). */
struct facts {
	const char *root;   /* before /proc and /sys; "" but in tests */
	const char *folder; /* where results and scratch files go */
	cpu_set_t cpus;     /* those that this process may use */
	const char *topic;  /* of the findings to come */
	size_t n;
	struct finding findings[FACTS_MOST];
};

/* This process on this machine, nothing found yet. Tests set what they like
 * afterwards. */
void facts_init(struct facts *facts);

/* Adds a finding of the present topic: not exposed, with what follows from
 * that, until something else is said. Unit may be NULL. Never NULL: beyond
 * FACTS_MOST the last one is overwritten. */
struct finding *facts_add(struct facts *facts, const char *name,
			  const char *unit, const char *if_hidden);

/* Sets the value, in words and as a number (NAN if it is none). */
__attribute__((format(printf, 3, 4))) void finding_value(
	struct finding *finding, double number, const char *format, ...);

/* Sets the rating and the consequence. */
__attribute__((format(printf, 3, 4))) void finding_says(struct finding *finding,
							enum rating rating,
							const char *format,
							...);

/* Sets the command that fixes it. */
__attribute__((format(printf, 2, 3))) void finding_fix(struct finding *finding,
						       const char *format, ...);

/* Rates a number of which more is better: good from one bound on, bad below the
 * other. */
enum rating facts_rate(double value, double good, double bad);

/* The word for a rating: "good", "caution", "bad", "not exposed". */
const char *facts_rating(enum rating rating);

/* How many findings have a rating. */
size_t facts_count(const struct facts *facts, enum rating rating);

/* The finding of a name, or NULL. */
const struct finding *facts_find(const struct facts *facts, const char *name);

/* The findings as docs/doctor.md describes them: the version, a count by
 * rating, then each. The caller's reference. */
json_t *facts_to_json(const struct facts *facts);

#endif
