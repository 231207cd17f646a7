/*
 * check.c - holds the keys of an experiment against each other, so that a
 * mistake is found before anything is measured or written.
 */
#include "bench/suite/check.h"

#include "bench/suite/holds_if.h"
#include "harness/fault/fault.h"

#include <stdio.h>
#include <string.h>

/* Tasks that a loop or threads:match holds in an open load where the suite does
 * not say how many: enough that a loop is not the bound. */
static const struct value open_slots = {"1k", PARAM_COUNT, 1000};

/* The experiment under check. */
struct check {
	const struct complaint *complaint;
	const struct inifile_section *read;
	struct section *section;
};

/* The line that sets a key here, not by default; 0 if none does. */
static unsigned line_of(const struct check *check, const char *name)
{
	for (size_t i = 0; i < check->read->n_entries; i++)
		if (strcmp(check->read->entries[i].name, name) == 0)
			return check->read->entries[i].line;
	return 0;
}

/* Complains of the experiment, at the line of a key if that is there. Always
 * false. */
static bool wrong(const struct check *check, const char *key, const char *why)
{
	unsigned line = line_of(check, key);

	return inifile_error(check->complaint,
			     line ? line : check->section->line, "[%s] %s",
			     check->section->name, why);
}

/* Workload and contestants have no defaults. */
static bool not_empty(const struct check *check)
{
	if (!check->section->workloads.n)
		return wrong(check, "",
			     "has no workload, so its grid is empty");
	return check->section->n_contestants ||
	       wrong(check, "", "has no contestants, so its grid is empty");
}

/* Time may come from [suite], but not from the experiment itself. */
static bool batch_or_time(const struct check *check)
{
	const char *const of_time[] = {"duration", "warmup"};

	for (int i = 0; i < 2 && check->section->tasks; i++)
		if (line_of(check, of_time[i]))
			return inifile_error(check->complaint,
					     line_of(check, of_time[i]),
					     "%s has no meaning beside tasks: "
					     "a batch is measured whole",
					     of_time[i]);
	return true;
}

/* Nothing may be said of arrivals where none were asked for. */
static bool closed_fits(const struct check *check)
{
	const struct section *section = check->section;

	if (section->arrivals != ARRIVALS_CLOSED)
		return wrong(check, "arrivals",
			     "has arrivals but neither rate nor load: how much "
			     "arrives?");
	if (section->slo.most_ns)
		return wrong(check, "slo",
			     "sets slo but neither rate nor load: in a "
			     "closed loop response times only follow from "
			     "concurrency");
	return strcmp(section->figure, "open") != 0 ||
	       wrong(check, "figure",
		     "has figure = open but neither rate nor load: how much "
		     "arrives?");
}

/* Arrivals are held in memory: a high rate for a long time is too many. */
static bool arrivals_fit(const struct check *check)
{
	const struct list *rates = &check->section->rates;
	double seconds = (double)(check->section->warmup_ns +
				  check->section->duration_ns) /
			 1e9;

	for (unsigned i = 0; i < rates->n; i++)
		if ((double)rates->value[i].number * seconds >
		    CELL_MOST_ARRIVALS)
			return inifile_error(check->complaint, rates->line,
					     "rate %s for %g s are more than "
					     "%d arrivals",
					     rates->value[i].text, seconds,
					     CELL_MOST_ARRIVALS);
	return true;
}

/* Rates are absolute and the same for all, loads are parts of each one's own
 * capacity: both at once would be two axes in one figure. */
static bool load_fits(const struct check *check)
{
	struct section *section = check->section;

	if (!section_offered(section))
		return closed_fits(check);
	if (section->rates.n && section->loads.n)
		return inifile_error(check->complaint, section->loads.line,
				     "rate and load exclude each other: "
				     "arrivals a second, or shares of "
				     "capacity");
	if (section->tasks)
		return wrong(check, "",
			     "has tasks: an open load has a duration, not a "
			     "batch");
	/* Independent users arrive like that, and it is the harder test. */
	if (section->arrivals == ARRIVALS_CLOSED)
		section->arrivals = ARRIVALS_POISSON;
	if (!section->concurrency.line)
		section->concurrency.value[0] = open_slots;
	/* The load decides the throughput itself. */
	if (strcmp(section->figure, "open") == 0 && !line_of(check, "metric"))
		strcpy(section->metric, "response_p99");
	return arrivals_fit(check);
}

/* Whether a parameter, or what is offered, has several values. */
static bool several_params(const struct section *section)
{
	const struct list *offered = section_offered(section);
	bool several = offered && offered->n > 1;

	for (unsigned i = 0; i < section->n_params; i++)
		several = several || section->params[i].n > 1;
	return several;
}

/* A map has columns and rows. */
static bool map_fits(const struct check *check)
{
	if (strcmp(check->section->figure, "map") != 0)
		return true;
	if (check->section->concurrency.n < 2)
		return wrong(check, "figure",
			     "is a map, which needs two axes: concurrency has "
			     "only one value");
	return several_params(check->section) ||
	       wrong(check, "figure",
		     "is a map, which needs two axes: no parameter has "
		     "several values");
}

/* The stopwatch names its commands by workload and contestant alone. */
static bool stopwatch_fits(const struct check *check)
{
	const struct section *section = check->section;

	if (strcmp(section->figure, "stopwatch") != 0)
		return true;
	if (!section->tasks)
		return wrong(check, "", "is a stopwatch: it needs tasks = N");
	for (unsigned i = 0; i < section->n_contestants; i++)
		if (section->contestants[i].kind == SIZE_BEST)
			return wrong(check, "contestants",
				     "is a stopwatch: what it times takes a "
				     "size, not best");
	return (section->concurrency.n == 1 && !several_params(section)) ||
	       wrong(check, "",
		     "is a stopwatch: only workload and contestants may have "
		     "several values");
}

/* A fault must be able to happen to every cell of the section. */
static bool fault_fits(const struct check *check)
{
	const struct section *section = check->section;
	const struct list *concurrency = &section->concurrency;
	struct cell cell = {.arrivals = section->arrivals,
			    .duration_ns =
				    section->tasks ? 0 : section->duration_ns,
			    .warmup_ns = section->warmup_ns};
	char error[CELL_ERROR];

	memcpy(cell.fault, section->fault, CELL_NAME);
	for (unsigned w = 0; w < section->workloads.n; w++)
		for (unsigned i = 0; i < section->n_contestants; i++)
			for (unsigned k = 0; k < concurrency->n; k++) {
				memcpy(cell.workload,
				       section->workloads.value[w].text,
				       CELL_NAME);
				cell.contestant = section->contestants[i];
				cell.concurrency =
					(unsigned)concurrency->value[k].number;
				if (!fault_check(&cell, error))
					return inifile_error(
						check->complaint,
						line_of(check, "fault"),
						"[%s]: %s", section->name,
						error);
			}
	return true;
}

/* A slip of the pen may ask for weeks. In floating point: no overflow. */
static bool size_fits(const struct check *check)
{
	const struct list *lists[SUITE_LISTS];
	unsigned n = section_lists(check->section, lists);
	double cells = check->section->n_contestants;
	char why[128];

	for (unsigned i = 0; i < n; i++)
		cells *= lists[i]->n;
	snprintf(why, sizeof why, "has %.0f cells, more than %d", cells,
		 SUITE_CELLS);
	return cells <= SUITE_CELLS || wrong(check, "", why);
}

bool check_section(const struct complaint *complaint,
		   const struct inifile_section *read, struct section *section)
{
	struct check check = {complaint, read, section};

	return not_empty(&check) && load_fits(&check) &&
	       batch_or_time(&check) && map_fits(&check) &&
	       stopwatch_fits(&check) && fault_fits(&check) &&
	       size_fits(&check) && holds_if_read(complaint, section);
}
