/*
 * csv.c - cells.csv, verdicts.csv and claims.csv, for people with a
 * spreadsheet.
 *
 * A header, a comma between fields, quotes as RFC 4180 has them, a line feed at
 * the end; an unknown number is an empty field.
 */
#include "analysis/export/export.h"

#include <math.h>
#include <string.h>

/* A file being written. */
struct csv {
	FILE *file;
	bool inside; /* a line has begun */
};

/* One field. Quotes only where a reader would stumble without. */
static void text(struct csv *csv, const char *value)
{
	bool quoted = strpbrk(value, ",\"\r\n");

	if (csv->inside)
		fputc(',', csv->file);
	csv->inside = true;
	if (quoted)
		fputc('"', csv->file);
	for (; *value; value++) {
		if (*value == '"')
			fputc('"', csv->file);
		fputc(*value, csv->file);
	}
	if (quoted)
		fputc('"', csv->file);
}

/* Twelve digits: nanoseconds of a quarter of an hour are still exact. */
static void number(struct csv *csv, double value)
{
	char written[32] = "";

	if (isfinite(value))
		snprintf(written, sizeof written, "%.12g", value);
	text(csv, written);
}

static void end_line(struct csv *csv)
{
	fputc('\n', csv->file);
	csv->inside = false;
}

static void header(struct csv *csv, const char *const *names)
{
	for (; *names; names++)
		text(csv, *names);
}

/* What an open load adds to the parameters: columns of their own. */
static const char *const loads[] = {"arrivals", "load", "rate"};

enum { LOADS = sizeof loads / sizeof *loads };

static bool is_load(const char *name)
{
	for (int i = 0; i < LOADS; i++)
		if (!strcmp(loads[i], name))
			return true;
	return false;
}

static const char *param_text(const struct summary *cell, const char *name)
{
	for (size_t i = 0; i < cell->n_params; i++)
		if (!strcmp(cell->params[i].name, name))
			return cell->params[i].text;
	return "";
}

/* Parameters in one field: "delay=5ms transport=tcp". */
static void params(struct csv *csv, const struct summary *cell)
{
	char joined[4096] = "";
	size_t length = 0;

	for (size_t i = 0; i < cell->n_params; i++) {
		int more;

		if (!(cell->rate > 0) || !is_load(cell->params[i].name))
			more = snprintf(joined + length, sizeof joined - length,
					"%s%s=%s", length ? " " : "",
					cell->params[i].name,
					cell->params[i].text);
		else
			more = 0;
		if (more < 0 || (size_t)more >= sizeof joined - length)
			break;
		length += (size_t)more;
	}
	joined[length] = '\0';
	text(csv, joined);
}

/* Where a cell stands in the grid, without its contestant. */
static void point(struct csv *csv, const struct summary *cell)
{
	text(csv, cell->experiment);
	text(csv, cell->workload);
	params(csv, cell);
	number(csv, cell->concurrency);
	number(csv, cell->tasks ? (double)cell->tasks : NAN);
	text(csv, cell->cpus);
	text(csv, cell->peer_cpus);
	for (int i = 0; i < LOADS; i++)
		text(csv, cell->rate > 0 ? param_text(cell, loads[i]) : "");
}

/* The columns that point() fills. */
#define POINT                                                               \
	"experiment", "workload", "params", "concurrency", "tasks", "cpus", \
		"peer_cpus", "arrivals", "load", "rate"

/* Every metric has three columns: median, and the ends of its interval. */
static void cells_header(struct csv *csv)
{
	static const char *const names[] = {
		POINT,          "contestant", "runner",         "workers",
		"helpers",      "cell",       "runs",           "valid",
		"invalid",      "rounds",     "rounds_dropped", "failed",
		"lost",         "check",      "reason",         "bottleneck",
		"offered_rate", NULL};
	char bound[64];

	header(csv, names);
	for (int i = 0; i < METRICS; i++) {
		const char *name = metric_info[i].name;

		text(csv, name);
		snprintf(bound, sizeof bound, "%s_low", name);
		text(csv, bound);
		snprintf(bound, sizeof bound, "%s_high", name);
		text(csv, bound);
	}
	end_line(csv);
}

static void cell_line(struct csv *csv, const struct summary *cell)
{
	point(csv, cell);
	text(csv, cell->contestant);
	text(csv, cell->runner);
	number(csv, cell->workers);
	number(csv, cell->helpers);
	text(csv, cell->cell);
	number(csv, (double)cell->n_runs);
	number(csv, (double)cell->n_valid);
	number(csv, (double)cell->n_invalid);
	number(csv, (double)cell->n_rounds);
	number(csv, (double)cell->n_dropped);
	number(csv, (double)cell->failed);
	number(csv, (double)cell->lost);
	text(csv, cell->check ? cell->check : "");
	text(csv, cell->reason ? cell->reason : "");
	text(csv, cell->bottleneck ? cell->bottleneck : "");
	number(csv, cell->rate);
	for (int i = 0; i < METRICS; i++) {
		number(csv, cell->value[i].median);
		number(csv, cell->value[i].low);
		number(csv, cell->value[i].high);
	}
	end_line(csv);
}

/* Cells without a valid run are there too, with their reason and empty numbers.
 */
void csv_cells(const struct analysis *analysis, FILE *to)
{
	struct csv csv = {.file = to};

	cells_header(&csv);
	for (size_t i = 0; i < analysis->n_summaries; i++)
		cell_line(&csv, &analysis->summaries[i]);
}

static void verdict_line(struct csv *csv, const struct verdict *verdict)
{
	point(csv, verdict->a);
	text(csv, metric_info[verdict->metric].name);
	text(csv, verdict->a->contestant);
	text(csv, verdict->b->contestant);
	text(csv, outcome_words[verdict->outcome]);
	number(csv, verdict->ratio);
	number(csv, verdict->low);
	number(csv, verdict->high);
	number(csv, verdict->rounds);
	number(csv, verdict->ahead);
	number(csv, verdict->rounds_needed ? verdict->rounds_needed : NAN);
	number(csv, (double)verdict->a->n_dropped);
	text(csv, outcome_words[verdict->undropped]);
	end_line(csv);
}

void csv_verdicts(const struct analysis *analysis, FILE *to)
{
	static const char *const names[] = {POINT,
					    "metric",
					    "a",
					    "b",
					    "outcome",
					    "ratio",
					    "low",
					    "high",
					    "rounds",
					    "ahead",
					    "rounds_needed",
					    "rounds_dropped",
					    "outcome_with_dropped",
					    NULL};
	struct csv csv = {.file = to};

	header(&csv, names);
	end_line(&csv);
	for (size_t i = 0; i < analysis->n_verdicts; i++)
		verdict_line(&csv, &analysis->verdicts[i]);
}

/* One line per test: what is claimed, whether it holds, and what says so. */
static void claim_line(struct csv *csv, const struct claim *claim,
		       const struct claim_test *test)
{
	char sentence[512] = "";

	if (test->verdict)
		verdict_sentence(test->verdict, sentence, sizeof sentence);
	text(csv, claim->text);
	text(csv, holding_words[claim->holds]);
	text(csv, test->experiment ? test->experiment->name : "");
	text(csv, test->condition->text);
	text(csv, holding_words[test->holds]);
	text(csv, sentence);
	end_line(csv);
}

void csv_claims(const struct analysis *analysis, FILE *to)
{
	static const char *const names[] = {
		"claim",         "on_this_machine", "experiment", "holds_if",
		"in_experiment", "verdict",         NULL};
	struct csv csv = {.file = to};

	header(&csv, names);
	end_line(&csv);
	for (size_t i = 0; i < analysis->n_claims; i++)
		for (size_t j = 0; j < analysis->claims[i].n_tests; j++)
			claim_line(&csv, &analysis->claims[i],
				   &analysis->claims[i].tests[j]);
}
