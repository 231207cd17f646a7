/*
 * workload.h - the contract of a workload: all that a workload includes.
 *
 * A workload is one file, workloads/NAME.c, that ends in a const struct
 * workload named workload_NAME. The Makefile finds it by its file name; no
 * list has to be touched. See docs/adding-a-workload.md.
 *
 * Time is in nanoseconds, sizes are in bytes, everywhere. One run is one
 * process, so parameters are plain static variables of the file, set before
 * setup() and constant from then on; forked workers inherit them.
 */
#ifndef HARNESS_CONTRACT_WORKLOAD_H
#define HARNESS_CONTRACT_WORKLOAD_H

#include "base/kinds.h"
#include "harness/contract/task.h"

#include <stdint.h>

/* What a task mostly does; a word in lists and reports. */
enum kind { WAITS, COMPUTES, MIXED };

/* A parameter. *value holds the default before any is set. Tables end with an
 * all-zero row. */
struct param {
	const char *name;
	int64_t *value;
	enum param_kind kind;
	int64_t least, most; /* allowed, both included; not for choices */
	const char *help;    /* half a line: what it is, not its limits */
	const char *const *choices; /* PARAM_CHOICE only: ends with NULL */
};

/* What stands at the other end of a workload's descriptors. */
enum peer_kind {
	PEER_NONE,
	PEER_UPSTREAM, /* a server process of the harness: see harness/peer/peer.h */
};

/* A workload. Only summary, kind and run are required. */
struct workload {
	const char *summary; /* half a line */
	enum kind kind;
	const struct param *params;
	size_t state_size; /* bytes that a task remembers between awaits */
	unsigned locks;    /* locks that await_lock may name: 0 to locks - 1 */
	enum peer_kind peer;

	/* Once per run, before any worker exists. 0, or -1 with errno. */
	int (*setup)(void);
	/* Once per run, after the last worker is gone. */
	void (*teardown)(void);

	/* Once per slot, by the worker that will run it, with plain blocking
	 * calls. 0, or -1 with errno. After a failed task a slot is closed and
	 * opened again, its state zeroed. */
	int (*open)(struct task *task);
	void (*close)(struct task *task);

	/* The body: see task.h. */
	enum progress (*run)(struct task *task);
};

/* A number that depends on seed only, well mixed (splitmix64). */
uint64_t mix64(uint64_t seed);

/* The compute kernel: a chain of `iterations` dependent integer steps in
 * registers, no memory. The result depends on both arguments. */
uint64_t compute(uint64_t seed, uint64_t iterations);

/* How many iterations of compute() take this long on this machine, by the
 * calibration that all contestants of an experiment share. Whole-millisecond
 * work is right within a few percent when nothing else uses the CPU. */
uint64_t compute_iterations(int64_t ns);

/* One request to the upstream peer and its reply, each sent whole. */
struct peer_request {
	uint64_t seed;    /* any number; the reply's digest is mix64(seed) */
	int64_t delay_ns; /* how long after reading it the peer answers */
	uint64_t padding[6];
};

/* The peer's answer to one request. */
struct peer_reply {
	uint64_t seed;
	uint64_t digest;
	uint64_t padding[6];
};

/* How peer_connect() goes; the value of a choice parameter {tcp, unix}. */
enum transport { TRANSPORT_TCP, TRANSPORT_UNIX };
extern const char *const transports[]; /* their words, as choices */

/* A new connection to this run's upstream peer, over loopback TCP (no delay) or
 * a unix socket. A blocking descriptor, or -1 with errno. Thread-safe. */
int peer_connect(enum transport transport);

/* Two new pipes whose other ends the peer holds: what is written to fds[1]
 * comes back from fds[0], byte by byte. 0, or -1 with errno. Thread-safe. */
int peer_pipes(int fds[2]);

/* A new unnamed file in the results folder, read-write, gone when closed: size
 * bytes, rounded up to a page, on disk already; its 64-bit numbers are
 * mix64(0), mix64(1) and so on. Read at random: nothing is read ahead. A
 * descriptor, or -1 with errno. */
int scratch_file(int64_t size);

/* Takes a part of that file, which nobody has written to, out of the page
 * cache. 0, or -1 with errno: ENOTSUP where the file system is itself memory.
 */
int scratch_forget(int fd, int64_t offset, int64_t size);

#endif
