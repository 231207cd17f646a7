/*
 * terminal.c - the summary at the end of a bench: of each experiment its tables
 * and its answer, then which claims hold and how good the measurement was, in
 * the words of the report.
 *
 * As wide as the terminal, within limits; 100 columns into a file.
 */
#include "analysis/analysis.h"

#include "analysis/terminal/table.h"
#include "analysis/verdict/condition.h"
#include "analysis/verdict/experiment.h"
#include "analysis/verdict/health.h"
#include "analysis/words/answer.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { LEAST_WIDTH = 72, MOST_WIDTH = 100 };

/* Columns to use: what the terminal has, or COLUMNS says. */
static size_t width_of(FILE *to)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	size_t width = MOST_WIDTH;

	if (isatty(fileno(to)) && ioctl(fileno(to), TIOCGWINSZ, &size) == 0 &&
	    size.ws_col)
		width = size.ws_col;
	else if (columns && atoi(columns) > 0)
		width = (size_t)atoi(columns);
	return width < LEAST_WIDTH  ? LEAST_WIDTH
	       : width > MOST_WIDTH ? MOST_WIDTH
				    : width;
}

/* A text that is being put together, to be wrapped as one paragraph. */
struct paragraph {
	char *text;
	size_t size;
	FILE *to;
};

static bool paragraph_open(struct paragraph *paragraph)
{
	*paragraph = (struct paragraph){0};
	paragraph->to = open_memstream(&paragraph->text, &paragraph->size);
	return paragraph->to != NULL;
}

static void paragraph_print(struct paragraph *paragraph, size_t width, FILE *to)
{
	if (fclose(paragraph->to) == 0)
		text_wrapped(to, paragraph->text, paragraph->size, width);
	free(paragraph->text);
}

/* Without the lists of who leads where, unless asked: the tables show that. */
static void print_statements(const struct statements *statements, size_t width,
			     FILE *to)
{
	struct paragraph paragraph;

	for (size_t i = 0; i < statements->n; i++) {
		if (statements->all[i].detail || !paragraph_open(&paragraph))
			continue;
		statement_print(&statements->all[i], paragraph.to);
		paragraph_print(&paragraph, width, to);
	}
}

static void print_experiment(const struct analysis *analysis,
			     const struct experiment *of, size_t width,
			     FILE *to)
{
	struct statements answer = {.arena = arena_new()};

	fputc('\n', to);
	text_plain(to, of->title, width);
	fputc('\n', to);
	if (*of->question)
		text_wrapped(to, of->question, strlen(of->question), width);
	if (!experiment_is_self(of))
		table_of(analysis, of, width, to);
	fputc('\n', to);
	answer_make(analysis, of, &answer);
	print_statements(&answer, width, to);
	arena_free(answer.arena);
}

/* "holds: Async suits tasks that mostly wait. Test: async not slower than
 * threads:match with 1000 in flight." */
static void write_claim(const struct claim *claim, FILE *to)
{
	char condition[512];

	fprintf(to, "%s: %s Test: ", holding_words[claim->holds], claim->text);
	for (size_t i = 0; i < claim->n_tests; i++)
		fprintf(to, "%s%s", i ? "; " : "",
			condition_words(&claim->tests[i], condition,
					sizeof condition));
	fputc('.', to);
}

static void print_claims(const struct analysis *analysis, size_t width,
			 FILE *to)
{
	struct paragraph paragraph;

	if (analysis->n_claims)
		fputs("\nCommon claims, tested on this machine\n", to);
	for (size_t i = 0; i < analysis->n_claims; i++) {
		if (!paragraph_open(&paragraph))
			continue;
		write_claim(&analysis->claims[i], paragraph.to);
		paragraph_print(&paragraph, width, to);
	}
}

static void print_health(const struct analysis *analysis, size_t width,
			 FILE *to)
{
	struct statements self = {.arena = arena_new()};
	struct health rows[HEALTH_ROWS];
	char line[512];

	health_check(analysis, rows);
	fputs("\nMeasurement quality on this machine\n", to);
	for (int i = 0; i < HEALTH_ROWS; i++) {
		snprintf(line, sizeof line, "%s: %s (%s).%s%s", rows[i].name,
			 rows[i].value, grade_words[rows[i].grade],
			 *rows[i].advice ? " " : "", rows[i].advice);
		text_wrapped(to, line, strlen(line), width);
	}
	answer_self(analysis, &self);
	print_statements(&self, width, to);
	arena_free(self.arena);
}

void summary_print(const struct analysis *analysis, FILE *to)
{
	size_t width = width_of(to);

	for (size_t i = 0; i < analysis->n_experiments; i++)
		print_experiment(analysis, &analysis->experiments[i], width,
				 to);
	print_claims(analysis, width, to);
	print_health(analysis, width, to);
	fprintf(to, "\n%zu run%s", analysis->n_runs,
		analysis->n_runs == 1 ? "" : "s");
	if (analysis->n_invalid)
		fprintf(to, " (%zu invalid and excluded)", analysis->n_invalid);
	fputs("; * marks a winner.\n", to);
}
