/*
 * wake.c - what it costs to wake a sleeper: half of a byte's way there
 * and back through two pipes, between two threads bound to one CPU or to two.
 *
 * A pipe and not a futex, because that is how events come to most programs. The
 * threads are this file's own: the caller is never bound.
 */
#include "bench/doctor/parts.h"

#include "base/sorted.h"
#include "harness/record/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

enum { TRIPS = 1000, TRIPS_AHEAD = 50 };
#define TRIPS_NS (100 * NS_PER_S / 1000) /* when making trips must end */

/* Two threads and the pipes between them. */
struct pair {
	int there[2], back[2];
	size_t cpus[2];
	double ns; /* a wake-up; NAN: could not be measured */
};

/* The calling thread alone. */
static int bind_to(size_t cpu)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	return sched_setaffinity(0, sizeof one, &one);
}

/* One byte; false at the end of the pipe, or after an error. */
static bool get(int fd)
{
	char byte;
	ssize_t n;

	do
		n = read(fd, &byte, 1);
	while (n < 0 && errno == EINTR);
	return n == 1;
}

static bool put(int fd)
{
	ssize_t n;

	do
		n = write(fd, "", 1);
	while (n < 0 && errno == EINTR);
	return n == 1;
}

/* Sends back what comes, until the other side closes its end. */
static void *echo(void *argument)
{
	struct pair *pair = argument;

	bind_to(pair->cpus[1]);
	while (get(pair->there[0]) && put(pair->back[1]))
		;
	return NULL;
}

/* Half the median trip: a pipe costs two system calls a way, which belong to
 * the price. Closes the way there, which ends the echo. */
static void *call(void *argument)
{
	struct pair *pair = argument;
	const int64_t end = clock_now() + TRIPS_NS;
	bool fine = bind_to(pair->cpus[0]) == 0;
	double trips[TRIPS];
	size_t n = 0;

	for (int i = -TRIPS_AHEAD; fine && i < TRIPS; i++) {
		const int64_t start = clock_now();

		fine = start < end && put(pair->there[1]) && get(pair->back[0]);
		if (fine && i >= 0)
			trips[n++] = (double)(clock_now() - start);
	}
	close(pair->there[1]);
	if (n)
		pair->ns = sorted_median_of(trips, n) / 2;
	return NULL;
}

/* Runs the pair; both threads end before this returns. */
static void run_pair(struct pair *pair)
{
	pthread_t caller, answerer;

	if (pthread_create(&answerer, NULL, echo, pair) != 0) {
		close(pair->there[1]);
		return;
	}
	if (pthread_create(&caller, NULL, call, pair) == 0)
		pthread_join(caller, NULL);
	else
		close(pair->there[1]);
	pthread_join(answerer, NULL);
}

/* What one wake-up costs between two CPUs; NAN. */
static double wake_ns(size_t from, size_t to)
{
	struct pair pair = {.cpus = {from, to}, .ns = NAN};

	if (pipe2(pair.there, O_CLOEXEC) < 0)
		return NAN;
	if (pipe2(pair.back, O_CLOEXEC) < 0) {
		close(pair.there[0]);
		close(pair.there[1]);
		return NAN;
	}
	run_pair(&pair); /* closes there[1] */
	close(pair.there[0]);
	close(pair.back[0]);
	close(pair.back[1]);
	return pair.ns;
}

/* The first CPU of ours from `cpu` on; CPU_SETSIZE if there is none. */
static size_t next_cpu(const cpu_set_t *cpus, size_t cpu)
{
	while (cpu < CPU_SETSIZE && !CPU_ISSET(cpu, cpus))
		cpu++;
	return cpu;
}

/* This one has no alternative, so it is never bad. */
static void wake_same(struct facts *facts, double ns)
{
	struct finding *finding = facts_add(facts, "wake same cpu", "ns");

	if (isnan(ns))
		return;
	finding_value(finding, ns, "%.1f us", ns / 1000);
	finding_says(finding, ns < 10e3 ? RATING_GOOD : RATING_MIND,
		     "A switch to a waiting thread of the same CPU, with two "
		     "calls on a pipe: what a blocking worker pays for each "
		     "wait.");
}

/* An idle CPU must first be interrupted and leave its idle state, which on a
 * virtual machine means two exits to the hypervisor. */
static void wake_other(struct facts *facts, double same, double ns)
{
	struct finding *finding = facts_add(facts, "wake other cpu", "ns");

	if (isnan(ns)) {
		finding_says(finding, RATING_HIDDEN,
			     "Needs two CPUs that threads may be bound to.");
		return;
	}
	finding_value(finding, ns, "%.1f us", ns / 1000);
	if (ns > 5 * same)
		finding_says(finding, RATING_MIND,
			     "%.0f times the same CPU's: with few tasks in "
			     "flight, placement decides more than the model. "
			     "Bind runs to CPUs (--cpus) to tell them apart.",
			     ns / same);
	else
		finding_says(finding, RATING_GOOD,
			     "Waking an idle CPU costs little more than a "
			     "switch.");
}

void facts_wake(struct facts *facts)
{
	const size_t first = next_cpu(&facts->cpus, 0);
	const size_t second = next_cpu(&facts->cpus, first + 1);
	const double same = first < CPU_SETSIZE ? wake_ns(first, first) : NAN;

	facts->topic = "waiting";
	wake_same(facts, same);
	wake_other(facts, same,
		   second < CPU_SETSIZE ? wake_ns(first, second) : NAN);
}
