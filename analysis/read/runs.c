/*
 * runs.c - reads runs.jsonl, whatever happened to it.
 *
 * A bench that was killed leaves half a line; a disk that was full leaves
 * another. Each costs one line on stderr and nothing else. A file of
 * another schema was made by another avt and is refused. Runs are put to
 * their cell by its id; only the first run of a cell describes it.
 */
#include "analysis/read/runs.h"

#include "analysis/read/line.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Of docs/results.md. */
enum { SCHEMA = 2 };

/* A file being read. */
struct reading {
	struct analysis *analysis;
	struct words *words, cells; /* cells: id to index of summaries */
	char path[PATH_MAX];
	size_t line;
	int other_schema; /* of lines that came before any run; 0: none */
	size_t n_other;
};

/* Counts a line that is no run and says why, in the form FILE:LINE that editors
 * jump to. */
__attribute__((format(printf, 2, 3))) static void skip(struct reading *reading,
						       const char *format, ...)
{
	va_list arguments;

	reading->analysis->n_skipped++;
	fprintf(stderr, "%s:%zu: skipped: ", reading->path, reading->line);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
}

/* Without a run of ours, a folder of another version is refused as a whole:
 * then a line for each of its runs would say no more. */
static void skip_schema(struct reading *reading, int schema)
{
	if (schema <= 0 || reading->analysis->n_summaries) {
		skip(reading, "not of schema %d", SCHEMA);
		return;
	}
	if (!reading->other_schema)
		reading->other_schema = schema;
	reading->n_other++;
	reading->analysis->n_skipped++;
}

/* The cell of an id; described by this line if it is its first. */
static struct summary *cell_of(struct reading *reading, const json_t *line)
{
	struct analysis *analysis = reading->analysis;
	const char *id = json_string_value(json_object_get(line, "cell"));
	size_t number = words_number(&reading->cells, id);

	if (number == analysis->n_summaries) {
		analysis->summaries =
			arena_more(analysis->memory, analysis->summaries,
				   number, sizeof *analysis->summaries);
		line_describe(line, reading->words,
			      &analysis->summaries[number]);
		analysis->n_summaries++;
	}
	return &analysis->summaries[number];
}

/* The place of a round among a cell's runs: its old one if it was measured
 * before, else a new one. */
static struct measured *run_of(struct reading *reading, struct summary *cell,
			       unsigned round)
{
	for (size_t i = 0; i < cell->n_runs; i++)
		if (cell->runs[i].round == round)
			return &cell->runs[i];
	cell->runs = arena_more(reading->analysis->memory, cell->runs,
				cell->n_runs, sizeof *cell->runs);
	return &cell->runs[cell->n_runs++];
}

/* A parsed line to its cell. Failed and lost tasks of an invalid run are known
 * too: they may be why it is invalid. */
static void add(struct reading *reading, const json_t *line)
{
	struct summary *cell = cell_of(reading, line);
	struct measured run;

	line_in_flight(line, cell);
	line_measured(line, reading->words, &run);
	run.failed = line_count(line, "failed");
	run.lost = line_count(line, "lost");
	*run_of(reading, cell, run.round) = run;
}

/* One line of the file. The last one lacks its line feed if the bench was
 * killed while it wrote; it counts if it is whole all the same. */
static void parse(struct reading *reading, const char *text, size_t length)
{
	const char *missing;
	json_error_t why;
	json_int_t schema;
	json_t *line;

	if (strspn(text, " \t\r\n") == length)
		return;
	line = json_loadb(text, length, 0, &why);
	schema = json_integer_value(json_object_get(line, "schema"));
	if (!line)
		skip(reading, "%s",
		     text[length - 1] == '\n' ? why.text : "cut off");
	else if (schema != SCHEMA)
		skip_schema(reading, (int)schema);
	else if ((missing = line_missing(line)))
		skip(reading, "no %s", missing);
	else
		add(reading, line);
	json_decref(line);
}

/* For qsort(): --resume may have made a late round first. */
static int by_round(const void *left, const void *right)
{
	const struct measured *a = left, *b = right;

	return (a->round > b->round) - (a->round < b->round);
}

/* Puts each cell's runs in order and counts what the folder holds. */
static void count(struct analysis *analysis)
{
	for (size_t i = 0; i < analysis->n_summaries; i++) {
		struct summary *cell = &analysis->summaries[i];

		qsort(cell->runs, cell->n_runs, sizeof *cell->runs, by_round);
		analysis->n_runs += cell->n_runs;
		for (size_t j = 0; j < cell->n_runs; j++) {
			analysis->n_invalid += !cell->runs[j].valid;
			cell->failed += cell->runs[j].failed;
			cell->lost += cell->runs[j].lost;
		}
	}
}

/* All lines of the file: 0, or -1 with errno. */
static int read_lines(struct reading *reading)
{
	FILE *file = fopen(reading->path, "re");
	char *text = NULL;
	size_t room = 0;
	ssize_t length;
	int why;

	if (!file)
		return -1;
	while ((length = getline(&text, &room, file)) > 0) {
		reading->line++;
		parse(reading, text, (size_t)length);
	}
	free(text);
	why = feof(file) ? 0 : errno;
	fclose(file);
	errno = why;
	return why ? -1 : 0;
}

int runs_read(struct analysis *analysis, struct words *words, char *error,
	      size_t size)
{
	struct reading reading = {.analysis = analysis, .words = words};

	words_init(&reading.cells, analysis->memory);
	snprintf(reading.path, sizeof reading.path, "%s/runs.jsonl",
		 analysis->folder);
	if (read_lines(&reading)) {
		snprintf(error, size, "%s: %s", reading.path, strerror(errno));
		return -1;
	}
	if (analysis->n_summaries == 0 && reading.other_schema) {
		snprintf(error, size,
			 "%s was written by %s version (schema %d); measure "
			 "again",
			 analysis->folder,
			 reading.other_schema < SCHEMA ? "an earlier"
						       : "a later",
			 reading.other_schema);
		return -1;
	}
	if (analysis->n_summaries == 0) {
		snprintf(error, size, "%s: no run in it", reading.path);
		return -1;
	}
	if (reading.n_other)
		fprintf(stderr, "%s: %zu lines skipped: not of schema %d\n",
			reading.path, reading.n_other, SCHEMA);
	count(analysis);
	return 0;
}
