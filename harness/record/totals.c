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
	series_read(&recorder->share, totals->share);
	totals->life_after += series_read(&recorder->life, totals->life);
	if (recorder->last_end > totals->last_end)
		totals->last_end = recorder->last_end;
	totals->usage.user_ns += recorder->usage.user_ns;
	totals->usage.system_ns += recorder->usage.system_ns;
	totals->usage.voluntary += recorder->usage.voluntary;
	totals->usage.involuntary += recorder->usage.involuntary;
	add_failures(totals->errors, recorder);
	hist_merge(&totals->queue, &recorder->queue);
	hist_merge(&totals->service, &recorder->service);
	hist_merge(&totals->response, &recorder->response);
}

/* Measured time: the window, or from the gate to the last end of a batch. */
static int64_t elapsed(const struct run *run, int64_t last_end)
{
	const struct control *control = run->control;
	int64_t until = atomic_load(&control->until_ns);

	if (run->duration_ns)
		return until > control->from_ns ? until - control->from_ns : 0;
	return last_end > control->opened_ns ? last_end - control->opened_ns
					     : 0;
}

struct totals *totals_new(const struct run *run)
{
	struct totals *totals = calloc(1, sizeof *totals);
	uint64_t ended;

	if (!totals)
		return NULL;
	totals->errors = json_object();
	hist_reset(&totals->queue);
	hist_reset(&totals->service);
	hist_reset(&totals->response);
	for (unsigned i = 0; i < run->workers; i++)
		add_recorder(totals, &run->recorders[i]);
	if (run->runner->fed_by == QUEUE || run_is_open(run))
		totals->issued = run_posted(run);
	ended = totals->completed + totals->failed;
	totals->in_flight =
		run->left +
		(run->stuck ? totals->issued - run->left - ended : 0);
	totals->lost = totals->issued - ended - totals->in_flight;
	totals->elapsed_ns = elapsed(run, totals->last_end);
	return totals;
}

double totals_throughput(const struct run *run, const struct totals *totals)
{
	double tasks = (double)totals->whole;

	tasks += run_is_open(run) ? (double)totals->ended : totals->part;
	return tasks * (double)S / (double)totals->elapsed_ns;
}

void totals_free(struct totals *totals)
{
	json_decref(totals->errors);
	free(totals);
}
