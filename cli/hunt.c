/*
 * hunt.c - how many arrivals a second a contestant takes before a percentile of
 * its response breaks an SLO.
 *
 * Begins at half of what the contestant does in a closed loop, then makes run
 * after run until cli/search.h has an answer. Every run has a schedule of its
 * own: a rate that holds only for one pattern of arrivals does not hold.
 */
#include "cli/hunt.h"

#include "base/format.h"
#include "base/process.h"
#include "base/units.h"
#include "bench/session/capacity.h"
#include "bench/session/child.h"
#include "bench/session/progress.h"
#include "bench/session/runline.h"
#include "cli/search.h"
#include "cli/cli.h"
#include "harness/result.h"
#include "harness/record/clock.h"
#include "harness/validity/steady.h"

#include <math.h>
#include <stdio.h>

/* A run is long enough for its percentile, with some room for chance, but no
 * longer than so many -d: what is too rare for that is not searched for. */
#define ROOM    1.3
#define LONGEST 10

/* The closed loops that a search begins with. */
#define CLOSED_NS (NS_PER_S / 5)

/* Where a search starts if that load could not be measured. */
#define ANY_RATE 1000

/* A run that breaks the SLO on a noisy machine, or with a generator that was
 * late, says nothing of the rate: it is repeated, so many times per rate at
 * most. */
enum { MOST_AGAIN = 3 };

/* Runs that most searches take: the bar's end, until there are more. */
enum { USUAL_RUNS = 14 };

/* One search under way. */
struct hunt {
	const struct request *request;
	const struct cell *cell;
	double calibration;
	struct search search;
	struct progress_bar bar;
	unsigned runs, again; /* made; more of them at this rate at most */
	double alone_ns; /* the least that a task alone took; 0: not known */
	char why[CELL_ERROR]; /* of the last run that was invalid, if the
			       * lowest rate that did not hold was one */
	json_t *tried;
};

/* The SLO's percentile in a run; NAN: too few tasks bear it. */
static double measured_ns(const struct hunt *hunt, const json_t *line)
{
	return runline_number(line, "response_ns", hunt->request->slo.name);
}

/* Whether a task alone takes longer than the SLO: then no rate is tried. */
static bool is_hopeless(const struct hunt *hunt)
{
	return hunt->alone_ns > (double)hunt->request->slo.most_ns;
}

static int64_t longer(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* As long as the percentile needs, and a steady state of responses that just
 * meet the SLO; for these at most LONGEST times -d, since most are shorter. */
static void set_length(const struct slo *slo, struct cell *cell)
{
	double tasks_ns = ROOM * slo_tasks(slo) / cell->rate * 1e9;
	double slo_ns =
		fmin((double)slo->most_ns,
		     LONGEST * (double)cell->duration_ns / STEADY_TURNS);

	cell->duration_ns = longer(cell->duration_ns, (int64_t)tasks_ns);
	cell->duration_ns =
		longer(cell->duration_ns, steady_window_ns(slo_ns, cell->rate));
	cell->warmup_ns = longer(cell->warmup_ns, steady_warmup_ns(slo_ns));
}

/* The open cell of the next run. */
static void fill_order(const struct hunt *hunt, struct job *job)
{
	*job = (struct job){.cell = *hunt->cell,
			    .round = hunt->runs,
			    .seed = (uint64_t)hunt->request->seed,
			    .calibration = hunt->calibration};
	job->cell.arrivals = hunt->request->searched;
	job->cell.rate = hunt->search.rate;
	set_length(&hunt->request->slo, &job->cell);
}

/* Keeps what a run says for --json, and why it did not count; one that was noisy
 * says nothing about its rate and is repeated. */
static void note(struct hunt *hunt, const json_t *line, bool holds,
		 bool repeated)
{
	double ns = measured_ns(hunt, line);

	json_array_append_new(hunt->tried,
			      json_pack("{s:f, s:b, s:b, s:o, s:O}", "rate",
					hunt->search.rate, "holds", holds,
					"repeated", repeated, "response_ns",
					isnan(ns) ? json_null() : json_real(ns),
					"reasons", runline_reason_data(line)));
	if (holds)
		return;
	*hunt->why = '\0';
	if (!runline_valid(line))
		runline_reasons(line, hunt->why, sizeof hunt->why);
}

/* Measures at the search's rate: the line, the caller's to free. */
static json_t *measure_open(struct hunt *hunt)
{
	struct job job;
	char what[3 * CELL_NAME], why[CELL_ERROR], rate[FORMAT_TEXT];
	json_t *line;

	fill_order(hunt, &job);
	snprintf(what, sizeof what, "%s %s at %s", hunt->cell->workload,
		 hunt->cell->contestant.text,
		 format_rate(hunt->search.rate, rate));
	if (hunt->bar.terminal)
		progress_show(&hunt->bar, hunt->runs,
			      hunt->runs < USUAL_RUNS ? USUAL_RUNS
						      : hunt->runs + 1,
			      job.cell.duration_ns, what);
	line = cell_check(&job.cell, why)
		       ? child_measure(&job, NULL)
		       : result_failed(&job, CHECK_SETUP, why);
	progress_end(&hunt->bar);
	hunt->runs++;
	return line;
}

/* Whether the SLO held at the search's rate. */
static bool try_once(struct hunt *hunt)
{
	bool holds, again;

	do {
		json_t *line = measure_open(hunt);

		/* An invalid run does not hold; NAN is below nothing. */
		holds = runline_valid(line) &&
			measured_ns(hunt, line) <=
				(double)hunt->request->slo.most_ns;
		again = !holds && hunt->again > 0 && runline_noisy(line);
		note(hunt, line, holds, again);
		hunt->again -= again;
		json_decref(line);
	} while (again && !process_interrupted);
	return holds;
}

/* One run that breaks an SLO may have met a hiccup of the machine: a rate is
 * too high when two do. What is to be confirmed gets no second chance. */
static bool try_rate(struct hunt *hunt)
{
	hunt->again = MOST_AGAIN;
	return try_once(hunt) || (!hunt->search.confirming &&
				  !process_interrupted && try_once(hunt));
}

/* A short closed loop of so many tasks at once. The caller's to free. */
static json_t *measure_closed(const struct hunt *hunt, unsigned concurrency)
{
	struct job job = {.calibration = hunt->calibration};

	capacity_closed(hunt->cell, &job.cell);
	job.cell.concurrency = concurrency;
	/* It only says where to begin: a -d that is shorter stays. */
	job.cell.unsteady = true;
	if (job.cell.duration_ns > CLOSED_NS)
		job.cell.duration_ns = CLOSED_NS;
	if (job.cell.warmup_ns > CLOSED_NS / 4)
		job.cell.warmup_ns = CLOSED_NS / 4;
	return child_measure(&job, NULL);
}

/* What a task takes that is alone: less than that cannot be kept. */
static void measure_alone(struct hunt *hunt)
{
	json_t *line = measure_closed(hunt, 1);

	if (runline_valid(line))
		hunt->alone_ns = json_number_value(json_object_get(
			json_object_get(line, "response_ns"), "min"));
	json_decref(line);
}

/* Half of what the contestant does in a closed loop. */
static double first_guess(const struct hunt *hunt)
{
	json_t *line = measure_closed(hunt, hunt->cell->concurrency);
	double capacity = runline_valid(line)
				  ? runline_number(line, NULL, "throughput")
				  : 0;

	json_decref(line);
	return capacity > 0 ? capacity / 2 : ANY_RATE;
}

/* Searches, from a hunt whose request, cell, calibration, bar and `tried` (an
 * empty array) are set; false after a signal. */
static bool search_rate(struct hunt *hunt)
{
	double longest = fmin(LONGEST * (double)hunt->cell->duration_ns,
			      (double)CELL_MOST_NS);
	double least = ROOM * slo_tasks(&hunt->request->slo) * 1e9 / longest;

	measure_alone(hunt);
	if (is_hopeless(hunt))
		return !process_interrupted;
	search_start(&hunt->search, first_guess(hunt), least, CELL_MOST_RATE);
	while (hunt->search.rate > 0 && !process_interrupted)
		search_tell(&hunt->search, try_rate(hunt));
	return !process_interrupted;
}

/* "mixed, at most 1000 in flight: " where there are several to tell apart. */
static void write_point(const struct hunt *hunt, char to[2 * CELL_NAME])
{
	*to = '\0';
	if (hunt->request->n_workloads > 1 ||
	    hunt->request->n_concurrencies > 1)
		snprintf(to, (size_t)2 * CELL_NAME,
			 "%s, at most %u in flight: ", hunt->cell->workload,
			 hunt->cell->concurrency);
}

/* Says that nothing holds, and why as far as it is known. */
static void say_none(const struct hunt *hunt, const char *point,
		     const char *most)
{
	char least[FORMAT_TEXT];
	const struct slo *slo = &hunt->request->slo;
	const char *contestant = hunt->cell->contestant.text;

	if (is_hopeless(hunt))
		cli_say("%sno rate meets %s <= %s with %s: a task alone takes "
			"%s",
			point, slo->name, most, contestant,
			format_time(hunt->alone_ns, least));
	else
		cli_say("%sno rate from %s up meets %s <= %s with %s%s%s; "
			"a longer -d tries lower rates",
			point, format_rate(hunt->search.least, least),
			slo->name, most, contestant, *hunt->why ? ": " : "",
			hunt->why);
}

/* The sentence. Where runs above the rate were invalid, the contestant's own
 * limit lies higher and nobody knows where. */
static void say_found(const struct hunt *hunt, double found)
{
	char point[2 * CELL_NAME], most[UNIT_TEXT], rate[FORMAT_TEXT];

	write_point(hunt, point);
	unit_format(PARAM_DURATION, hunt->request->slo.most_ns, most);
	if (found == 0) {
		say_none(hunt, point, most);
		return;
	}
	format_rate(found, rate);
	printf("%s%s meets %s <= %s up to %s%s (%u of %d runs)", point,
	       hunt->cell->contestant.text, hunt->request->slo.name, most,
	       *hunt->why ? "at least " : "", rate, hunt->search.confirmed,
	       SEARCH_CONFIRMS);
	if (*hunt->why)
		printf("; faster runs are invalid, so its own limit is "
		       "unknown: %s",
		       hunt->why);
	putchar('\n');
}

/* The same as a line of JSON. */
static void print_json(const struct hunt *hunt, double found)
{
	json_t *line = json_object();
	const struct slo *slo = &hunt->request->slo;

	cell_to_json(hunt->cell, line);
	/* Its id would be that of the closed cell, which no run here has. */
	json_object_del(line, "cell");
	json_object_set_new(
		line, "arrivals",
		json_string(arrivals_words[hunt->request->searched]));
	json_object_set_new(line, "slo",
			    json_pack("{s:s, s:I}", "percentile", slo->name,
				      "most_ns", (json_int_t)slo->most_ns));
	json_object_set_new(line, "rate",
			    found > 0 ? json_real(found) : json_null());
	json_object_set_new(line, "confirmed",
			    json_integer(hunt->search.confirmed));
	json_object_set(line, "runs", hunt->tried);
	json_dumpf(line, stdout, JSON_COMPACT | JSON_REAL_PRECISION(12));
	putchar('\n');
	json_decref(line);
}

int hunt_run(const struct request *request, double calibration)
{
	int status = CLI_FINE;

	for (unsigned i = 0; i < request->n_cells; i++) {
		struct hunt hunt = {.request = request,
				    .cell = &request->cells[i],
				    .calibration = calibration,
				    .tried = json_array()};
		bool whole;
		double found;

		progress_start(&hunt.bar);
		whole = search_rate(&hunt);
		found = search_found(&hunt.search);
		if (whole && request->json)
			print_json(&hunt, found);
		if (whole && (!request->json || found == 0))
			say_found(&hunt, found);
		json_decref(hunt.tried);
		if (!whole)
			return CLI_INTERRUPTED;
		/* Each answer is out before the next search begins: it may
		 * take minutes. */
		if (found == 0 || !cli_flush())
			status = CLI_INVALID;
	}
	return status;
}
