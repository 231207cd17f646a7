/*
 * result.c - adds the recorders up and writes them as a line of results. Whether
 * a run counts is said in validity/judge.c.
 */
#include "harness/result.h"

#include "harness/gather.h"
#include "harness/load/generator.h"
#include "harness/record/hgrm.h"
#include "harness/record/totals.h"
#include "harness/validity/judge.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

json_t *result_start(const struct job *job)
{
	json_t *line = json_object();
	time_t now = time(NULL);
	struct tm utc;
	char started[32];

	strftime(started, sizeof started, "%Y-%m-%dT%H:%M:%SZ",
		 gmtime_r(&now, &utc));
	json_object_set_new(line, "schema", json_integer(RESULT_SCHEMA));
	cell_to_json(&job->cell, line);
	json_object_set_new(line, "round", json_integer(job->round));
	json_object_set_new(line, "position", json_integer(job->position));
	json_object_set_new(line, "seed", json_integer((json_int_t)job->seed));
	json_object_set_new(line, "started", json_string(started));
	json_object_set_new(line, "valid", json_true());
	json_object_set_new(line, "reasons", json_array());
	return line;
}

void result_called_off(json_t *line, const struct run *run)
{
	reason_add(line, run->control->check, "%s", run->control->error);
	if (atomic_load(&run->control->no_descriptors))
		json_object_set_new(line, "bottleneck",
				    json_string("descriptors"));
}

static void set_count(json_t *to, const char *name, uint64_t value)
{
	json_object_set_new(to, name, json_integer((json_int_t)value));
}

/* A number, or null where it is not known. */
static void set_number(json_t *to, const char *name, double value)
{
	json_object_set_new(to, name,
			    isfinite(value) ? json_real(value) : json_null());
}

/* A whole number, or null where it is negative: not known. */
static void set_whole(json_t *to, const char *name, int64_t value)
{
	json_object_set_new(to, name,
			    value < 0 ? json_null() : json_integer(value));
}

static json_t *quantiles(const struct hist *hist)
{
	static const struct {
		const char *name;
		double p;
	} levels[] = {
		{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p999", 0.999}};
	json_t *to = json_object();

	if (!hist->total)
		return to;
	set_count(to, "min", (uint64_t)hist->min);
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		json_object_set_new(
			to, levels[i].name,
			hist_bears(hist, levels[i].p)
				? json_integer(hist_quantile(hist, levels[i].p))
				: json_null());
	set_count(to, "max", (uint64_t)hist->max);
	set_number(to, "mean", hist_mean(hist));
	return to;
}

/* Response at p with 1/(1-p) = 1, sqrt 2, 2, ... as far as the data bear. */
static json_t *distribution(const struct hist *hist)
{
	json_t *to = json_array();

	for (int i = 0; i < 60; i++) {
		double p = 1 - exp2(-i / 2.0);

		if (!hist->total || !hist_bears(hist, p))
			break;
		json_array_append_new(
			to, json_pack("[f, I]", p,
				      (json_int_t)hist_quantile(hist, p)));
	}
	return to;
}

static void set_usage(json_t *line, const struct usage *usage)
{
	json_object_set_new(line, "cpu_ns",
			    json_pack("{s:I, s:I}", "user",
				      (json_int_t)usage->user_ns, "system",
				      (json_int_t)usage->system_ns));
	json_object_set_new(line, "switches",
			    json_pack("{s:I, s:I}", "voluntary",
				      (json_int_t)usage->voluntary,
				      "involuntary",
				      (json_int_t)usage->involuntary));
	json_object_set_new(line, "page_faults", json_integer(usage->faults));
}

/* Counted by those who make them. What a task calls by itself, what a mutex
 * needs and what helpers do, nobody counts: then it is not known. */
static void set_calls(json_t *line, const struct run *run,
		      const struct totals *totals)
{
	const struct workload *workload = run->workload;
	bool own = workload->own_calls && *workload->own_calls;
	bool known =
		!totals->unseen && !own && !workload->locks && !run->helpers;
	bool loop = run->runner->kind == LOOP;

	set_whole(line, "syscalls", known ? (int64_t)totals->calls : -1);
	set_whole(line, "wakeups", loop ? (int64_t)totals->wakeups : -1);
	set_number(line, "events_per_wakeup",
		   loop ? (double)totals->events / (double)totals->wakeups
			: NAN);
}

static void set_memory(json_t *line, const struct run *run)
{
	json_t *memory = json_object();
	bool known = run->memory_used >= 0 && run->memory_before >= 0;
	double used = (double)(run->memory_used - run->memory_before);

	set_whole(memory, "peak", run->memory_peak);
	set_number(memory, "per_task",
		   known ? fmax(used, 0) / run->concurrency : NAN);
	json_object_set_new(line, "memory", memory);
}

static void set_hiccups(json_t *noise, const struct hist *hiccups)
{
	set_whole(noise, "hiccup_p99_ns",
		  hist_bears(hiccups, 0.99) ? hist_quantile(hiccups, 0.99)
					    : -1);
	set_whole(noise, "hiccup_max_ns", hiccups->total ? hiccups->max : -1);
}

static void set_noise(json_t *line, const struct noise *seen)
{
	const struct noise_counters *before = &seen->before,
				    *after = &seen->after;
	json_t *noise = json_object();

	set_number(noise, "steal",
		   (after->ticks.steal - before->ticks.steal) /
			   (after->ticks.total - before->ticks.total));
	set_number(noise, "pressure",
		   (after->pressure_us - before->pressure_us) * 1000 /
			   (double)(after->at_ns - before->at_ns));
	set_number(noise, "throttled", after->throttled - before->throttled);
	set_count(noise, "speed_before_ns", (uint64_t)seen->speed_before_ns);
	set_count(noise, "speed_after_ns", (uint64_t)seen->speed_after_ns);
	set_hiccups(noise, &seen->hiccups);
	json_object_set_new(line, "noise", noise);
}

static void set_histogram(json_t *line, const struct job *job,
			  const struct hist *hist)
{
	FILE *file;
	bool written;

	json_object_set_new(line, "histogram", json_null());
	if (!*job->histogram)
		return;
	file = fopen(job->histogram, "we");
	written = file && hgrm_write(hist, file) == 0;
	if (file && fclose(file) != 0)
		written = false;
	if (written)
		json_object_set_new(line, "histogram",
				    json_string(job->histogram_name));
	else
		reason_add(line, CHECK_OUTPUT, "cannot write %s: %s",
			   job->histogram_name, strerrordesc_np(errno));
}

/* How an open load was offered; null in a closed one. */
static void set_generator(json_t *line, const struct run *run)
{
	const struct posting *posting = run->posting;
	char hash[CELL_ID];
	json_t *generator;

	if (!run_is_open(run)) {
		json_object_set_new(line, "schedule", json_null());
		json_object_set_new(line, "generator", json_null());
		return;
	}
	snprintf(hash, sizeof hash, "%016" PRIx64, run->schedule.hash);
	json_object_set_new(line, "schedule", json_string(hash));
	generator = json_object();
	set_count(generator, "planned", run->schedule.n);
	set_count(generator, "posted", posting->posted);
	set_number(generator, "rate",
		   (double)posting->posted * (double)S /
			   (double)posting->last_ns);
	set_count(generator, "cpu_ns", (uint64_t)posting->cpu_ns);
	json_object_set_new(generator, "lag_ns", quantiles(&posting->lag));
	json_object_set_new(line, "generator", generator);
}

static void set_counts(json_t *line, const struct totals *totals)
{
	char answers[CELL_ID];

	snprintf(answers, sizeof answers, "%016" PRIx64, totals->answers);
	set_count(line, "elapsed_ns", (uint64_t)totals->elapsed_ns);
	set_count(line, "issued", totals->issued);
	set_count(line, "completed", totals->completed);
	set_count(line, "failed", totals->failed);
	set_count(line, "lost", totals->lost);
	set_count(line, "in_flight", totals->in_flight);
	set_count(line, "measured", totals->response.total);
	json_object_set(line, "errors", totals->errors);
	json_object_set_new(line, "answers", json_string(answers));
	set_number(line, "throughput", totals->throughput);
}

static struct totals *add_up(const struct run *run)
{
	const struct control *control = run->control;
	const struct course course = {
		.queued = run->runner->fed_by == QUEUE || run_is_open(run),
		.posted = queues_posted(&run->queues),
		.left = run->left,
		.stuck = run->stuck || atomic_load(&run->control->abandon),
		.open = run_is_open(run),
		.batch = !run->duration_ns,
		.opened_ns = control->opened_ns,
		.from_ns = control->from_ns,
		.until_ns = atomic_load(&control->until_ns),
	};

	return totals_new(run->recorders, run->workers, &course);
}

void result_finish(json_t *line, const struct job *job, const struct run *run,
		   const struct noise *noise)
{
	struct totals *totals = add_up(run);
	struct evidence seen;

	if (!totals) {
		reason_add(line, CHECK_SETUP,
			   "no memory to add the recorders up");
		return;
	}
	set_counts(line, totals);
	set_generator(line, run);
	json_object_set_new(line, "response_ns", quantiles(&totals->response));
	json_object_set_new(line, "queue_ns", quantiles(&totals->queue));
	json_object_set_new(line, "service_ns", quantiles(&totals->service));
	json_object_set_new(line, "distribution",
			    distribution(&totals->response));
	set_usage(line, &totals->usage);
	set_calls(line, run, totals);
	set_whole(line, "peer_cpu_ns", run->peer_cpu_ns);
	set_memory(line, run);
	set_noise(line, noise);
	set_number(line, "calibration", job->calibration);
	set_histogram(line, job, &totals->response);
	gather_evidence(&seen, &job->cell, run, totals, noise);
	judge_run(line, &seen);
	totals_free(totals);
}

json_t *result_failed(const struct job *job, enum check check, const char *why)
{
	json_t *line = result_start(job);

	reason_add(line, check, "%s", why);
	return line;
}

/* 17 digits are a double exactly. */
char *result_text(const json_t *line)
{
	char *json = json_dumps(line, JSON_COMPACT | JSON_REAL_PRECISION(17));
	char *text;

	if (!json || asprintf(&text, "%s\n", json) < 0)
		abort();
	free(json);
	return text;
}
