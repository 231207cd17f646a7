/*
 * hunt.c - see hunt.h.
 */
#include "cli/hunt.h"

#include "bench/session/capacity.h"
#include "bench/session/child.h"
#include "cli/lines.h"
#include "harness/record/clock.h"

#include <math.h>
#include <stdio.h>

/* A run is long enough for its percentile, with some room for chance, but no
 * longer than so many -d: what is too rare for that is not searched for. */
#define ROOM    1.3
#define LONGEST 10

/* The closed loads that a search begins with. */
#define CLOSED_NS (NS_PER_S / 5)

/* Where a search starts if that load could not be measured. */
#define ANY_RATE 1000

/* A run that breaks the slo while the machine, or the generator, was not
 * itself says nothing of the rate: it is made again, so many times a rate at
 * most. */
enum { MOST_AGAIN = 3 };

/* Runs that most searches take: the bar's end, until there are more. */
enum { USUAL_RUNS = 14 };

/* The percentile that was slo, of a valid run; NAN: not borne. */
static double slod_ns(const struct hunt *hunt, const json_t *line)
{
	const json_t *value = json_object_get(
		json_object_get(line, "response_ns"), hunt->request->slo.name);

	return json_is_number(value) ? json_number_value(value) : NAN;
}

bool hunt_is_hopeless(const struct hunt *hunt)
{
	return hunt->alone_ns > (double)hunt->request->slo.most_ns;
}

/* The open cell of the next run. */
static void fill_order(const struct hunt *hunt, struct job *job)
{
	const struct slo *slo = &hunt->request->slo;
	double seconds = ROOM * slo_tasks(slo) / hunt->search.rate;

	*job = (struct job){.cell = *hunt->cell,
			    .round = hunt->runs,
			    .seed = (uint64_t)hunt->request->seed,
			    .calibration = hunt->calibration};
	job->cell.arrivals = hunt->request->searched;
	job->cell.rate = hunt->search.rate;
	if (seconds * 1e9 > (double)job->cell.duration_ns)
		job->cell.duration_ns = (int64_t)(seconds * 1e9);
}

/* Keeps what a run says for --json, and why it did not count. */
static void note(struct hunt *hunt, const json_t *line, bool holds)
{
	const json_t *invalid = json_object_get(line, "invalid");
	const char *why = json_string_value(json_array_get(invalid, 0));
	double ns = slod_ns(hunt, line);

	json_array_append_new(hunt->tried,
			      json_pack("{s:f, s:b, s:o, s:O}", "rate",
					hunt->search.rate, "holds", holds,
					"response_ns",
					isnan(ns) ? json_null() : json_real(ns),
					"invalid", invalid));
	if (!holds)
		snprintf(hunt->why, sizeof hunt->why, "%s", why ? why : "");
}

/* Measures at the search's rate: the line, the caller's to free. */
static json_t *measure_open(struct hunt *hunt)
{
	struct job job;
	char what[3 * CELL_NAME], why[CELL_ERROR];
	json_t *line;

	fill_order(hunt, &job);
	snprintf(what, sizeof what, "%s %s at %.4g/s", hunt->cell->workload,
		 hunt->cell->contestant.text, hunt->search.rate);
	if (hunt->bar.terminal)
		progress_show(&hunt->bar, hunt->runs,
			      hunt->runs < USUAL_RUNS ? USUAL_RUNS
						      : hunt->runs + 1,
			      job.cell.duration_ns, what);
	line = cell_check(&job.cell, why) ? child_measure(&job)
					  : measure_failed(&job, why);
	progress_end(&hunt->bar);
	hunt->runs++;
	return line;
}

/* Whether the slo held at the search's rate. */
static bool try_once(struct hunt *hunt)
{
	bool holds, again;

	do {
		json_t *line = measure_open(hunt);

		/* Not valid is not kept; NAN is below nothing. */
		holds = lines_is_valid(line) &&
			slod_ns(hunt, line) <=
				(double)hunt->request->slo.most_ns;
		note(hunt, line, holds);
		again = !holds && hunt->again > 0 && lines_is_noisy(line);
		hunt->again -= again;
		json_decref(line);
	} while (again && !process_interrupted);
	return holds;
}

/* One run that breaks a slo may have met a hiccup of the machine: a rate is
 * too high when two do. What is to be confirmed gets no second chance. */
static bool try_rate(struct hunt *hunt)
{
	hunt->again = MOST_AGAIN;
	return try_once(hunt) || (!hunt->search.confirming &&
				  !process_interrupted && try_once(hunt));
}

/* A short closed load of so many tasks at once. The caller's to free. */
static json_t *measure_closed(const struct hunt *hunt, unsigned concurrency)
{
	struct job job = {.calibration = hunt->calibration};

	capacity_closed(hunt->cell, &job.cell);
	job.cell.concurrency = concurrency;
	/* It only says where to begin: a -d that is shorter stays. */
	if (job.cell.duration_ns > CLOSED_NS)
		job.cell.duration_ns = CLOSED_NS;
	if (job.cell.warmup_ns > CLOSED_NS / 4)
		job.cell.warmup_ns = CLOSED_NS / 4;
	return child_measure(&job);
}

/* What a task takes that is alone: less than that cannot be kept. */
static void measure_alone(struct hunt *hunt)
{
	json_t *line = measure_closed(hunt, 1);

	if (lines_is_valid(line))
		hunt->alone_ns = json_number_value(json_object_get(
			json_object_get(line, "response_ns"), "min"));
	json_decref(line);
}

/* Half of what the contestant does in a closed load. */
static double first_guess(const struct hunt *hunt)
{
	json_t *line = measure_closed(hunt, hunt->cell->concurrency);
	double capacity = lines_is_valid(line) ? lines_throughput(line) : 0;

	json_decref(line);
	return capacity > 0 ? capacity / 2 : ANY_RATE;
}

bool hunt_rate(struct hunt *hunt)
{
	double longest = fmin(LONGEST * (double)hunt->cell->duration_ns,
			      (double)CELL_MOST_NS);
	double least = ROOM * slo_tasks(&hunt->request->slo) * 1e9 / longest;

	measure_alone(hunt);
	if (hunt_is_hopeless(hunt))
		return !process_interrupted;
	search_start(&hunt->search, first_guess(hunt), least, CELL_MOST_RATE);
	while (hunt->search.rate > 0 && !process_interrupted)
		search_tell(&hunt->search, try_rate(hunt));
	return !process_interrupted;
}
