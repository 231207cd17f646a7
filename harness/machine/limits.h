/*
 * limits.h - what the machine allows of processes, threads and descriptors.
 *
 * A contestant with a worker for every task in flight meets these limits long
 * before any of the model's own. The kernel says EAGAIN for each of them alike;
 * whoever reads that needs to know which one it was, its number, and how to
 * raise it.
 */
#ifndef HARNESS_MACHINE_LIMITS_H
#define HARNESS_MACHINE_LIMITS_H

#include <stdbool.h>

/* Room for a limit, its number and how to raise it. */
enum { LIMIT_TEXT = 160 };

/* What a worker is to the kernel. */
enum limited { LIMITED_PROCESSES, LIMITED_THREADS };

/* Whether so many threads or processes could be there at all, with nothing else
 * on the machine. If not, `why` is like "kernel.pid_max is 32768 (sysctl -w
 * kernel.pid_max=4194304)". */
bool limits_allow(unsigned n, char why[LIMIT_TEXT]);

/* Which limit was met when the kernel said EAGAIN: such a text behind ": ", or
 * "" where none is near. Returns to. */
char *limits_met(enum limited what, char to[LIMIT_TEXT]);

/* ": ulimit -n is 1024 (ulimit -n 65536)", for EMFILE. Returns to. */
char *limits_descriptors(char to[LIMIT_TEXT]);

/* The command that raises a limit of the shell a person types in: its letter,
 * its name for prlimit, what it is now. Returns to. */
char *limits_raise(char letter, const char *name, double now,
		   char to[LIMIT_TEXT]);

#endif
