/*
 * sleep.c - how late a sleeper wakes: the price of waiting that every
 * model pays alike.
 *
 * Lateness is seen by a few threads with shifted starts, which together make a
 * thousand sleeps of 1 ms in 0.2 s: enough for a 99th percentile. They run with
 * the timer slack that runs have, not with the caller's.
 */
#include "bench/doctor/parts.h"

#include "base/sorted.h"
#include "harness/record/clock.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/prctl.h>

enum { SLEEPERS = 5, SLEEPS = 200 };
#define NAP_NS (NS_PER_S / 1000)

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

/* A scheduler tick is 1 to 4 ms: beyond 2 ms somebody computes on our CPUs. */
static void say_lateness(struct finding *finding, double p50, double p99)
{
	finding_value(finding, p99, "1 ms sleep: p50 %.0f us late, p99 %.0f us",
		      p50 / 1000, p99 / 1000);
	if (p99 < 300e3)
		finding_says(finding, RATING_GOOD,
			     "Each wait in a task ends about this much late, "
			     "in every model.");
	else
		finding_says(finding, p99 < 2e6 ? RATING_MIND : RATING_BAD,
			     "Others hold the CPU when a wait ends: tail "
			     "latencies below %.0f us cannot be told apart "
			     "here.",
			     p99 / 1000);
}

static void lateness(struct facts *facts)
{
	struct finding *finding = facts_add(facts, "sleep lateness", "ns");
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
		say_lateness(finding, sorted_quantile(late, n, 0.5),
			     sorted_quantile(late, n, 0.99));
	} else {
		finding_says(finding, RATING_HIDDEN,
			     "No thread could be made.");
	}
	free(sleepers);
	free(late);
}

/* Of the caller, for comparison; the sleepers and all runs have their own. */
static void slack(struct facts *facts)
{
	struct finding *finding = facts_add(facts, "timer slack", "ns");
	const int ns = prctl(PR_GET_TIMERSLACK);

	if (ns < 0)
		return;
	finding_value(finding, ns, "%.3g us", ns / 1000.0);
	finding_says(finding, RATING_GOOD,
		     "Of ordinary programs; every run of avt has 1 ns.");
}

void facts_sleep(struct facts *facts)
{
	facts->topic = "waiting";
	slack(facts);
	lateness(facts);
}
