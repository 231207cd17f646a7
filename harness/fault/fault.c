/*
 * fault.c - see fault.h: how faults are written and whether they can happen to
 * a load; those that change a task or what is recorded of it; those that take a
 * process, which stops the contestant or the generator for a while or keeps
 * CPUs busy.
 *
 * An injector is a child of the contestant and looks for its victims when the
 * gate has opened: then all workers exist. The contestant's first process is
 * stopped first and continued last, so it never finds a worker that stands
 * still while it runs itself.
 */
#include "harness/fault/fault.h"

#include "base/units.h"
#include "harness/cell/registry.h"
#include "harness/load/futex.h"
#include "harness/machine/cpus.h"
#include "harness/record/clock.h"
#include "harness/record/recorder.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

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

bool fault_on_tasks, fault_on_stamps;

/* Set once, before there is a second process or thread; forked ones inherit it.
 */
static struct fault current;

/* Of its run: the gate, and how long tasks arrive after it. */
static struct control *control;
static int64_t length_ns;

void fault_set(const struct cell *cell)
{
	char error[CELL_ERROR];

	if (!fault_parse(cell->fault, &current, error))
		current = (struct fault){.kind = FAULT_NONE};
	length_ns = cell->warmup_ns + cell->duration_ns;
	fault_on_tasks =
		current.kind == FAULT_SLOW || current.kind == FAULT_DROP ||
		current.kind == FAULT_RAMP || current.kind == FAULT_STEP ||
		current.kind == FAULT_CLOCKBACK;
	fault_on_stamps =
		current.kind == FAULT_OMIT || current.kind == FAULT_BLAME;
}

/* By how much tasks are stretched now. */
static double factor_now(void)
{
	int64_t now = clock_now() - control->opened_ns;
	double all = (double)length_ns;

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

/* Once in each worker, at the end of a task, and until it turns to the next
 * one: so the kernel's timers, which have not gone back, disagree with it for
 * no longer than that. */
static void step_back(void)
{
	static _Thread_local bool done;

	if (done || clock_now() < control->opened_ns + current.at_ns)
		return;
	done = true;
	clock_behind_ns = current.length_ns;
}

void fault_change_stamps(int64_t *arrive, int64_t *start)
{
	if (current.kind == FAULT_OMIT)
		*arrive = *start;
	else
		*start = *arrive;
}

/* After a body that answers PENDING the task may be in other hands already: it
 * is looked at only when it is done. */
enum progress fault_changed_body(const struct workload *workload,
				 struct task *task)
{
	static _Thread_local volatile uint64_t sink;
	/* CPU time, not time: who was not on a CPU has not worked. Costs 400
	 * ns, which only a run with a fault pays. */
	int64_t before = clock_cpu(CLOCK_THREAD_CPUTIME_ID), used;
	enum progress progress;
	double more;

	clock_behind_ns = 0;
	progress = workload->run(task);
	used = clock_cpu(CLOCK_THREAD_CPUTIME_ID) - before;
	more = (double)used * (factor_now() - 1);
	sink = compute(sink, compute_iterations((int64_t)more));
	/* The runner will count this one: then none has been counted. */
	if (progress == DONE && drops(task))
		task->worker->recorder->completed--;
	if (progress == DONE && current.kind == FAULT_CLOCKBACK)
		step_back();
	return progress;
}

enum { MOST_STARTED = 64, BUSY_ITERATIONS = 1000000 };

/* Who the peer and the generator are; what fault_start() started. */
static pid_t peer, generator;
static pid_t started[MOST_STARTED];
static unsigned n_started;

/* Processes to stop; the one that waits for the others comes first. */
struct victims {
	pid_t *pids;
	size_t n, room;
};

/* The parent of a process; -1 if it is gone. */
static pid_t parent_of(pid_t pid)
{
	char path[64], text[512], *end;
	pid_t parent = -1;
	size_t got;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	file = fopen(path, "re");
	if (!file)
		return -1;
	got = fread(text, 1, sizeof text - 1, file);
	fclose(file);
	text[got] = '\0';
	/* The name, in brackets, may hold anything, brackets too. */
	end = strrchr(text, ')');
	if (!end || sscanf(end + 1, " %*c %d", &parent) != 1)
		return -1;
	return parent;
}

/* Without memory the injector gives up: no fault, and the self-test sees that
 * nothing happened. */
static void add_victim(struct victims *victims, pid_t pid)
{
	size_t room = victims->room ? 2 * victims->room : 64;
	pid_t *more;

	if (victims->n == victims->room) {
		more = realloc(victims->pids, room * sizeof *more);
		if (!more)
			_exit(1);
		victims->pids = more;
		victims->room = room;
	}
	victims->pids[victims->n++] = pid;
}

/* The contestant: its first process, and its workers if they are processes. */
static void find_contestant(struct victims *victims)
{
	pid_t first = getppid();
	DIR *processes = opendir("/proc");
	const struct dirent *entry;

	add_victim(victims, first);
	while (processes && (entry = readdir(processes))) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (pid > 0 && pid != getpid() && pid != peer &&
		    pid != generator && parent_of(pid) == first)
			add_victim(victims, pid);
	}
	if (processes)
		closedir(processes);
}

/* Waits for the gate; false if the run was called off. */
static bool wait_gate(void)
{
	while (!atomic_load(&control->gate))
		futex_wait(&control->gate, 0);
	return !atomic_load(&control->called_off);
}

/* Stops the victims at the fault's instant, for its length. */
static void stop_for_a_while(const struct victims *victims)
{
	clock_sleep_until(control->opened_ns + current.at_ns);
	for (size_t i = 0; i < victims->n; i++)
		kill(victims->pids[i], SIGSTOP);
	clock_sleep_until(clock_now() + current.length_ns);
	for (size_t i = victims->n; i > 0; i--)
		kill(victims->pids[i - 1], SIGCONT);
}

/* Uses a CPU for as long as it lasts. */
__attribute__((noreturn)) static void be_busy(void)
{
	static volatile uint64_t sink;

	for (;;)
		sink = compute(sink, BUSY_ITERATIONS);
}

/* What a started process does. */
static void act(const char *cpus)
{
	struct victims victims = {0};

	if (!wait_gate())
		return;
	if (current.kind == FAULT_HOG)
		be_busy();
	/* Where the contestant is busy it would come late. */
	if (cpus_bind(cpus) < 0)
		return;
	if (current.kind == FAULT_STALL)
		find_contestant(&victims);
	else
		add_victim(&victims, generator);
	stop_for_a_while(&victims);
	free(victims.pids);
}

/* Dies with the contestant, however that ends: a hog must not outlive its run.
 */
static int start_one(const char *cpus)
{
	pid_t parent = getpid(), pid = fork();

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() == parent)
			act(cpus);
		_exit(0);
	}
	if (pid > 0)
		started[n_started++] = pid;
	return pid < 0 ? -1 : 0;
}

int fault_start(struct control *of_run, pid_t the_peer, pid_t the_generator,
		const char *cpus)
{
	unsigned n = 0;

	control = of_run;
	peer = the_peer;
	generator = the_generator;
	if (current.kind == FAULT_STALL || current.kind == FAULT_GENSTOP)
		n = 1;
	else if (current.kind == FAULT_HOG)
		n = current.number;
	while (n_started < n && n_started < MOST_STARTED)
		if (start_one(cpus) < 0)
			return -1;
	return 0;
}

void fault_stop(void)
{
	while (n_started > 0) {
		pid_t pid = started[--n_started];

		kill(pid, SIGKILL);
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
}

static void *peer_hog(void *argument)
{
	(void)argument;
	be_busy();
}

/* A thread, not a process: the CPU time has to be the peer's own. */
void fault_hog_peer(void)
{
	pthread_t thread;

	if (current.kind == FAULT_PEERHOG &&
	    pthread_create(&thread, NULL, peer_hog, NULL) == 0)
		pthread_detach(thread);
}
