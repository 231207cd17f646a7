/*
 * clock.c - whether time itself can be trusted: where the clock comes from,
 * what reading it costs, how fine it is, and whether all CPUs agree.
 *
 * Every task reads the clock twice, so a clock that needs a system call can
 * cost more than the task. Binding is done in a thread of its own: the caller's
 * CPUs stay as they are.
 */
#include "bench/doctor/topics.h"

#include "base/sysfile.h"
#include "harness/record/clock.h"

#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <string.h>

#define CLOCK_FOLDER "/sys/devices/system/clocksource/clocksource0"

/* Reads per span, spans, and when visiting CPUs must end. */
enum { READS = 10000, SPANS = 10, VISITS = 3 };
#define VISITING_NS (100 * NS_PER_S / 1000)

/* Sources that need no system call, and those that are a slow device. */
static const char *const quick[] = {"tsc",
				    "kvm-clock",
				    "hyperv_clocksource_tsc_page",
				    "arch_sys_counter",
				    "timebase",
				    "riscv_clocksource"};
static const char *const slow[] = {"hpet", "acpi_pm", "jiffies",
				   "refined-jiffies", "pit"};

/* An unknown source is in neither list, and then the cost decides. */
static bool is_one_of(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

void facts_clock_source(struct facts *facts)
{
	struct finding *finding;
	char name[64], others[256];
	bool is_slow;

	facts->topic = "clock";
	finding = facts_add(facts, "clock source", NULL,
			    "Go by the clock's cost below.");
	if (!sysfile_line(facts->root, name, sizeof name,
			  CLOCK_FOLDER "/current_clocksource"))
		return;
	finding_value(finding, NAN, "%s", name);
	if (is_one_of(name, quick, sizeof quick / sizeof *quick)) {
		finding_says(finding, RATING_GOOD,
			     "Read without a system call.");
		return;
	}
	is_slow = is_one_of(name, slow, sizeof slow / sizeof *slow);
	finding_says(finding, is_slow ? RATING_BAD : RATING_CAUTION,
		     "Probably read by a system call: latencies include its "
		     "cost, and short tasks measure little else.");
	if (sysfile_line(facts->root, others, sizeof others,
			 CLOCK_FOLDER "/available_clocksource") &&
	    strstr(others, "tsc"))
		finding_fix(finding, "echo tsc > " CLOCK_FOLDER "/current_"
				     "clocksource");
}

/* The cheapest of several spans, so that an interruption does not count. */
static double cost_ns(void)
{
	double least = INFINITY;

	for (int span = 0; span < SPANS; span++) {
		const int64_t start = clock_now();
		int64_t now = start;

		for (int i = 0; i < READS; i++)
			now = clock_now();
		least = fmin(least, (double)(now - start) / READS);
	}
	return least;
}

/* The bounds are relative to the shortest tasks that make sense to compare, a
 * few microseconds. */
static void cost(struct facts *facts)
{
	struct finding *finding = facts_add(facts, "clock cost", "ns", "");
	const double ns = cost_ns();

	finding_value(finding, ns, "%.0f ns per read", ns);
	if (ns < 60)
		finding_says(finding, RATING_GOOD,
			     "Two reads per task: below 1 %% of any task "
			     "longer than %.1f us.",
			     2 * ns * 100 / 1000);
	else
		finding_says(finding, ns < 250 ? RATING_CAUTION : RATING_BAD,
			     "Two reads per task: over 1 %% of any task "
			     "shorter than %.0f us.",
			     2 * ns * 100 / 1000);
}

/* The smallest step that the clock was seen to make. */
static int64_t smallest_step(void)
{
	int64_t last = clock_now(), least = INT64_MAX;

	for (int i = 0; i < READS; i++) {
		const int64_t now = clock_now();

		if (now > last && now - last < least)
			least = now - last;
		last = now;
	}
	return least;
}

/* The kernel may promise 1 ns and step by more: both are looked at. */
static void resolution(struct facts *facts)
{
	struct finding *finding = facts_add(facts, "clock resolution", "ns",
					    "The clock was not seen to step.");
	const int64_t step = smallest_step();
	struct timespec said;
	double ns;

	if (clock_getres(CLOCK_MONOTONIC, &said) < 0 || step == INT64_MAX)
		return;
	ns = (double)said.tv_sec * 1e9 + (double)said.tv_nsec;
	finding_value(finding, fmax(ns, (double)step),
		      "%.0f ns, smallest step %lld ns", ns, (long long)step);
	if (ns <= 1 && step < 1000)
		finding_says(finding, RATING_GOOD,
			     "Finer than anything measured here.");
	else
		finding_says(finding,
			     step < 100000 ? RATING_CAUTION : RATING_BAD,
			     "Latencies near this step are steps, not values.");
}

/* What one walk over the CPUs found. */
struct walk {
	const cpu_set_t *cpus;
	unsigned visited;
	int64_t back_ns; /* how far time was seen to go back; 0: never */
};

/* Visits each CPU in turn, reading the clock before and after each move. */
static void *walk_cpus(void *argument)
{
	struct walk *walk = argument;
	const int64_t end = clock_now() + VISITING_NS;
	int64_t last = 0;

	for (int visit = 0; visit < VISITS; visit++)
		for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++) {
			cpu_set_t one;
			int64_t now;

			CPU_ZERO(&one);
			CPU_SET(cpu, &one);
			if (!CPU_ISSET(cpu, walk->cpus) ||
			    sched_setaffinity(0, sizeof one, &one) < 0)
				continue;
			walk->visited += visit == 0;
			now = clock_now();
			if (last - now > walk->back_ns)
				walk->back_ns = last - now;
			last = clock_now();
			if (last > end)
				return NULL;
		}
	return NULL;
}

/* Sees disagreement above the time of a migration, some microseconds; the
 * kernel itself refuses a tsc that is worse. */
static void across_cpus(struct facts *facts)
{
	struct finding *finding =
		facts_add(facts, "clock order", "ns",
			  "Needs two CPUs that a thread may be bound to.");
	struct walk walk = {.cpus = &facts->cpus};
	pthread_t thread;

	if (pthread_create(&thread, NULL, walk_cpus, &walk) != 0 ||
	    pthread_join(thread, NULL) != 0 || walk.visited < 2)
		return;
	if (walk.back_ns == 0) {
		finding_value(finding, 0, "monotonic across %u CPUs",
			      walk.visited);
		finding_says(finding, RATING_GOOD,
			     "A task may start on one CPU and end on "
			     "another.");
		return;
	}
	finding_value(finding, (double)walk.back_ns, "goes back %lld ns",
		      (long long)walk.back_ns);
	finding_says(finding, RATING_BAD,
		     "CPUs disagree: a task that moves may end before it "
		     "starts. Bind each run to one CPU (--cpus).");
}

void facts_clock(struct facts *facts)
{
	facts->topic = "clock";
	cost(facts);
	resolution(facts);
	across_cpus(facts);
}
