/*
 * ceiling.h - the most tasks a second that arithmetic allows.
 *
 * A closed load of N tasks, each of which waits for Z and computes for C, does
 * at most N / (Z + C) tasks a second, since no task can be faster than one that
 * is alone; and at most cpus / C, since computing takes a CPU (the bounds of
 * asymptotic analysis: Lazowska and others, "Quantitative System Performance",
 * 1984, chapter 5). N is what can be served at once: a pool of 16 threads
 * serves 16 of 600.
 *
 * A throughput above it is a wrong number, however narrow its interval; how
 * near it comes says what is left to win.
 */
#ifndef HARNESS_VALIDITY_CEILING_H
#define HARNESS_VALIDITY_CEILING_H

/* What is known of a cell; NAN: not known. */
struct ceiling {
	double served;      /* tasks that can be served at once */
	double cpus;        /* that can compute for them at once */
	double waits_ns;    /* of a task, by itself */
	double computes_ns; /* of a task */
};

/* Tasks a second. A time that is not known counts as none, so that the ceiling
 * stays one; NAN where nothing bounds it. */
double ceiling_rate(const struct ceiling *known);

#endif
