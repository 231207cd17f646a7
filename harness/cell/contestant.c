/*
 * contestant.c - a runner with its size: RUNNER[:N|:cores|:match|:best][+H][*].
 *
 * Without a size a runner of loops has one, which is the model; a pool has a
 * worker per CPU; a runner that takes no size has its one worker. The star only
 * makes another name. What "best" is on a machine is searched by pilot runs,
 * outside; a loop's number of loops has no best but one and one a CPU.
 */
#include "harness/cell/cell.h"

#include "harness/fault/fault.h"
#include "harness/machine/cpus.h"
#include "harness/cell/registry.h"
#include "base/units.h"

#include <stdio.h>
#include <string.h>

/* The parts of a contestant's text; size and helpers are NULL when absent. */
struct parts {
	char text[CELL_NAME];
	char *size, *helpers;
};

bool contestant_is_copy(const struct contestant *contestant)
{
	size_t length = strlen(contestant->text);

	return length && contestant->text[length - 1] == '*';
}

/* Cuts a text at its ':' and '+', and a star off its end. False if it is too
 * long for a label. */
static bool cut(const char *text, struct parts *parts)
{
	size_t length = strlen(text);

	if (length >= sizeof parts->text)
		return false;
	memcpy(parts->text, text, length + 1);
	if (length > 1 && text[length - 1] == '*')
		parts->text[length - 1] = '\0';
	parts->helpers = strchr(parts->text, '+');
	if (parts->helpers)
		*parts->helpers++ = '\0';
	parts->size = strchr(parts->text, ':');
	if (parts->size)
		*parts->size++ = '\0';
	return true;
}

/* The runner of that name, or NULL with a complaint. */
static const struct runner *find_runner(const char *name,
					char error[CELL_ERROR])
{
	const struct runner *runner = registry_runner(name);
	const char *names[64];
	size_t n = 0;

	if (runner || cell_left_out("runners", name, error))
		return runner;
	for (const struct named_runner *r = registry_runners; r->name && n < 64;
	     r++)
		names[n++] = r->name;
	cell_unknown(error, "runner", name, names, n);
	return NULL;
}

/* Reads a number of workers or helpers from 1 to most. */
static bool read_number(const char *of, const char *text, unsigned most,
			unsigned *to, char error[CELL_ERROR])
{
	int64_t value;

	if (!unit_parse(PARAM_COUNT, text, &value))
		return cell_error(error, "'%.40s' in '%.64s' is not %s%s", text,
				  of, unit_example(PARAM_COUNT),
				  strchr(of, ':') ? ", cores, match or best"
						  : "");
	if (value < 1 || value > most)
		return cell_error(error,
				  "'%.40s' in '%.64s' is out of range: 1 to %u",
				  text, of, most);
	*to = (unsigned)value;
	return true;
}

/* Only a pool has a size that could be tuned. */
static bool read_best(const struct runner *runner, struct contestant *to,
		      char error[CELL_ERROR])
{
	if (runner->kind == LOOP)
		return cell_error(error,
				  "'%.40s': only a pool has a best size; %s is "
				  "one loop, or %s:cores",
				  to->text, to->runner, to->runner);
	to->kind = SIZE_BEST;
	return true;
}

/* Reads what stands behind the ':'. */
static bool read_size(const struct runner *runner, const char *text,
		      struct contestant *to, char error[CELL_ERROR])
{
	unsigned most =
		runner->most_workers ? runner->most_workers : CELL_MOST_WORKERS;

	if (runner->most_workers == 1)
		return cell_error(error, "%s takes no size; write '%s'",
				  to->runner, to->runner);
	if (strcmp(text, "cores") == 0)
		to->kind = SIZE_CORES;
	else if (strcmp(text, "match") == 0)
		to->kind = SIZE_MATCH;
	else if (strcmp(text, "best") == 0)
		return read_best(runner, to, error);
	else
		return read_number(to->text, text, most, &to->size, error);
	return true;
}

/* The size of a contestant that names none. */
static void default_size(const struct runner *runner, struct contestant *to)
{
	bool one = runner->kind == LOOP || runner->most_workers == 1;

	to->kind = one ? SIZE_FIXED : SIZE_CORES;
	to->size = one;
}

/* Reads what stands behind the '+'. */
static bool read_helpers(const struct runner *runner, const char *text,
			 struct contestant *to, char error[CELL_ERROR])
{
	if (!runner->most_helpers)
		return cell_error(
			error, "'%.40s': %s takes no +H: it needs no helpers",
			to->text, to->runner);
	return read_number(to->text, text, runner->most_helpers, &to->helpers,
			   error);
}

bool contestant_parse(const char *text, struct contestant *to,
		      char error[CELL_ERROR])
{
	const struct runner *runner;
	struct parts parts;

	memset(to, 0, sizeof *to);
	if (!cut(text, &parts))
		return cell_error(error, "contestant '%.40s...' is too long",
				  text);
	runner = find_runner(parts.text, error);
	if (!runner)
		return false;
	snprintf(to->text, sizeof to->text, "%s", text);
	snprintf(to->runner, sizeof to->runner, "%s", parts.text);
	if (!parts.size)
		default_size(runner, to);
	else if (!read_size(runner, parts.size, to, error))
		return false;
	return !parts.helpers || read_helpers(runner, parts.helpers, to, error);
}

unsigned cell_workers(const struct cell *cell)
{
	const struct contestant *contestant = &cell->contestant;

	switch (contestant->kind) {
	case SIZE_CORES:
		return cpus_count(cell->cpus);
	case SIZE_MATCH:
		return cell->concurrency;
	default:
		return contestant->size;
	}
}

unsigned cell_in_flight(const struct cell *cell)
{
	const struct runner *runner = registry_runner(cell->contestant.runner);

	return runner ? runner_in_flight(runner, cell->concurrency)
		      : cell->concurrency;
}

/* An open load has a rate that a schedule can be made of, and a duration. */
static bool check_rate(const struct cell *cell, char error[CELL_ERROR])
{
	double seconds = (double)(cell->warmup_ns + cell->duration_ns) / 1e9;

	if ((cell->arrivals == ARRIVALS_CLOSED) != (cell->rate == 0))
		return cell_error(error, "arrivals and a rate go together");
	if (cell->arrivals == ARRIVALS_CLOSED)
		return true;
	if (cell->tasks)
		return cell_error(error, "an open load has a duration, not a "
					 "batch of tasks");
	if (!(cell->rate > 0) || cell->rate > CELL_MOST_RATE)
		return cell_error(error,
				  "rate %g is out of range: above 0 to %d a "
				  "second",
				  cell->rate, CELL_MOST_RATE);
	if (cell->rate * seconds > CELL_MOST_ARRIVALS)
		return cell_error(error,
				  "%g arrivals a second for %g s are more than "
				  "%d",
				  cell->rate, seconds, CELL_MOST_ARRIVALS);
	return true;
}

/* A batch or a duration, neither longer than anybody may ask for. */
static bool check_times(const struct cell *cell, char error[CELL_ERROR])
{
	if (cell->duration_ns < 0 || cell->warmup_ns < 0 ||
	    (cell->tasks > 0) == (cell->duration_ns > 0))
		return cell_error(error, "a load is either tasks or a "
					 "duration");
	return (cell->duration_ns <= CELL_MOST_NS &&
		cell->warmup_ns <= CELL_MOST_NS) ||
	       cell_error(error, "a run of more than an hour is too long");
}

bool cell_check(const struct cell *cell, char error[CELL_ERROR])
{
	const struct runner *runner = registry_runner(cell->contestant.runner);
	unsigned most = CELL_MOST_WORKERS, workers = cell_workers(cell);

	if (runner && runner->most_workers)
		most = runner->most_workers;
	if (cell->concurrency < 1 || cell->concurrency > CELL_MOST_CONCURRENCY)
		return cell_error(error,
				  "concurrency %u is out of range: 1 to %d",
				  cell->concurrency, CELL_MOST_CONCURRENCY);
	if (cell->contestant.kind == SIZE_BEST && workers == 0)
		return cell_error(error,
				  "the best size of %s is not known: only the "
				  "pilot runs of avt bench find it",
				  cell->contestant.text);
	if (workers < 1 || workers > most)
		return cell_error(error,
				  "%s would have %u workers at concurrency %u: "
				  "1 to %u are possible",
				  cell->contestant.text, workers,
				  cell->concurrency, most);
	return check_times(cell, error) && check_rate(cell, error) &&
	       fault_check(cell, error);
}
