/*
 * totals.c - see totals.h. What a queue or a recorder counted is added here and
 * nowhere else, so the accounting has one place.
 */
#include "harness/record/totals.h"

#include <stdlib.h>
#include <string.h>

static void add_failures(json_t *errors, const struct recorder *recorder)
{
	for (unsigned i = 0; i < RECORDER_FAILURES; i++) {
		const struct failure *failure = &recorder->failures[i];
		const char *name = strerrorname_np(failure->error);
		json_int_t before;

		if (!failure->count)
			break;
		name = name ? name : "unknown";
		before = json_integer_value(json_object_get(errors, name));
		json_object_set_new(
			errors, name,
			json_integer(before + (json_int_t)failure->count));
	}
}

static void add_recorder(struct totals *totals, const struct recorder *recorder)
{
	totals->issued += recorder->issued;
	totals->completed += recorder->completed;
	totals->failed += recorder->failed;
	totals->answers += recorder->answers;
	totals->whole += recorder->whole;
	totals->ended += recorder->ended;
	totals->part += recorder->part;
	totals->backwards += recorder->backwards;
	totals->ends += recorder->ends;
	totals->outside += recorder->outside;
	series_read(&recorder->windows[0].share, totals->share);
	totals->life_after +=
		series_read(&recorder->windows[0].life, totals->life);
	if (recorder->last_end > totals->last_end)
		totals->last_end = recorder->last_end;
	totals->calls += recorder->calls;
	totals->wakeups += recorder->wakeups;
	totals->events += recorder->events;
	totals->unseen |= recorder->unseen;
	totals->usage.user_ns += recorder->usage.user_ns;
	totals->usage.system_ns += recorder->usage.system_ns;
	totals->usage.voluntary += recorder->usage.voluntary;
	totals->usage.involuntary += recorder->usage.involuntary;
	totals->usage.faults += recorder->usage.faults;
	add_failures(totals->errors, recorder);
	exact_merge(&totals->queue.exact, &recorder->queue);
	exact_merge(&totals->service.exact, &recorder->service);
	exact_merge(&totals->response.exact, &recorder->response);
}

/* The buckets between the least and the most that any worker has seen. */
static void add_buckets(struct totals *totals, const struct bucket_sets *sets)
{
	buckets_read(sets, offsetof(struct bucket_set, queue), &totals->queue);
	buckets_read(sets, offsetof(struct bucket_set, service),
		     &totals->service);
	buckets_read(sets, offsetof(struct bucket_set, response),
		     &totals->response);
}

void totals_response(const struct recorder *recorders, unsigned n,
		     struct hist *to)
{
	hist_reset(to);
	for (unsigned i = 0; i < n; i++)
		exact_merge(&to->exact, &recorders[i].response);
	buckets_read(&recorders[0].sets, offsetof(struct bucket_set, response),
		     to);
}

/* Measured time: the window, or from the gate to the last end of a batch. */
static int64_t elapsed(const struct course *course, int64_t last_end)
{
	int64_t from = course->batch ? course->opened_ns : course->from_ns;
	int64_t until = course->batch ? last_end : course->until_ns;

	return until > from ? until - from : 0;
}

/* What was issued and has not ended is in flight or lost: in flight, where
 * workers are still at it. */
static void account(struct totals *totals, const struct course *course)
{
	uint64_t ended = totals->completed + totals->failed;

	if (course->queued)
		totals->issued = course->posted;
	totals->in_flight = course->left;
	if (course->stuck)
		totals->in_flight = totals->issued - ended;
	totals->lost = totals->issued - ended - totals->in_flight;
}

struct totals *totals_new(const struct recorder *recorders, unsigned n,
			  const struct course *course)
{
	struct totals *totals = calloc(1, sizeof *totals);
	double tasks;

	if (!totals)
		return NULL;
	totals->errors = json_object();
	hist_reset(&totals->queue);
	hist_reset(&totals->service);
	hist_reset(&totals->response);
	for (unsigned i = 0; i < n; i++)
		add_recorder(totals, &recorders[i]);
	if (n)
		add_buckets(totals, &recorders[0].sets);
	account(totals, course);
	totals->elapsed_ns = elapsed(course, totals->last_end);
	tasks = (double)totals->whole +
		(course->open ? (double)totals->ended : totals->part);
	totals->throughput = tasks * (double)S / (double)totals->elapsed_ns;
	return totals;
}

void totals_free(struct totals *totals)
{
	json_decref(totals->errors);
	free(totals);
}
