/*
 * slo.c - how many arrivals a second a contestant takes before a percentile of
 * its response breaks a promise.
 *
 * A search begins at half of what the contestant does in a closed load and
 * goes on as bench/search.h says. Every run has a schedule of its own: a rate
 * that holds only for one pattern of arrivals does not hold.
 */
#include "cli/slo.h"

#include "bench/capacity.h"
#include "bench/child.h"
#include "bench/progress.h"
#include "bench/search.h"
#include "cli/cli.h"
#include "cli/lines.h"
#include "harness/clock.h"
#include "harness/units.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A run is long enough for its percentile, with some room for chance, but no
 * longer than so many -d: what is too rare for that is not searched for. */
#define ROOM    1.3
#define LONGEST 10

/* The closed loads that a search begins with. */
#define CLOSED_NS (NS_PER_S / 5)

/* Where a search starts if that load could not be measured. */
#define ANY_RATE 1000

/* Runs that most searches take: the bar's end, until there are more. */
enum { USUAL_RUNS = 14 };

/* One search under way. */
struct hunt {
	const struct request *request;
	const struct cell *cell;
	double calibration;
	struct search search;
	struct progress_bar bar;
	unsigned runs;
	double alone_ns; /* the least that a task alone took; 0: not known */
	char why[CELL_ERROR]; /* of the last run that was not valid, if the
			       * lowest rate that did not hold was one */
	json_t *tried;
};

/* The percentile that was promised, of a valid run; NAN: not borne. */
static double promised_ns(const struct hunt *hunt, const json_t *line)
{
	const json_t *value =
		json_object_get(json_object_get(line, "response_ns"),
				hunt->request->promise.name);

	return json_is_number(value) ? json_number_value(value) : NAN;
}

/* Whether a task alone takes longer than promised. */
static bool is_hopeless(const struct hunt *hunt)
{
	return hunt->alone_ns > (double)hunt->request->promise.most_ns;
}

/* The open cell of the next run. */
static void fill_order(const struct hunt *hunt, struct order *order)
{
	const struct promise *promise = &hunt->request->promise;
	double seconds = ROOM * promise_tasks(promise) / hunt->search.rate;

	*order = (struct order){.cell = *hunt->cell,
				.round = hunt->runs,
				.seed = (uint64_t)hunt->request->seed,
				.calibration = hunt->calibration};
	order->cell.arrivals = hunt->request->searched;
	order->cell.rate = hunt->search.rate;
	if (seconds * 1e9 > (double)order->cell.duration_ns)
		order->cell.duration_ns = (int64_t)(seconds * 1e9);
}

/* Keeps what a run says for --json, and why it did not count. */
static void note(struct hunt *hunt, const json_t *line, bool holds)
{
	const json_t *invalid = json_object_get(line, "invalid");
	const char *why = json_string_value(json_array_get(invalid, 0));
	double ns = promised_ns(hunt, line);

	json_array_append_new(hunt->tried,
			      json_pack("{s:f, s:b, s:o, s:O}", "rate",
					hunt->search.rate, "holds", holds,
					"response_ns",
					isnan(ns) ? json_null() : json_real(ns),
					"invalid", invalid));
	if (!holds)
		snprintf(hunt->why, sizeof hunt->why, "%s", why ? why : "");
}

/* One run at the search's rate; whether the promise held. */
static bool try_once(struct hunt *hunt)
{
	struct order order;
	char what[3 * CELL_NAME], why[CELL_ERROR];
	json_t *line;
	bool holds;

	fill_order(hunt, &order);
	snprintf(what, sizeof what, "%s %s at %.4g/s", hunt->cell->workload,
		 hunt->cell->contestant.text, hunt->search.rate);
	if (hunt->bar.terminal)
		progress_show(&hunt->bar, hunt->runs,
			      hunt->runs < USUAL_RUNS ? USUAL_RUNS
						      : hunt->runs + 1,
			      order.cell.duration_ns, what);
	line = cell_check(&order.cell, why) ? child_measure(&order)
					    : measure_failed(&order, why);
	progress_end(&hunt->bar);
	hunt->runs++;
	/* Not valid is not kept; NAN is below nothing. */
	holds = lines_is_valid(line) &&
		promised_ns(hunt, line) <=
			(double)hunt->request->promise.most_ns;
	note(hunt, line, holds);
	json_decref(line);
	return holds;
}

/* One run that breaks a promise may have met a hiccup of the machine: a rate is
 * too high when two do. What is to be confirmed gets no second chance. */
static bool try_rate(struct hunt *hunt)
{
	return try_once(hunt) || (!hunt->search.confirming &&
				  !child_interrupted && try_once(hunt));
}

/* A short closed load of so many tasks at once. The caller's to free. */
static json_t *measure_closed(const struct hunt *hunt, unsigned concurrency)
{
	struct order order = {.calibration = hunt->calibration};

	capacity_closed(hunt->cell, &order.cell);
	order.cell.concurrency = concurrency;
	/* It only says where to begin: a -d that is shorter stays. */
	if (order.cell.duration_ns > CLOSED_NS)
		order.cell.duration_ns = CLOSED_NS;
	if (order.cell.warmup_ns > CLOSED_NS / 4)
		order.cell.warmup_ns = CLOSED_NS / 4;
	return child_measure(&order);
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

/* Searches; false after a signal. */
static bool hunt_rate(struct hunt *hunt)
{
	double least = ROOM * promise_tasks(&hunt->request->promise) * 1e9 /
		       (LONGEST * (double)hunt->cell->duration_ns);

	measure_alone(hunt);
	if (is_hopeless(hunt))
		return !child_interrupted;
	search_start(&hunt->search, first_guess(hunt), least, CELL_MOST_RATE);
	while (hunt->search.rate > 0 && !child_interrupted)
		search_tell(&hunt->search, try_rate(hunt));
	return !child_interrupted;
}

/* "mixed, at most 1000 in flight: " where there are several to tell apart. */
static void write_place(const struct hunt *hunt, char to[2 * CELL_NAME])
{
	*to = '\0';
	if (hunt->request->n_workloads > 1 ||
	    hunt->request->n_concurrencies > 1)
		snprintf(to, (size_t)2 * CELL_NAME,
			 "%s, at most %u in flight: ", hunt->cell->workload,
			 hunt->cell->concurrency);
}

/* Says that nothing holds, and why as far as it is known. */
static void say_none(const struct hunt *hunt, const char *place,
		     const char *most)
{
	char least[UNIT_TEXT];
	const struct promise *promise = &hunt->request->promise;
	const char *contestant = hunt->cell->contestant.text;

	if (is_hopeless(hunt))
		cli_say("%sno rate keeps %s of %s under %s: a task alone takes "
			"%s",
			place, promise->name, contestant, most,
			unit_human_ns(hunt->alone_ns, least));
	else
		cli_say("%sno rate from %.3g a second on keeps %s of %s under "
			"%s%s%s; a longer -d looks further down",
			place, hunt->search.least, promise->name, contestant,
			most, *hunt->why ? ": " : "", hunt->why);
}

/* The sentence. */
static void say_found(const struct hunt *hunt, double found)
{
	char place[2 * CELL_NAME], most[UNIT_TEXT], rate[UNIT_TEXT];

	write_place(hunt, place);
	unit_human_ns((double)hunt->request->promise.most_ns, most);
	if (found == 0) {
		say_none(hunt, place, most);
		return;
	}
	printf("%s%s keeps %s under %s up to %s/s (%u of %d)", place,
	       hunt->cell->contestant.text, hunt->request->promise.name, most,
	       unit_human_count(found, rate), hunt->search.confirmed,
	       SEARCH_CONFIRMS);
	if (*hunt->why)
		printf("; above it runs are not valid: %s", hunt->why);
	putchar('\n');
}

/* The same as a line of JSON. */
static void print_json(const struct hunt *hunt, double found)
{
	json_t *line = json_object();
	const struct promise *promise = &hunt->request->promise;

	cell_to_json(hunt->cell, line);
	/* Its id would be that of the closed cell, which no run here has. */
	json_object_del(line, "cell");
	json_object_set_new(
		line, "arrivals",
		json_string(arrivals_words[hunt->request->searched]));
	json_object_set_new(line, "promise",
			    json_pack("{s:s, s:I}", "percentile", promise->name,
				      "most_ns", (json_int_t)promise->most_ns));
	json_object_set_new(line, "rate",
			    found > 0 ? json_real(found) : json_null());
	json_object_set_new(line, "confirmed",
			    json_integer(hunt->search.confirmed));
	json_object_set(line, "runs", hunt->tried);
	json_dumpf(line, stdout, JSON_COMPACT | JSON_REAL_PRECISION(12));
	putchar('\n');
	json_decref(line);
}

int slo_run(const struct request *request, double calibration)
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
		whole = hunt_rate(&hunt);
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
