/*
 * facts.h - what this machine will and will not let one measure, and why.
 *
 * A finding is one fact with its consequence in plain words and, where there is
 * one, the command that mends it. Nothing here is required: what the machine
 * does not expose is a finding too, never an error and never a zero. Looking
 * takes about half a second, and needs no rights.
 */
#ifndef BENCH_DOCTOR_FACTS_H
#define BENCH_DOCTOR_FACTS_H

#include <jansson.h>
#include <sched.h>
#include <stddef.h>

/* What a finding means for who measures here. */
enum rating {
	RATING_GOOD,   /* nothing to do */
	RATING_MIND,   /* measure, but read the results with this in mind */
	RATING_BAD,    /* some results will be wrong or cannot be had */
	RATING_HIDDEN, /* the machine does not tell */
	RATINGS,       /* how many there are */
};

enum {
	FACTS_MOST = 56,   /* findings */
	FACTS_VALUE = 112, /* longest value, with its end */
	FACTS_MEANS = 320, /* longest consequence */
	FACTS_MEND = 200,  /* longest command */
};

/* One fact. All its text is printable ASCII, whatever the machine said. */
struct finding {
	const char *topic, *name; /* static text; the name is unique */
	const char *unit;         /* of number; NULL where that is NAN always */
	double number;            /* the value for programs; NAN if in words */
	enum rating rating;
	char value[FACTS_VALUE];
	char means[FACTS_MEANS];
	char mend[FACTS_MEND]; /* "" when nothing mends it */
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

/* Looks at everything: reads, asks, and measures for about 0.4 s in threads of
 * its own, so that the caller's CPUs and timers stay as they are. */
void facts_gather(struct facts *facts);

/* The word for a rating: "good", "mind", "bad", "not exposed". */
const char *facts_rating(enum rating rating);

/* How many findings have a rating. */
size_t facts_count(const struct facts *facts, enum rating rating);

/* The finding of a name, or NULL. */
const struct finding *facts_find(const struct facts *facts, const char *name);

/* Looks at everything and tells it as docs/doctor.md describes: the version,
 * a count by rating, the findings. The folder is where results go; NULL: where
 * they would go. The caller's reference. */
json_t *facts_to_json(const char *folder);

/* The same of facts that were gathered already. */
json_t *facts_as_json(const struct facts *facts);

#endif
