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

#include <stdbool.h>
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
	PEER_UPSTREAM, /* a server process of the harness: see peer_connect() */
};

/* How a task waits, which is what decides how many a loop can serve at once. */
enum waiting {
	BY_AWAIT,    /* for an await: a loop serves all the others meanwhile */
	BY_BLOCKING, /* in a call that blocks: a loop serves nobody meanwhile */
	BY_OFFLOAD,  /* in an offloaded call that blocks: a loop without helpers
		      * serves nobody meanwhile */
};

/* A workload. Only summary, kind and run are required. */
struct workload {
	const char *summary; /* half a line */
	enum kind kind;
	const struct param *params;
	size_t state_size; /* bytes that a task remembers between awaits */
	unsigned locks;    /* locks that await_lock may name: 0 to locks - 1 */
	enum peer_kind peer;
	bool faults; /* its tasks touch fresh memory on purpose: page faults
		      * are its work, and no reason to doubt a run. What any
		      * other needs it touches in `open` */

	/* Whether run makes system calls that are not awaitables, a parameter
	 * perhaps: not 0, and how many a task costs is not known. NULL: none. */
	const int64_t *own_calls;

	/* Once per run, before any worker exists. 0, or -1 with errno. */
	int (*setup)(void);
	/* Once per run, after the last worker is gone. 0, or -1 after
	 * unsound() or with errno: then the run does not count. */
	int (*teardown)(void);

	/* How many requests to the peer a task makes, a parameter perhaps; NULL:
	 * one. Whether the peer could serve them is checked. */
	const int64_t *requests;

	/* What is known of the time of a task, in ns, asked once after setup():
	 * for how long it waits even if it is alone, and for how long it
	 * computes by compute_iterations(). NULL, or negative: not known. They give the
	 * ceiling, which no run may exceed (harness/validity/ceiling.h). */
	int64_t (*waits_ns)(void);
	int64_t (*computes_ns)(void);
	enum waiting (*waits_by)(void); /* NULL: BY_AWAIT */

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

/* How the times of tasks are distributed; the value of a choice parameter
 * {constant, exponential, heavy}, which is called "times". */
enum times {
	TIMES_CONSTANT,
	TIMES_EXPONENTIAL,
	TIMES_HEAVY, /* bounded Pareto, exponent 1.5, the most 1000 times the
		      * least: 0.34 to 344 times the mean */
};
extern const char *const times_words[]; /* their words, as choices */

/* A time of that distribution and mean, in ns, for the task of that seed: the
 * same for all contestants, and each time it is asked for. See
 * harness/support/drawn.c for the formulas. */
int64_t drawn_ns(int64_t mean, enum times times, uint64_t seed);

/* Called by setup: size bytes of zeroed memory that all workers of the run
 * share, forked ones too. Gone when the run ends. NULL with errno. */
void *shared_memory(size_t size);

/* Called by teardown: a figure of the workload's own for this run's line of
 * results, such as lost_updates. The name has to stay; at most 8. */
void report_figure(const char *name, double value);

/* Called by teardown: says in one sentence which invariant did not hold, and
 * returns -1, for teardown to return. */
__attribute__((format(printf, 1, 2))) int unsound(const char *format, ...);

/*
 * The mock upstream: a process of the harness that runs beside the contestant,
 * the same for all of them, if a workload asks for it with .peer. It holds
 * 10,000 connections and more, answers each struct peer_request after the delay
 * that it asks for, one request a connection at a time, and echoes what comes
 * through peer_pipes(). A connection is made for a slot with peer_connect(), or
 * by a body with await_connect() and peer_address(). What it can serve is
 * checked: see `requests`.
 */

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

/* Where the upstream listens, for a workload that opens its sockets itself: to
 * connect() to from an AF_INET or AF_UNIX stream socket, as the address says. */
void peer_address(enum transport transport, struct sockaddr_storage *address,
		  socklen_t *size);

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
