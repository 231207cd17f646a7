/*
 * offered.c - checks and multiplies out what an open load asks for.
 *
 * Rates are absolute and the same for all, loads are shares of each one's own
 * capacity: both at once would be two axes in one figure. Values are kept in
 * canonical text, so that 1000 and 1k are one cell and found to be twice the
 * same.
 */
#include "bench/suite/offered.h"

#include "harness/record/clock.h"
#include "base/units.h"

#include <stdio.h>
#include <string.h>

/* Far beyond capacity nothing is left to see but a growing line. */
enum { MOST_LOAD = 200 };

const char offered_slots[] = "1k";

bool offered_is_open(const struct section *section)
{
	return section->rates.n || section->loads.n;
}

unsigned offered_n(const struct section *section)
{
	return offered_is_open(section) ? section->rates.n + section->loads.n
					: 1;
}

/* Reads the values of a list within limits; writes them in canonical text. */
static bool canonical(const struct complaint *complaint, const char *name,
		      struct list *list, enum param_kind kind, int64_t most)
{
	char text[UNIT_TEXT];
	int64_t number;

	for (unsigned i = 0; i < list->n; i++) {
		if (!unit_parse(kind, list->value[i], &number) || number < 1 ||
		    number > most)
			return complain(complaint, list->line,
					"%s %s: not %s above 0, at most %s",
					name, list->value[i],
					unit_example(kind),
					unit_format(kind, most, text));
		unit_format(kind, number, list->value[i]);
		for (unsigned j = 0; j < i; j++)
			if (strcmp(list->value[i], list->value[j]) == 0)
				return complain(complaint, list->line,
						"%s has %s twice", name,
						list->value[i]);
	}
	return true;
}

/* Arrivals are held in memory: a high rate for a long time is too many. */
static bool arrivals_fit(const struct complaint *complaint,
			 const struct section *section)
{
	double seconds =
		(double)(section->warmup_ns + section->duration_ns) / 1e9;
	int64_t rate;

	for (unsigned i = 0; i < section->rates.n; i++)
		if (unit_parse(PARAM_COUNT, section->rates.value[i], &rate) &&
		    (double)rate * seconds > CELL_MOST_ARRIVALS)
			return complain(complaint, section->rates.line,
					"rate %s for %g s are more than %d "
					"arrivals",
					section->rates.value[i], seconds,
					CELL_MOST_ARRIVALS);
	return true;
}

/* What has no meaning in a closed load. */
static bool closed_check(const struct complaint *complaint,
			 const struct section *section)
{
	const char *what = NULL;

	if (section->arrivals != ARRIVALS_CLOSED)
		what = "arrivals";
	if (*section->slo)
		what = "slo";
	if (strcmp(section->figure, "open") == 0)
		what = "figure = open";
	return !what ||
	       complain(complaint, section->line,
			"[%s] has %s but neither rate nor load: how much "
			"arrives?",
			section->name, what);
}

bool offered_check(const struct complaint *complaint, struct section *section)
{
	if (!offered_is_open(section))
		return closed_check(complaint, section);
	if (section->rates.n && section->loads.n)
		return complain(complaint, section->loads.line,
				"rate and load exclude each other: arrivals a "
				"second, or shares of capacity");
	if (section->tasks)
		return complain(complaint, section->line,
				"[%s] has tasks: an open load has a duration, "
				"not a batch",
				section->name);
	/* Independent users arrive like that, and it is the harder test. */
	if (section->arrivals == ARRIVALS_CLOSED)
		section->arrivals = ARRIVALS_POISSON;
	/* Nobody said how many at once: enough that a loop is not the bound. */
	if (!section->concurrency.line)
		snprintf(section->concurrency.value[0], CELL_NAME, "%s",
			 offered_slots);
	return canonical(complaint, "rate", &section->rates, PARAM_COUNT,
			 CELL_MOST_RATE) &&
	       canonical(complaint, "load", &section->loads, PARAM_PERCENT,
			 MOST_LOAD) &&
	       arrivals_fit(complaint, section);
}

void offered_set(const struct section *section, unsigned i, struct cell *point)
{
	int64_t rate = 0;

	point->arrivals = section->arrivals;
	if (section->rates.n)
		unit_parse(PARAM_COUNT, section->rates.value[i], &rate);
	else if (section->loads.n)
		snprintf(point->load, sizeof point->load, "%.40s",
			 section->loads.value[i]);
	point->rate = (double)rate;
}

double offered_share(const char *load)
{
	int64_t percent = 0;

	unit_parse(PARAM_PERCENT, load, &percent);
	return (double)percent / 100;
}
