/*
 * fault.h - faults made on purpose: what has to be noticed is made to happen.
 *
 * A check that has never failed proves nothing. `--fault` does to a run what
 * could happen to it by itself, so that the self-test can see which check says
 * so, and that no other does. A run without a fault pays for two branches a
 * task, on variables that never change. Kinds and their meaning:
 * docs/method.md.
 *
 * A stall or a stopped generator is the work of a process of its own, the
 * injector, which sleeps until its instant has come: the contestant needs no
 * part in it, so it works alike for every model and every load. A changed
 * service is the work of the worker: around a task's body it computes on by
 * calibrated work, in proportion to the CPU time that the body has used. So the
 * same is added in every model, and waiting is not stretched.
 */
#ifndef HARNESS_FAULT_FAULT_H
#define HARNESS_FAULT_FAULT_H

#include "harness/cell/cell.h"
#include "harness/contract/workload.h"
#include "harness/control.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What is done to a run. */
enum fault_kind {
	FAULT_NONE,
	FAULT_STALL,     /* the contestant is stopped, and continued */
	FAULT_SLOW,      /* every task computes longer */
	FAULT_DROP,      /* some completions are not counted */
	FAULT_GENSTOP,   /* the generator is stopped, and continued */
	FAULT_HOG,       /* others are busy on the contestant's CPUs */
	FAULT_RAMP,      /* tasks compute longer and longer */
	FAULT_STEP,      /* tasks compute longer from some instant on */
	FAULT_PEERHOG,   /* the peer is busy with something else */
	FAULT_CLOCKBACK, /* the clock steps back under the worker */
	FAULT_OMIT,      /* a task's time in line is not noted */
	FAULT_BLAME,     /* it is noted as service */
};

/* A fault, read. Instants count from the opening of the gate. */
struct fault {
	enum fault_kind kind;
	int64_t at_ns, length_ns;
	double factor;   /* of computing: 1 is none */
	double share;    /* of completions */
	unsigned number; /* of busy processes */
};

/* Reads "stall:5s,100ms"; "" is no fault. On a wrong word returns false and
 * writes one line that says what it should be like. */
bool fault_parse(const char *text, struct fault *fault, char error[CELL_ERROR]);

/* Checks that a cell's fault can be read, and can happen to its load. */
bool fault_check(const struct cell *cell, char error[CELL_ERROR]);

/* Makes a cell's fault, already checked, the fault of this process. Called
 * before the peer, the generator or any worker exists. */
void fault_set(const struct cell *cell);

/* Starts whoever is to make the fault happen, if it takes a process; it waits
 * at the gate of `control`. The peer and the generator (-1: none) are no part
 * of the contestant. Injectors go to a CPU list, busy ones to where the
 * contestant is. Called while the process has one thread, after the generator
 * started. 0, or -1 with errno. */
int fault_start(struct control *control, pid_t peer, pid_t generator,
		const char *cpus);

/* Ends and reaps what fault_start() started. */
void fault_stop(void);

/* Called by the peer when it is born: makes it busy if that is the fault. */
void fault_hog_peer(void);

/* Whether this process's fault changes what a worker does. */
extern bool fault_on_tasks;

/* Whether it changes what is recorded of a task. */
extern bool fault_on_stamps;

/* Two of a task's three instants with the fault in them. */
void fault_change_stamps(int64_t *arrive, int64_t *start);

/* The instants of a task as they are to be recorded: what a runner calls before
 * recorder_ended(). */
static inline void fault_stamps(int64_t *arrive, int64_t *start)
{
	if (__builtin_expect(fault_on_stamps, false))
		fault_change_stamps(arrive, start);
}

/* A task's body with the fault around it. */
enum progress fault_changed_body(const struct workload *workload,
				 struct task *task);

/* Runs a task's body: what a runner calls instead of the workload's `run`. */
static inline enum progress fault_body(const struct workload *workload,
				       struct task *task)
{
	if (__builtin_expect(fault_on_tasks, false))
		return fault_changed_body(workload, task);
	return workload->run(task);
}

#endif
