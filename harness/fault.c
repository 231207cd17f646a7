/*
 * fault.c - the words of faults, and those faults that change a task; see
 * fault.h. Faults that take a process are in fault_inject.c.
 */
#include "harness/fault.h"

#include "harness/clock.h"
#include "harness/lane.h"
#include "harness/registry.h"
#include "harness/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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
};

enum { FORMS = sizeof forms / sizeof *forms };

bool fault_on_tasks;

/* Set once, before there is a second process or thread; forked ones inherit it.
 */
static struct fault current;

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

void fault_set(const struct cell *cell)
{
	char error[CELL_ERROR];

	if (!fault_parse(cell->fault, &current, error))
		current = (struct fault){.kind = FAULT_NONE};
	fault_on_tasks =
		current.kind == FAULT_SLOW || current.kind == FAULT_DROP ||
		current.kind == FAULT_RAMP || current.kind == FAULT_STEP;
}

const struct fault *fault_get(void)
{
	return &current;
}

/* CPU time, not time: who was not on a CPU has not worked. Costs 400 ns, which
 * only a run with a fault pays. */
static int64_t thread_cpu(void)
{
	struct timespec used;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	return used.tv_sec * NS_PER_S + used.tv_nsec;
}

/* By how much tasks are stretched now. */
static double factor_now(const struct run *run)
{
	int64_t now = clock_now() - run->control->opened_ns;
	double all = (double)(run->warmup_ns + run->duration_ns);

	if (current.kind == FAULT_RAMP)
		return 1 + (current.factor - 1) * fmin((double)now / all, 1);
	if (current.kind == FAULT_STEP && now < current.at_ns)
		return 1;
	return current.factor;
}

/* The same tasks are dropped in every run: the seed decides. */
static bool drops(const struct task *task)
{
	uint64_t random = mix64(~task->seed) >> 11;

	return (double)random * 0x1p-53 < current.share;
}

/* After a body that answers PENDING the task may be in other hands already: it
 * is looked at only when it is done. */
enum progress fault_changed_body(const struct run *run, struct task *task)
{
	static _Thread_local volatile uint64_t sink;
	int64_t before = thread_cpu(), used;
	enum progress progress = run->workload->run(task);
	double more;

	used = thread_cpu() - before;
	more = (double)used * (factor_now(run) - 1);
	sink = compute(sink, compute_iterations((int64_t)more));
	/* The runner will count this one: then none has been counted. */
	if (progress == DONE && drops(task))
		task->worker->lane->completed--;
	return progress;
}
