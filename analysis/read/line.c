/*
 * line.c - the fields of a result line. A run that is not valid keeps its
 * reason and no number, so that none can slip into a figure.
 *
 * jansson answers NULL for a field of something that is not an object, and 0
 * for a number that is none; so a field of the wrong type is a missing field.
 */
#include "analysis/read/line.h"

#include "analysis/verdict/metrics.h"
#include "base/colour.h"
#include "base/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *line_missing(const json_t *line)
{
	static const char *const texts[] = {"cell", "experiment", "workload",
					    "contestant", "runner"};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!json_is_string(json_object_get(line, texts[i])))
			return texts[i];
	if (!json_is_integer(json_object_get(line, "concurrency")))
		return "concurrency";
	if (!json_is_integer(json_object_get(line, "round")))
		return "round";
	if (!json_is_boolean(json_object_get(line, "valid")))
		return "valid";
	return NULL;
}

uint64_t line_count(const json_t *line, const char *name)
{
	json_int_t value = json_integer_value(json_object_get(line, name));

	return value > 0 ? (uint64_t)value : 0;
}

/* A text of the line, "" if it has none. */
static const char *word(const json_t *line, const char *name,
			struct words *words)
{
	const char *text = json_string_value(json_object_get(line, name));

	return words_text(words, text ? text : "");
}

/* A number, inside the object `group` unless that is NULL; else NAN. */
static double number(const json_t *line, const char *group, const char *name)
{
	if (group)
		line = json_object_get(line, group);
	line = json_object_get(line, name);
	return json_is_number(line) ? json_number_value(line) : NAN;
}

/* For qsort(): points are compared parameter by parameter. */
static int by_name(const void *left, const void *right)
{
	const struct param_value *a = left, *b = right;

	return strcmp(a->name, b->name);
}

/* Adds a parameter, or what tells points apart as one would. */
static void add_param(struct summary *cell, struct words *words,
		      const char *name, const char *text, enum param_kind kind)
{
	if (cell->n_params < MOST_PARAMS)
		cell->params[cell->n_params++] = (struct param_value){
			.name = words_text(words, name),
			.text = words_text(words, text),
			.kind = kind,
			.number = unit_number(kind, text),
		};
}

/* By name, so that two cells of a workload can be compared one by one. */
static void describe_params(const json_t *line, struct words *words,
			    struct summary *cell)
{
	json_t *params = json_object_get(line, "params"), *value;
	const json_t *kinds = json_object_get(line, "param_kinds");
	const char *name;

	json_object_foreach(params, name, value)
	{
		const char *text = json_string_value(value);
		const json_t *kind = json_object_get(kinds, name);

		if (text)
			add_param(cell, words, name, text,
				  unit_kind(json_string_value(kind)));
	}
	qsort(cell->params, cell->n_params, sizeof *cell->params, by_name);
}

/* An open load is at the same point by its share of each contestant's own
 * capacity, or by its rate where that was asked for. */
static void describe_load(const json_t *line, struct words *words,
			  struct summary *cell)
{
	const char *load = json_string_value(json_object_get(line, "load"));
	const char *arrivals = word(line, "arrivals", words);
	char text[32];

	cell->rate = number(line, NULL, "rate");
	if (!(cell->rate > 0))
		return;
	if (*arrivals)
		add_param(cell, words, "arrivals", arrivals, PARAM_CHOICE);
	snprintf(text, sizeof text, "%.10g", cell->rate);
	if (load)
		add_param(cell, words, "load", load, PARAM_PERCENT);
	else
		add_param(cell, words, "rate", text, PARAM_COUNT);
}

/* Runs with a fault are at a point of their own, and every table and figure
 * names it as it names parameters: so none passes for one without. */
static void describe_fault(const json_t *line, struct words *words,
			   struct summary *cell)
{
	cell->fault = word(line, "fault", words);
	if (*cell->fault)
		add_param(cell, words, "fault", cell->fault, PARAM_CHOICE);
}

/* Results of a version that had no choice do not say it. */
static void describe_slack(const json_t *line, struct words *words,
			   struct summary *cell)
{
	int64_t slack = (int64_t)line_count(line, "slack_ns");
	char text[UNIT_TEXT];

	if (slack)
		add_param(cell, words, "slack",
			  unit_format(PARAM_DURATION, slack, text),
			  PARAM_DURATION);
}

/* Whether a contestant is the starred copy of another. */
static bool is_copy(const char *contestant)
{
	size_t length = strlen(contestant);

	return length > 1 && contestant[length - 1] == '*';
}

/* Results of another version may lack it, and its colour goes into pages and
 * figures, so only a valid one is taken. */
static void describe_model(const json_t *line, struct words *words,
			   struct summary *cell)
{
	const json_t *model = json_object_get(line, "model");
	const char *label = word(model, "label", words);
	const char *colour = word(model, "colour", words);

	cell->model.loop = !strcmp(word(model, "kind", words), "loop");
	cell->model.label = *label ? label : cell->runner;
	cell->model.colour = colour_valid(colour) ? colour : COLOUR_GREY;
}

void line_describe(const json_t *line, struct words *words,
		   struct summary *cell)
{
	cell->cell = word(line, "cell", words);
	cell->experiment = word(line, "experiment", words);
	cell->workload = word(line, "workload", words);
	cell->contestant = word(line, "contestant", words);
	cell->runner = word(line, "runner", words);
	cell->cpus = word(line, "cpus", words);
	cell->peer_cpus = word(line, "peer_cpus", words);
	cell->workers = (unsigned)line_count(line, "workers");
	cell->helpers = (unsigned)line_count(line, "helpers");
	cell->concurrency = (double)line_count(line, "concurrency");
	cell->tasks = line_count(line, "tasks");
	cell->copy = is_copy(cell->contestant);
	cell->in_flight = cell->concurrency;
	describe_model(line, words, cell);
	describe_load(line, words, cell);
	describe_slack(line, words, cell);
	describe_fault(line, words, cell);
	cell->unsteady = !strcmp(word(line, "steady", words), "not asked");
	describe_params(line, words, cell);
}

/* An open load has as many as there happen to be; a batch, and a run that is
 * not valid, do not say. */
void line_in_flight(const json_t *line, struct summary *cell)
{
	double in_flight = number(line, "little", "in_flight");

	if (in_flight > 0 && !(cell->rate > 0))
		cell->in_flight = in_flight;
}

/* CPU time and switches are those of the whole run, so they are divided by the
 * tasks of the whole run, not by those of the measured window. */
static void measure_costs(const json_t *line, double *value)
{
	double done = number(line, NULL, "completed");
	double cpu_ns = number(line, "cpu_ns", "user") +
			number(line, "cpu_ns", "system");
	double switches = number(line, "switches", "voluntary") +
			  number(line, "switches", "involuntary");

	if (!(done > 0))
		done = NAN;
	value[THROUGHPUT_PER_CPU] = cpu_ns > 0 ? done / cpu_ns * 1e9 : NAN;
	value[CPU_PER_TASK] = cpu_ns / done;
	value[SWITCHES_PER_TASK] = switches / done;
	value[MEMORY_PER_TASK] = number(line, "memory", "per_task");
	value[MEMORY_PEAK] = number(line, "memory", "peak");
}

/* Null in a line is NAN here, whatever the reason for it. */
static void measure_times(const json_t *line, double *value)
{
	value[THROUGHPUT] = number(line, NULL, "throughput");
	value[RESPONSE_P50] = number(line, "response_ns", "p50");
	value[RESPONSE_P99] = number(line, "response_ns", "p99");
	value[RESPONSE_P999] = number(line, "response_ns", "p999");
	value[RESPONSE_MEAN] = number(line, "response_ns", "mean");
	value[QUEUE_P50] = number(line, "queue_ns", "p50");
	value[QUEUE_P99] = number(line, "queue_ns", "p99");
	value[QUEUE_MEAN] = number(line, "queue_ns", "mean");
	value[SERVICE_P50] = number(line, "service_ns", "p50");
	value[ELAPSED] = number(line, NULL, "elapsed_ns");
	value[ACHIEVED_RATE] = number(line, "generator", "rate");
}

/* As many points as fit: p ascends, so the far end of a long tail is lost. */
static void measure_distribution(const json_t *line, struct measured *run)
{
	const json_t *distribution = json_object_get(line, "distribution");

	for (size_t i = 0; i < json_array_size(distribution); i++) {
		const json_t *pair = json_array_get(distribution, i);
		const json_t *p = json_array_get(pair, 0);
		const json_t *ns = json_array_get(pair, 1);

		if (!json_is_number(p) || !json_is_number(ns))
			continue;
		if (run->n_distribution == MOST_DISTRIBUTION)
			break;
		run->distribution[run->n_distribution][0] =
			json_number_value(p);
		run->distribution[run->n_distribution++][1] =
			json_number_value(ns);
	}
}

/* The first reason counts; the others may follow from it. */
static void measure_reason(const json_t *line, struct words *words,
			   struct measured *run)
{
	const json_t *reasons = json_object_get(line, "reasons");
	const json_t *first = json_array_get(reasons, 0);
	const char *check = json_string_value(json_object_get(first, "check"));
	const char *text = json_string_value(json_object_get(first, "text"));

	run->check = words_text(words, check ? check : "unknown");
	run->reason = words_text(words, text ? text : "no reason given");
}

/* Whether the generator came late: one cause of several. */
static bool came_late(const json_t *noisy)
{
	const json_t *one;
	size_t i;

	json_array_foreach(noisy, i, one)
	{
		const char *cause =
			json_string_value(json_object_get(one, "cause"));

		if (cause && !strcmp(cause, "generator"))
			return true;
	}
	return false;
}

/* How calm the machine was beside the run; known of invalid runs too. */
static void measure_noise(const json_t *line, struct words *words,
			  struct measured *run)
{
	const json_t *noisy = json_object_get(line, "noisy");
	const json_t *bottleneck = json_object_get(line, "bottleneck");
	double before = number(line, "noise", "speed_before_ns");
	double after = number(line, "noise", "speed_after_ns");

	run->noisy = json_array_size(noisy) > 0;
	run->late = came_late(noisy);
	run->bottleneck = words_text(words, json_string_value(bottleneck));
	run->speed_ns = isnan(before)  ? after
			: isnan(after) ? before
				       : (before + after) / 2;
	run->steal = number(line, "noise", "steal");
	run->hiccup_p99_ns = number(line, "noise", "hiccup_p99_ns");
	run->hiccup_max_ns = number(line, "noise", "hiccup_max_ns");
}

void line_measured(const json_t *line, struct words *words,
		   struct measured *run)
{
	*run = (struct measured){
		.round = (unsigned)line_count(line, "round"),
		.valid = json_is_true(json_object_get(line, "valid")),
	};
	for (int i = 0; i < METRICS; i++)
		run->value[i] = NAN;
	measure_noise(line, words, run);
	if (!run->valid) {
		measure_reason(line, words, run);
		return;
	}
	measure_times(line, run->value);
	measure_costs(line, run->value);
	measure_distribution(line, run);
}
