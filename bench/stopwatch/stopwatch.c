/*
 * stopwatch.c - one hyperfine per experiment, one command per contestant.
 *
 * hyperfine runs without a shell (-N) and splits a command into words itself,
 * by a shell's rules for quotes; only the program's path can hold anything that
 * needs them. Its export is renamed when whole, so one that is there is
 * complete. Each command leaves its own line in a log beside the export: both
 * clocks then speak of the same processes.
 */
#include "bench/stopwatch/stopwatch.h"

#include "base/process.h"
#include "base/sorted.h"
#include "bench/session/progress.h"
#include "bench/session/runline.h"
#include "bench/session/runlog.h"
#include "bench/suite/installed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LEAST_RUNS = 3, MOST_ARGUMENTS = 32 + 4 * SUITE_VALUES };

/* The words for hyperfine, all made with add(). */
struct arguments {
	char *word[MOST_ARGUMENTS];
	int n;
};

__attribute__((format(printf, 2, 3))) static void add(
	struct arguments *arguments, const char *format, ...)
{
	va_list args;

	if (arguments->n == MOST_ARGUMENTS - 1)
		return;
	va_start(args, format);
	if (vasprintf(&arguments->word[arguments->n++], format, args) < 0)
		abort();
	va_end(args);
}

/* Frees all the words. */
static void free_arguments(struct arguments *arguments)
{
	for (int i = 0; i < arguments->n; i++)
		free(arguments->word[i]);
}

bool stopwatch_is(const struct section *section)
{
	return strcmp(section->figure, "stopwatch") == 0;
}

/* How often hyperfine runs each command: as often as the suite, but a mean of
 * fewer than three says nothing. */
static unsigned runs_of(const struct section *section)
{
	return section->rounds < LEAST_RUNS ? LEAST_RUNS : section->rounds;
}

/* Writes a path in single quotes; a quote inside becomes '\''. */
static void write_quoted(FILE *to, const char *path)
{
	fputc('\'', to);
	for (; *path; path++)
		if (*path == '\'')
			fputs("'\\''", to);
		else
			fputc(*path, to);
	fputc('\'', to);
}

/* The command that makes one batch as a program of its own. */
static void add_command(struct arguments *arguments, const struct cell *cell,
			const char *log, double calibration)
{
	char program[PATH_MAX], *text;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (!to || !installed_program(program))
		abort();
	write_quoted(to, program);
	fprintf(to, " run -w %s -r %s -c %u -n %llu", cell->workload,
		cell->contestant.text, cell->concurrency,
		(unsigned long long)cell->tasks);
	for (unsigned i = 0; i < cell->n_params; i++)
		fprintf(to, " -s %s=%s", cell->params[i].name,
			cell->params[i].value);
	if (*cell->cpus)
		fprintf(to, " --cpus %s", cell->cpus);
	if (*cell->peer_cpus)
		fprintf(to, " --peer-cpus %s", cell->peer_cpus);
	if (cell->slack_ns)
		fprintf(to, " --slack %lldns", (long long)cell->slack_ns);
	if (*cell->fault) {
		fputs(" --fault ", to);
		write_quoted(to, cell->fault);
	}
	fprintf(to, " --calibration %.17g --json --log ", calibration);
	write_quoted(to, log);
	fclose(to);
	add(arguments, "-n");
	add(arguments, "%s %s", cell->workload, cell->contestant.text);
	add(arguments, "%s", text);
	free(text);
}

/* The line in which hyperfine says what went wrong, or "". */
static void find_error(const char *log, char to[256])
{
	char line[256];
	FILE *file = fopen(log, "re");

	*to = '\0';
	while (file && fgets(line, sizeof line, file))
		if (strncmp(line, "Error", 5) == 0)
			snprintf(to, 256, ": %.200s", line);
	if (file)
		fclose(file);
	to[strcspn(to, "\n")] = '\0';
	if (strstr(to, ". Use"))
		*strstr(to, ". Use") = '\0'; /* options nobody can give */
}

/* Says why an experiment is left out. */
static enum stopwatch_end left_out(const char *experiment, const char *log,
				   const struct process *hyperfine)
{
	char why[256];

	find_error(log, why);
	if (hyperfine->error == ENOENT)
		fputs("hyperfine is not installed: no external timing "
		      "(apt-get install hyperfine)\n",
		      stderr);
	else if (hyperfine->error)
		fprintf(stderr, "cannot start hyperfine: %s\n",
			strerror(hyperfine->error));
	else
		fprintf(stderr, "hyperfine failed on [%s]%s; see %s\n",
			experiment, why, log);
	return STOPWATCH_LEFT_OUT;
}

/* Runs it to its end, all it says into the log. */
static bool run_logged(const struct arguments *arguments, const char *log,
		       struct process *hyperfine)
{
	int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool well;

	*hyperfine = (struct process){
		.words = (const char *const *)arguments->word,
		.out = fd,
		.err = fd,
		.own_group = true,
	};
	if (fd < 0) {
		hyperfine->error = errno;
		return false;
	}
	well = process_run(hyperfine);
	close(fd);
	return well;
}

/* Runs hyperfine and keeps its export if all went well. */
static enum stopwatch_end run(struct arguments *arguments, const char *folder,
			      const char *experiment)
{
	char fresh[PATH_MAX], whole[PATH_MAX], log[PATH_MAX];
	struct process hyperfine;

	snprintf(whole, sizeof whole, "%.3900s/hyperfine/%s.json", folder,
		 experiment);
	snprintf(fresh, sizeof fresh, "%.3900s/hyperfine/%s.new", folder,
		 experiment);
	snprintf(log, sizeof log, "%.3900s/hyperfine/%s.log", folder,
		 experiment);
	add(arguments, "--export-json");
	add(arguments, "%s", fresh);
	arguments->word[arguments->n] = NULL;
	if (run_logged(arguments, log, &hyperfine) && !hyperfine.interrupted &&
	    rename(fresh, whole) == 0) {
		unlink(log);
		return STOPWATCH_COMPLETE;
	}
	unlink(fresh);
	return hyperfine.interrupted ? STOPWATCH_INTERRUPTED
				     : left_out(experiment, log, &hyperfine);
}

/* One cell of an experiment, looked for in runs.jsonl. */
struct wanted {
	const char *cell, *experiment;
	bool found;
};

static void look_at(void *data, const json_t *line)
{
	struct wanted *wanted = data;
	const char *cell = runline_text(line, "cell");
	const char *experiment = runline_text(line, "experiment");

	wanted->found |= cell && experiment && runline_valid(line) &&
			 strcmp(cell, wanted->cell) == 0 &&
			 strcmp(experiment, wanted->experiment) == 0;
}

bool stopwatch_can_time(const char *folder, const char *cell,
			const char *experiment)
{
	struct wanted wanted = {.cell = cell, .experiment = experiment};

	return runlog_each(folder, look_at, &wanted) >= 0 && wanted.found;
}

bool stopwatch_is_done(const char *folder, const char *experiment)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%.3900s/hyperfine/%s.json", folder,
		 experiment);
	return access(path, F_OK) == 0;
}

/* Times one experiment. */
static enum stopwatch_end time_section(const struct plan *plan, unsigned number,
				       const char *folder, double calibration)
{
	const struct section *section = &plan->suite->sections[number];
	struct arguments arguments = {0};
	enum stopwatch_end end = STOPWATCH_COMPLETE;
	char log[PATH_MAX];
	int before;

	snprintf(log, sizeof log, "%.3900s/hyperfine/%s.jsonl", folder,
		 section->name);
	unlink(log); /* of a session that was cut off */
	add(&arguments, "hyperfine");
	add(&arguments, "--shell=none");
	add(&arguments, "--style=basic");
	add(&arguments, "--warmup=1");
	add(&arguments, "--runs=%u", runs_of(section));
	before = arguments.n;
	for (unsigned i = 0; i < plan->n_cells; i++)
		if (plan->cells[i].section == number &&
		    stopwatch_can_time(folder, plan->cells[i].id,
				       section->name))
			add_command(&arguments, &plan->cells[i].cell, log,
				    calibration);
	if (arguments.n > before)
		end = run(&arguments, folder, section->name);
	free_arguments(&arguments);
	return end;
}

enum stopwatch_end stopwatch_run(const struct plan *plan, const char *folder,
				 double calibration)
{
	enum stopwatch_end end = STOPWATCH_COMPLETE, one;

	for (unsigned i = 0; i < plan->suite->n_sections; i++) {
		const struct section *section = &plan->suite->sections[i];

		if (!stopwatch_is(section) ||
		    stopwatch_is_done(folder, section->name))
			continue;
		fprintf(stderr, "running hyperfine for [%s]\n", section->name);
		one = time_section(plan, i, folder, calibration);
		if (one == STOPWATCH_INTERRUPTED)
			return one;
		if (one == STOPWATCH_LEFT_OUT)
			end = one;
	}
	return end;
}

int64_t stopwatch_guess_ns(const struct plan *plan)
{
	int64_t all = 0;

	for (unsigned i = 0; i < plan->n_cells; i++) {
		const struct section *section =
			&plan->suite->sections[plan->cells[i].section];

		if (stopwatch_is(section))
			all += plan_guess_ns(plan, i) * (runs_of(section) + 1);
	}
	return all;
}
