/*
 * recorder.c - see recorder.h. The usual case, a task that lives inside one
 * window, is in the header; here is what is rarer.
 */
#include "harness/record/recorder.h"

#include "harness/record/clock.h"

#include <sys/resource.h>

/* The share of its service that lies inside the measured window. */
static double served_inside(const struct recorder *recorder, int64_t start,
			    int64_t end, int64_t until)
{
	int64_t first = start > recorder->from_ns ? start : recorder->from_ns;
	int64_t last = end < until ? end : until;

	if (start == end)
		return start >= recorder->from_ns && start < until;
	return last > first ? (double)(last - first) / (double)(end - start)
			    : 0;
}

/*
 * The throughput of a closed load is the sum of the shares of each task's
 * service that lie inside the window, divided by the window. Counting ends
 * instead would be off by up to a whole wave where tasks run in step, as
 * sleepers do. Counting shares of life would be wrong until the queue has its
 * usual length: of 600 tasks that arrive at once on 16 workers the first ones
 * queue for less time than all the later ones, and each would count for more
 * than its worker can do.
 */
void recorder_ended_partly(struct recorder *recorder, int64_t arrive,
			   int64_t start, int64_t end, int64_t until)
{
	int64_t first = arrive > recorder->from_ns ? arrive : recorder->from_ns;
	int64_t last = end < until ? end : until;

	recorder->ended += end >= recorder->from_ns && end < until;
	recorder->part += served_inside(recorder, start, end, until);
	if (last > first)
		recorder->outside -= last - first;
	if (arrive < recorder->from_ns || arrive >= until)
		return;
	recorder->outside += end - arrive;
	recorder_times(recorder, arrive, start, end);
}

/* Where an instant falls. One nanosecond to this side or that of a bound, as
 * the multiplication may have it, is nothing to a window. */
static unsigned window_of(const struct recorder *recorder, int64_t instant)
{
	double at = (double)(instant - recorder->opened_ns) *
		    recorder->windows_per_ns;

	if (at <= 0)
		return 0;
	return at < RECORDER_WINDOWS ? (unsigned)at : RECORDER_WINDOWS;
}

/* The first instant of a window. */
static int64_t window_start(const struct recorder *recorder, unsigned window)
{
	return recorder->opened_ns + window * recorder->window_ns;
}

/* The same of another window, from the share or the life of the first. */
static struct series *at_window(const struct series *first, unsigned window)
{
	return (struct series *)((char *)first +
				 window * sizeof(struct window));
}

/* Spreads an amount evenly over the time between two instants. Whatever its
 * length, it is written in four places: a sleeper that lives through all the
 * windows costs no more than one that lives through two. */
static void spread(const struct recorder *recorder, struct series *series,
		   int64_t from, int64_t until, double amount)
{
	unsigned first = window_of(recorder, from),
		 last = window_of(recorder, until);
	double per_ns;

	if (first == last) {
		at_window(series, last)->at += amount;
		return;
	}
	per_ns = amount / (double)(until - from);
	at_window(series, first)->at +=
		per_ns * (double)(window_start(recorder, first + 1) - from);
	at_window(series, last)->at +=
		per_ns * (double)(until - window_start(recorder, last));
	at_window(series, first + 1)->on +=
		per_ns * (double)recorder->window_ns;
	at_window(series, last)->on -= per_ns * (double)recorder->window_ns;
}

/* A batch has one window, as its length is not known before. */
static void enter_window(struct recorder *recorder, unsigned window)
{
	recorder->window = window;
	recorder->window_from = window_start(recorder, window);
	recorder->window_until =
		recorder->window_ns && window < RECORDER_WINDOWS
			? window_start(recorder, window + 1)
			: INT64_MAX;
}

/* Out of line: short tasks come here once a window, long ones have the time. A
 * worker's ends never go back, so the window it is in is that of this end. */
void recorder_ended_across(struct recorder *recorder, int64_t arrive,
			   int64_t start, int64_t end)
{
	spread(recorder, &recorder->windows[0].share, start, end, 1);
	spread(recorder, &recorder->windows[0].life, arrive, end,
	       (double)(end - arrive));
	enter_window(recorder, window_of(recorder, end));
}

/* Without it a worker that was stopped for long in that moment would look like
 * one that had nothing to do. */
void recorder_left_out(struct recorder *recorder, int64_t arrive, int64_t until)
{
	int64_t from = arrive > recorder->from_ns ? arrive : recorder->from_ns;

	if (recorder->window_ns && until > from)
		recorder->outside -= until - from;
}

double series_read(const struct series *first, double sums[RECORDER_WINDOWS])
{
	const struct series *after = at_window(first, RECORDER_WINDOWS);
	double on = 0;

	for (unsigned i = 0; i < RECORDER_WINDOWS; i++) {
		const struct series *series = at_window(first, i);

		on += series->on;
		sums[i] += on + series->at;
	}
	return after->at + on + after->on;
}

void recorder_sample(struct recorder *recorder, const struct task *task)
{
	unsigned place = recorder->n_samples++ % RECORDER_SAMPLES;

	recorder->samples[place] = (struct sample){task->seed, task->answer};
}

void recorder_failed(struct recorder *recorder, int error)
{
	struct failure *failure = recorder->failures;

	recorder_count(&recorder->failed);
	while (failure < &recorder->failures[RECORDER_FAILURES - 1] &&
	       failure->count && failure->error != error)
		failure++;
	failure->error = error;
	failure->count++;
}

static int64_t timeval_ns(struct timeval time)
{
	return time.tv_sec * S + time.tv_usec * US;
}

/* Of a thread that runs the kernel's account is up to a tick old, and a tick is
 * 4 ms: reading the clock of its CPU time brings it up to date. */
void usage_now(struct usage *usage)
{
	struct rusage now;

	clock_cpu(CLOCK_THREAD_CPUTIME_ID);
	getrusage(RUSAGE_THREAD, &now);
	usage->user_ns = timeval_ns(now.ru_utime);
	usage->system_ns = timeval_ns(now.ru_stime);
	usage->voluntary = now.ru_nvcsw;
	usage->involuntary = now.ru_nivcsw;
	usage->faults = now.ru_minflt + now.ru_majflt;
}

void usage_add_since(struct usage *to, const struct usage *since)
{
	struct usage now;

	usage_now(&now);
	to->user_ns += now.user_ns - since->user_ns;
	to->system_ns += now.system_ns - since->system_ns;
	to->voluntary += now.voluntary - since->voluntary;
	to->involuntary += now.involuntary - since->involuntary;
	to->faults += now.faults - since->faults;
}

void recorder_init(struct recorder *recorder, unsigned index,
		   const struct bucket_sets *sets)
{
	recorder->index = index;
	recorder->sets = *sets;
	exact_reset(&recorder->queue);
	exact_reset(&recorder->service);
	exact_reset(&recorder->response);
}

/* A run of less than 100 ns would have windows of no length. */
void recorder_start(struct recorder *recorder, int64_t opened_ns,
		    int64_t from_ns, int64_t length_ns)
{
	recorder->calls = 0; /* of opening slots */
	recorder->unseen = false;
	recorder->opened_ns = opened_ns;
	recorder->from_ns = from_ns;
	recorder->window_ns = length_ns / RECORDER_WINDOWS;
	if (recorder->window_ns)
		recorder->windows_per_ns = 1 / (double)recorder->window_ns;
	enter_window(recorder, 0);
}
