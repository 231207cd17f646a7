/*
 * length.c - see length.h.
 */
#include "bench/session/length.h"

#include "harness/contract/workload.h"
#include "harness/validity/steady.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Results beyond a percentile, without which it is not printed. */
#define BEYOND 10

/* A pilot run is one run: in those that count, responses may be longer. */
#define WARMUP_SPARE 1.5

/* How many times longer a line makes a response at the most. */
#define MOST_WAITING 10

/* How many tasks a metric takes: "response_p999" takes 10,000; any that is no
 * percentile takes as many as steady.h says. */
static double tasks_for(const char *metric)
{
	const char *digits = strstr(metric, "_p");
	double beyond = 1;

	if (!digits || strspn(digits + 2, "0123456789") == 0)
		return 0;
	digits += 2;
	for (const char *c = digits; *c; c++)
		beyond /= 10;
	beyond *= pow(10, (double)strlen(digits)) - strtod(digits, NULL);
	return beyond > 0 ? BEYOND / beyond : 0;
}

struct length length_need(double response_ns, double rate, const char *metric)
{
	struct length need = {steady_warmup_ns(WARMUP_SPARE * response_ns),
			      steady_window_ns(response_ns, rate)};
	double tasks_ns = rate > 0 ? tasks_for(metric) / rate * 1e9 : 0;

	if (tasks_ns > (double)need.duration_ns)
		need.duration_ns = (int64_t)ceil(fmin(tasks_ns, 1e17));
	return need;
}

struct length length_need_open(double response_ns, double capacity, double load,
			       const char *metric)
{
	double waiting = load < 1 ? 1 / (1 - load) : MOST_WAITING;

	return length_need(response_ns * fmin(waiting, MOST_WAITING),
			   capacity * fmin(load, 1), metric);
}

struct length length_longer(struct length a, struct length b)
{
	if (b.warmup_ns > a.warmup_ns)
		a.warmup_ns = b.warmup_ns;
	if (b.duration_ns > a.duration_ns)
		a.duration_ns = b.duration_ns;
	return a;
}

/* In whole ms, rounded up. */
static int64_t chosen(int64_t need, int64_t most, int64_t asked)
{
	int64_t length = need < most ? (need + MS - 1) / MS * MS : most;

	return length > asked ? length : asked;
}

struct length length_choose(struct length need, struct length asked)
{
	return (struct length){
		chosen(need.warmup_ns, LENGTH_MOST_WARMUP_NS, asked.warmup_ns),
		chosen(need.duration_ns, LENGTH_MOST_WINDOW_NS,
		       asked.duration_ns)};
}
