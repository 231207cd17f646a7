/*
 * table.c - a row per cell, for reading.
 *
 * A cell's number is the median over its valid runs; what no valid run gave is
 * a dash, never a zero. Counts of failed and lost tasks are sums. A batch shows
 * its answers' digest too: it must be the same on every contestant.
 */
#include "cli/table.h"

#include "base/format.h"
#include "base/sorted.h"
#include "base/text.h"
#include "bench/session/runline.h"
#include "cli/cli.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 10, LEFT = 2 }; /* the first two are words */
enum { DIGEST = 16 };            /* letters of a digest of answers */

#define FAULTS_NOTED 0.02 /* page faults per task that are worth a line */

/* Of fewer tasks than this page faults say nothing. */
#define FAULTS_TASKS 100

/* The texts of one row. */
typedef char row[COLUMNS][CELL_NAME];

void table_init(struct table *table, const struct request *request)
{
	table->request = request;
	table->lines = calloc(request->n_cells, sizeof(json_t *));
	if (!table->lines)
		cli_usage("%u cells do not fit in memory", request->n_cells);
	for (unsigned i = 0; i < request->n_cells; i++)
		table->lines[i] = json_array();
}

void table_add(struct table *table, unsigned cell, json_t *line)
{
	json_array_append_new(table->lines[cell], line);
}

void table_free(struct table *table)
{
	for (unsigned i = 0; i < table->request->n_cells; i++)
		json_decref(table->lines[i]);
	free(table->lines);
}

/* The columns: tasks per second; ns, CPU ns and bytes per task. */
static double throughput(const json_t *line)
{
	return runline_number(line, NULL, "throughput");
}

static double p50(const json_t *line)
{
	return runline_number(line, "response_ns", "p50");
}

static double p99(const json_t *line)
{
	return runline_number(line, "response_ns", "p99");
}

/* None at all means that the kernel's account is coarser than the run. */
static double cpu_per_task(const json_t *line)
{
	double completed = runline_number(line, NULL, "completed");
	double cpu_ns = runline_number(line, "cpu_ns", "user") +
			runline_number(line, "cpu_ns", "system");

	return completed > 0 && cpu_ns > 0 ? cpu_ns / completed : NAN;
}

static double memory_per_task(const json_t *line)
{
	return runline_number(line, "memory", "per_task");
}

/* One number of a line, or NAN. */
typedef double metric_of(const json_t *line);

/* The median of a metric over the valid runs; NAN if none has it. */
static double median(const json_t *lines, metric_of *metric)
{
	size_t n = 0, i;
	/* One more, since calloc() may answer a request for none with NULL. */
	double *values = calloc(json_array_size(lines) + 1, sizeof *values);
	double middle;
	json_t *line;

	if (!values)
		return NAN;
	json_array_foreach(lines, i, line)
	{
		double value = runline_valid(line) ? metric(line) : NAN;

		if (!isnan(value))
			values[n++] = value;
	}
	middle = sorted_median_of(values, n);
	free(values);
	return middle;
}

/* A count such as "failed" summed over all runs, valid or not. */
static double sum(const json_t *lines, const char *name)
{
	double all = 0;
	json_t *line;
	size_t i;

	json_array_foreach(lines, i, line)
	{
		double value = runline_number(line, NULL, name);

		all += isnan(value) ? 0 : value;
	}
	return all;
}

/* The digest that all valid runs gave, "differ" if it is not one, "-" if there
 * is none. The lines keep it. */
static const char *answers(const json_t *lines)
{
	const char *first = NULL;
	json_t *line;
	size_t i;

	json_array_foreach(lines, i, line)
	{
		const char *digest = runline_text(line, "answers");

		if (!runline_valid(line) || !digest)
			continue;
		if (first && strcmp(first, digest) != 0)
			return "differ";
		first = digest;
	}
	return first ? first : "-";
}

/* How many runs count. */
static size_t count_valid(const json_t *lines)
{
	size_t n = 0, i;
	json_t *line;

	json_array_foreach(lines, i, line) n += runline_valid(line);
	return n;
}

/* Columns from the fourth on, in the order of table_print(). */
static void write_numbers(const json_t *lines, row to)
{
	format_count(median(lines, throughput), to[3]);
	format_time(median(lines, p50), to[4]);
	format_time(median(lines, p99), to[5]);
	format_time(median(lines, cpu_per_task), to[6]);
	format_bytes(median(lines, memory_per_task), to[7]);
	snprintf(to[8], CELL_NAME, "%.0f/%.0f", sum(lines, "failed"),
		 sum(lines, "lost"));
	snprintf(to[9], CELL_NAME, "%s", answers(lines));
	if (!count_valid(lines))
		snprintf(to[3], CELL_NAME, "invalid");
}

/* The columns that name the cell, then its numbers. */
static void write_row(const struct cell *cell, const json_t *lines, row to)
{
	snprintf(to[0], CELL_NAME, "%s", cell->workload);
	snprintf(to[1], CELL_NAME, "%s", cell->contestant.text);
	snprintf(to[2], CELL_NAME, "%u", cell_in_flight(cell));
	write_numbers(lines, to);
}

/* Prints rows in columns as wide as their widest text: words to the left,
 * numbers to the right. */
static void print_rows(row *rows, unsigned n, unsigned columns)
{
	size_t widths[COLUMNS] = {0};

	for (unsigned i = 0; i < n; i++)
		for (unsigned c = 0; c < columns; c++)
			if (text_width(rows[i][c]) > widths[c])
				widths[c] = text_width(rows[i][c]);
	for (unsigned i = 0; i < n; i++)
		for (unsigned c = 0; c < columns; c++) {
			(c < LEFT ? text_left : text_right)(stdout, rows[i][c],
							    widths[c]);
			fputs(c + 1 < columns ? "  " : "\n", stdout);
		}
}

/* Of a few tasks it says nothing: NAN. */
static double faults_per_task(const json_t *line)
{
	double tasks = runline_number(line, NULL, "completed");

	return tasks < FAULTS_TASKS
		       ? NAN
		       : runline_number(line, NULL, "page_faults") / tasks;
}

/* "hash on async, 8 in flight". */
static char *describe(const struct cell *cell, char to[3 * CELL_NAME])
{
	snprintf(to, (size_t)3 * CELL_NAME, "%s on %s, %u in flight",
		 cell->workload, cell->contestant.text, cell_in_flight(cell));
	return to;
}

/* Memory that is touched for the first time is part of what a task costs. */
static void note_faults(const struct cell *cell, const json_t *lines)
{
	double faults = median(lines, faults_per_task);
	char who[3 * CELL_NAME];

	if (faults >= FAULTS_NOTED)
		printf("%s: %.3g page faults per task\n", describe(cell, who),
		       faults);
}

void table_print(const struct table *table)
{
	static const row names = {
		"workload",    "contestant", "in flight", "tasks/s",
		"p50",         "p99",        "CPU/task",  "memory/task",
		"failed/lost", "answers",
	};
	const struct request *request = table->request;
	row *rows = calloc(request->n_cells + 1, sizeof *rows);
	unsigned n = 1;

	if (!rows) {
		cli_say("no memory for a table of %u rows", request->n_cells);
		return;
	}
	/* Cells that Ctrl-C left without a run have no row. */
	memcpy(rows[0], names, sizeof names);
	for (unsigned i = 0; i < request->n_cells; i++)
		if (json_array_size(table->lines[i]))
			write_row(&request->cells[i], table->lines[i],
				  rows[n++]);
	/* Only a batch has answers that can be compared. */
	if (n > 1)
		print_rows(rows, n, request->tasks ? COLUMNS : COLUMNS - 1);
	for (unsigned i = 0; i < request->n_cells; i++)
		note_faults(&request->cells[i], table->lines[i]);
	if (n > 1 && request->unsteady)
		puts("No steady state was asked for (--unsteady): a first "
		     "look, not a result.");
	free(rows);
}

/* The first cell of the same workload whose runs agree on an answer: the one
 * that the others are compared with. */
static unsigned reference(const struct table *table, unsigned cell)
{
	const struct cell *cells = table->request->cells;
	unsigned i = 0;

	/* Both loops end at the cell itself, at the latest. */
	while (strcmp(cells[i].workload, cells[cell].workload) != 0)
		i++;
	while (i < cell && strlen(answers(table->lines[i])) < DIGEST)
		i++;
	return i;
}

/* Compares a cell's answers with those of the first of its workload. */
static bool same_answers(const struct table *table, unsigned cell)
{
	const struct cell *cells = table->request->cells;
	unsigned first = reference(table, cell);
	const char *own = answers(table->lines[cell]);
	const char *other = answers(table->lines[first]);
	char who[3 * CELL_NAME], whose[3 * CELL_NAME];
	char sentence[RUNLINE_DIFFER];

	if (strcmp(own, "-") == 0 || strcmp(own, other) == 0)
		return strcmp(own, "differ") != 0;
	cli_say("%s", runline_differ(describe(&cells[cell], who), own,
				     describe(&cells[first], whose), other,
				     sentence));
	return false;
}

bool table_check_answers(const struct table *table)
{
	bool same = true;

	if (!table->request->tasks)
		return true;
	for (unsigned i = 0; i < table->request->n_cells; i++)
		same = same_answers(table, i) && same;
	return same;
}
