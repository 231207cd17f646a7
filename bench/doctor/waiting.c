/*
 * waiting.c - what a wait costs that every runner pays alike: how late a timer
 * wakes a thread, and how long it takes to wake one from another.
 *
 * Lateness is seen by a few threads with shifted starts, which together make a
 * thousand sleeps of 1 ms in 0.2 s: enough for a 99th percentile. They run with
 * the timer slack that runs have, not with the caller's. A wake-up is half of a
 * byte's way there and back through two pipes, between two threads bound to one
 * CPU or to two; a pipe and not a futex, because that is how events come to
 * most programs. All threads are this file's own: the caller is never bound.
 */
#include "bench/doctor/topics.h"

#include "base/sorted.h"
#include "harness/record/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { SLEEPERS = 5, SLEEPS = 200 };
#define NAP_NS (NS_PER_S / 1000)

enum { TRIPS = 1000, TRIPS_AHEAD = 50 };
#define TRIPS_NS (100 * NS_PER_S / 1000) /* when making trips must end */

/* One thread's sleeps, and how late each ended. */
struct sleeper {
	int64_t first_ns;
	double late_ns[SLEEPS];
};

/* Deadlines count from the last wake-up: one late sleep does not make the next
 * one early. */
static void *sleep_often(void *argument)
{
	struct sleeper *sleeper = argument;

	prctl(PR_SET_TIMERSLACK, 1UL);
	clock_sleep_until(sleeper->first_ns);
	for (int i = 0; i < SLEEPS; i++) {
		const int64_t until = clock_now() + NAP_NS;

		clock_sleep_until(until);
		sleeper->late_ns[i] = (double)(clock_now() - until);
	}
	return NULL;
}

/* Runs all sleepers to their end: how many there were. */
static int run_sleepers(struct sleeper sleepers[SLEEPERS])
{
	const int64_t start = clock_now() + NAP_NS;
	pthread_t threads[SLEEPERS];
	int n = 0;

	for (; n < SLEEPERS; n++) {
		sleepers[n].first_ns = start + n * NAP_NS / SLEEPERS;
		if (pthread_create(&threads[n], NULL, sleep_often,
				   &sleepers[n]) != 0)
			break;
	}
	for (int i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	return n;
}

/* The quantile of sorted values. */
static double quantile(const double *sorted, size_t n, double p)
{
	return sorted[(size_t)ceil(p * (double)n) - 1];
}

/* A scheduler tick is 1 to 4 ms: beyond 2 ms somebody computes on our CPUs. */
static void say_lateness(struct finding *finding, double p50, double p99)
{
	finding_value(finding, p99, "1 ms sleep: %.0f us late, p99 %.0f us",
		      p50 / 1000, p99 / 1000);
	if (p99 < 300e3)
		finding_says(finding, RATING_GOOD,
			     "Every wait of a task ends about this late, in "
			     "every contestant.");
	else
		finding_says(finding, p99 < 2e6 ? RATING_CAUTION : RATING_BAD,
			     "Something else has the CPU when a wait ends: "
			     "tail latencies below %.0f us cannot be told "
			     "apart here.",
			     p99 / 1000);
}

static void lateness(struct facts *facts)
{
	struct finding *finding =
		facts_add(facts, "timer wake-up", "ns",
			  "No thread could be started to measure it.");
	struct sleeper *sleepers = calloc(SLEEPERS, sizeof *sleepers);
	double *late = calloc(SLEEPERS, SLEEPS * sizeof *late);
	size_t n = 0;
	int ran = 0;

	if (sleepers && late)
		ran = run_sleepers(sleepers);
	for (int i = 0; i < ran; i++)
		for (int j = 0; j < SLEEPS; j++)
			late[n++] = sleepers[i].late_ns[j];
	if (n) {
		sorted_make(late, n);
		say_lateness(finding, quantile(late, n, 0.5),
			     quantile(late, n, 0.99));
	}
	free(sleepers);
	free(late);
}

/* Of the caller, for comparison; the sleepers and all runs have their own. */
static void slack(struct facts *facts)
{
	struct finding *finding =
		facts_add(facts, "timer slack", "ns",
			  "Timers of other programs may be late.");
	const int ns = prctl(PR_GET_TIMERSLACK);

	if (ns < 0)
		return;
	finding_value(finding, ns, "%.3g us", ns / 1000.0);
	finding_says(finding, RATING_GOOD,
		     "What ordinary programs get; runs of avt have 50 us, or "
		     "what --slack says.");
}

void facts_timers(struct facts *facts)
{
	facts->topic = "waiting";
	slack(facts);
	lateness(facts);
}

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
	struct finding *finding =
		facts_add(facts, "wake same cpu", "ns",
			  "Needs a CPU that threads may be bound to.");

	if (isnan(ns))
		return;
	finding_value(finding, ns, "%.1f us", ns / 1000);
	finding_says(finding, ns < 10e3 ? RATING_GOOD : RATING_CAUTION,
		     "A context switch to a waiting thread on the same CPU, "
		     "including two system calls on a pipe: a blocking worker "
		     "pays it for each wait.");
}

/* An idle CPU must first be interrupted and leave its idle state, which on a
 * virtual machine means two exits to the hypervisor. */
static void wake_other(struct facts *facts, double same, double ns)
{
	struct finding *finding =
		facts_add(facts, "wake other cpu", "ns",
			  "Needs two CPUs that threads may be bound to.");

	if (isnan(ns))
		return;
	finding_value(finding, ns, "%.1f us", ns / 1000);
	if (ns > 5 * same)
		finding_says(finding, RATING_CAUTION,
			     "%.0f times as long as on the same CPU: with few "
			     "tasks in flight, placement matters more than the "
			     "runner. Bind runs to CPUs (--cpus) to separate "
			     "the two.",
			     ns / same);
	else
		finding_says(finding, RATING_GOOD,
			     "Waking an idle CPU costs little more than a "
			     "context switch.");
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
