/*
 * process.h - other programs: started without a shell, watched to their end.
 *
 * A program dies with the one that started it. Given a group of its own it is
 * also out of reach of the terminal's Ctrl-C, and whatever it leaves behind is
 * killed with it. What became of it is data: no caller reads a wait status.
 *
 *	const char *const words[] = {"gnuplot", "plot.gp", NULL};
 *	struct process gnuplot = {.words = words, .limit_ns = 60 * NS_PER_S};
 *
 *	if (!process_run(&gnuplot))
 *		printf("%s, status %d\n", strerror(gnuplot.error),
 *		       gnuplot.status);
 */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A program: how to start it, and then what became of it. Zeroed but for
 * `words` is a valid start. */
struct process {
	const char *const *words;       /* name and arguments, then NULL */
	const char *program;            /* a path; NULL: the name, along PATH */
	const char *const *environment; /* NAME=VALUE on top of ours, then NULL;
					 * NULL: none */
	int in, out, err;   /* descriptors to be its 0, 1 and 2; 0 stands for
			     * /dev/null as input, for ours as output; an err
			     * of 1 goes where its output goes */
	size_t most_output; /* collect its output up to so many bytes, and kill
			     * it beyond that; 0: leave it to `out` */
	int64_t limit_ns;   /* kill it after so long; 0: never */
	bool own_group;     /* a process group of its own, which ends with it */

	int error;        /* errno if it could not be started, such as ENOENT */
	int status;       /* its exit status; -1: there is none */
	int signal;       /* that killed it; 0: none did */
	bool timed_out;   /* it took longer than limit_ns */
	bool overflow;    /* it said more than most_output */
	bool interrupted; /* process_interrupted rose while it ran */
	char *output;     /* what it said, with a '\0' behind, if collected */
	size_t length;    /* of output, which may hold zeros */

	pid_t pid; /* the rest is process.c's own */
	int pidfd, output_fd, interrupted_before;
	size_t room;
	int64_t deadline_ns;
	bool told, killed;
};

/* How often SIGINT or SIGTERM has arrived since process_catch_signals(). */
extern volatile int process_interrupted;

/* From now on these two signals only count. Children can be waited for, even
 * if our own parent ignored SIGCHLD. */
void process_catch_signals(void);

/* Starts a program. On false `error` says why; there is nothing to wait for.
 */
bool process_start(struct process *process);

/* Waits until it has ended and says how. The first interruption is passed on as
 * SIGINT, so that it can end by itself; the second one kills it. */
void process_wait(struct process *process);

/* Starts it and waits for it: whether it ended with status 0. */
bool process_run(struct process *process);

/* Frees its output. */
void process_free(struct process *process);

/* The first line that a program says before it ends with status 0. On false,
 * *error is ENOENT if there is no such program along PATH, else another errno
 * or 0. */
bool process_first_line(const char *const *words, char *to, size_t size,
			int *error);

#endif
