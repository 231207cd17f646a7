/*
 * fault_words.c - how faults are written, and which of them can happen to a
 * load; see fault.h.
 */
#include "harness/fault/fault.h"

#include "harness/cell/registry.h"
#include "base/units.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define LATEST  (3600 * S) /* for anything to happen */
#define LONGEST (60 * S)   /* for anything to stand still */

enum { MOST_HOGS = 64, MOST_FACTOR = 1000, MOST_ARGUMENTS = 2 };

/* What an argument of a fault is. */
enum argument { NOTHING, AT, LENGTH, FACTOR, SHARE, NUMBER };

/* How a fault is written. */
struct form {
	const char *name;
	const char *like; /* all of it, for complaints */
	enum fault_kind kind;
	enum argument arguments[MOST_ARGUMENTS];
};

static const struct form forms[] = {
	{"stall", "stall:5s,100ms", FAULT_STALL, {AT, LENGTH}},
	{"slow", "slow:1.1", FAULT_SLOW, {FACTOR}},
	{"drop", "drop:1%", FAULT_DROP, {SHARE}},
	{"genstop", "genstop:5s,100ms", FAULT_GENSTOP, {AT, LENGTH}},
	{"hog", "hog:2", FAULT_HOG, {NUMBER}},
	{"ramp", "ramp:2", FAULT_RAMP, {FACTOR}},
	{"step", "step:5s,2", FAULT_STEP, {AT, FACTOR}},
	{"peerhog", "peerhog", FAULT_PEERHOG, {NOTHING}},
	{"clockback", "clockback:5s,10ms", FAULT_CLOCKBACK, {AT, LENGTH}},
	{"omit", "omit", FAULT_OMIT, {NOTHING}},
	{"blame", "blame", FAULT_BLAME, {NOTHING}},
};

enum { FORMS = sizeof forms / sizeof *forms };

/* The form of a name that ends at a ':', or NULL with a complaint. */
static const struct form *find_form(const char *text, char error[CELL_ERROR])
{
	const char *names[FORMS];
	char name[CELL_NAME];
	size_t i = 0;

	snprintf(name, sizeof name, "%.*s", (int)strcspn(text, ":"), text);
	for (; i < FORMS; i++) {
		if (strcmp(forms[i].name, name) == 0)
			return &forms[i];
		names[i] = forms[i].name;
	}
	cell_unknown(error, "fault", name, names, FORMS);
	return NULL;
}

/* Reads 1.5 or 10% as a plain number from least to most. */
static bool read_real(const char *text, double least, double most, double *to)
{
	char *end;

	if (isspace((unsigned char)*text))
		return false;
	*to = strtod(text, &end);
	if (end != text && *end == '%') {
		*to /= 100;
		end++;
	}
	return end != text && !*end && *to >= least && *to <= most;
}

/* Reads one argument; false: not a number of that kind, or out of its bounds,
 * which keep a slip of the pen from stopping a run for hours. */
static bool read_argument(enum argument kind, const char *text,
			  struct fault *fault)
{
	int64_t number = 0;

	switch (kind) {
	case AT:
		return unit_parse(PARAM_DURATION, text, &fault->at_ns) &&
		       fault->at_ns >= 0 && fault->at_ns <= LATEST;
	case LENGTH:
		return unit_parse(PARAM_DURATION, text, &fault->length_ns) &&
		       fault->length_ns > 0 && fault->length_ns <= LONGEST;
	case FACTOR:
		return read_real(text, 1, MOST_FACTOR, &fault->factor);
	case SHARE:
		return read_real(text, 1e-9, 1, &fault->share);
	default:
		if (!unit_parse(PARAM_COUNT, text, &number) || number < 1 ||
		    number > MOST_HOGS)
			return false;
		fault->number = (unsigned)number;
		return true;
	}
}

/* Reads the arguments behind the name, all of them and no more. */
static bool read_arguments(const struct form *form, char *list,
			   struct fault *fault)
{
	for (int i = 0; i < MOST_ARGUMENTS && form->arguments[i]; i++) {
		const char *item = strsep(&list, ",");

		if (!item || !read_argument(form->arguments[i], item, fault))
			return false;
	}
	return !list;
}

bool fault_parse(const char *text, struct fault *fault, char error[CELL_ERROR])
{
	const struct form *form;
	char copy[CELL_NAME], *list;

	*fault = (struct fault){.factor = 1};
	if (!*text)
		return true;
	form = find_form(text, error);
	if (!form)
		return false;
	snprintf(copy, sizeof copy, "%s", text);
	list = strchr(copy, ':');
	if (list)
		*list++ = '\0';
	if (strlen(text) >= sizeof copy || !read_arguments(form, list, fault))
		return cell_error(error, "fault '%.40s' is not like %s", text,
				  form->like);
	fault->kind = form->kind;
	return true;
}

/* Whether tasks ever wait in line before a worker takes them. */
static bool has_line(const struct cell *cell)
{
	const struct runner *runner = registry_runner(cell->contestant.runner);

	return cell->arrivals != ARRIVALS_CLOSED ||
	       (runner && runner->fed_by == QUEUE &&
		cell->concurrency > cell_workers(cell));
}

/* A fault that cannot happen to this load would look like one that nobody
 * noticed, so it is refused. */
bool fault_check(const struct cell *cell, char error[CELL_ERROR])
{
	const struct workload *workload = registry_workload(cell->workload);
	struct fault fault;

	if (!fault_parse(cell->fault, &fault, error))
		return false;
	if (fault.kind == FAULT_GENSTOP && cell->arrivals == ARRIVALS_CLOSED)
		return cell_error(error,
				  "fault '%s' needs a rate: a closed load has "
				  "no generator",
				  cell->fault);
	if (fault.kind == FAULT_PEERHOG && workload &&
	    workload->peer == PEER_NONE)
		return cell_error(error, "fault '%s' needs a peer: %s has none",
				  cell->fault, cell->workload);
	if ((fault.kind == FAULT_OMIT || fault.kind == FAULT_BLAME) &&
	    !has_line(cell))
		return cell_error(error,
				  "fault '%s' needs tasks that wait in line: "
				  "more in flight than workers, or a rate",
				  cell->fault);
	if (fault.kind == FAULT_CLOCKBACK && fault.length_ns > fault.at_ns)
		return cell_error(error,
				  "fault '%s' goes back to before the run: "
				  "its length is more than its instant",
				  cell->fault);
	if (fault.kind == FAULT_RAMP && !cell->duration_ns)
		return cell_error(error,
				  "fault '%s' needs a duration, not a batch",
				  cell->fault);
	if (cell->duration_ns &&
	    fault.at_ns >= cell->warmup_ns + cell->duration_ns)
		return cell_error(error,
				  "fault '%s' comes after the end of the run",
				  cell->fault);
	return true;
}
