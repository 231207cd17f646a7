/*
 * sessions.c - what two sessions do not share: machine, suite, speed.
 *
 * Another machine or another suite bars the comparison, since then a ratio does
 * not tell what the change did. The speed of the same machine on two days is
 * only said: on a shared one it is never quite the same.
 */
#include "analysis/compare/compare.h"

#include "analysis/read/arena.h"

#include <ctype.h>
#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Calibrations further apart than this are worth a line. */
#define DRIFT 0.03

/* Adds one difference; texts are copied, since most live in buffers. */
static void differ(struct comparison *comparison, const char *what, bool bars,
		   const char *before, const char *after)
{
	struct arena *arena = comparison->memory;

	if (comparison->n_differences == MOST_DIFFERENCES)
		return;
	comparison->differences[comparison->n_differences++] =
		(struct difference){
			.what = what,
			.before = arena_text(arena, before),
			.after = arena_text(arena, after),
			.bars = bars,
		};
}

/* The same for two texts of machine.json, of which an old one may lack some. */
static void differ_in_words(struct comparison *comparison, const char *what,
			    const char *before, const char *after)
{
	if (strcmp(before, after) != 0)
		differ(comparison, what, true, *before ? before : "unknown",
		       *after ? after : "unknown");
}

/* The next line of a suite that says something, without the spaces around it;
 * "" at the end. Moves *text on. */
static const char *next_line(char **text)
{
	while (*text) {
		char *line = strsep(text, "\n"), *end;

		while (isspace((unsigned char)*line))
			line++;
		end = line + strlen(line);
		while (end > line && isspace((unsigned char)end[-1]))
			*--end = '\0';
		if (*line && *line != ';' && *line != '#')
			return line;
	}
	return "";
}

/* All of FOLDER/suite.ini in new memory; "" if it cannot be read. */
static char *read_suite(const struct analysis *analysis)
{
	char path[PATH_MAX], *text = NULL;
	size_t room = 0;
	FILE *file;

	snprintf(path, sizeof path, "%s/suite.ini", analysis->folder);
	file = fopen(path, "re");
	if (file && getdelim(&text, &room, '\0', file) < 0) {
		free(text);
		text = NULL;
	}
	if (file)
		fclose(file);
	return text ? text : strdup("");
}

/* Names the first line in which two suites say something else. Remarks, blank
 * lines and spaces say nothing; the order of lines does, as rows and legends
 * follow it. */
static void compare_suites(struct comparison *comparison)
{
	char *one = read_suite(comparison->before);
	char *two = read_suite(comparison->after);
	char *rest_one = one, *rest_two = two;

	while (rest_one || rest_two) {
		const char *before = next_line(&rest_one);
		const char *after = next_line(&rest_two);

		if (strcmp(before, after) == 0)
			continue;
		differ(comparison, "suite", true,
		       *before ? before : "(at its end)",
		       *after ? after : "(at its end)");
		break;
	}
	free(one);
	free(two);
}

/* Iterations of the compute kernel per ms, NAN if unknown. */
static double calibration(const struct analysis *analysis)
{
	char path[PATH_MAX];
	json_t *json;
	const json_t *value;
	double per_ms;

	snprintf(path, sizeof path, "%s/machine.json", analysis->folder);
	json = json_load_file(path, 0, NULL);
	value = json_object_get(json, "calibration");
	per_ms = json_is_number(value) ? json_number_value(value) : NAN;
	json_decref(json);
	return per_ms;
}

/* Work is calibrated in time: on a machine that got slower, fewer iterations
 * are the same 100 us, and compute-bound ratios hide that. So it is said. */
static void compare_speed(struct comparison *comparison)
{
	double before = calibration(comparison->before);
	double after = calibration(comparison->after);
	char one[48], two[48];

	if (!(fabs(log(after / before)) > log1p(DRIFT)))
		return;
	snprintf(one, sizeof one, "%.0f iterations/ms", before);
	snprintf(two, sizeof two, "%.0f iterations/ms (%+.1f %%)", after,
		 100 * (after / before - 1));
	differ(comparison, "calibration", false, one, two);
}

/* In the order in which a person would ask. */
void compare_sessions(struct comparison *comparison)
{
	const struct machine *before = &comparison->before->machine;
	const struct machine *after = &comparison->after->machine;
	char one[16], two[16];

	snprintf(one, sizeof one, "%u", before->cpus);
	snprintf(two, sizeof two, "%u", after->cpus);
	differ_in_words(comparison, "host", before->host, after->host);
	differ_in_words(comparison, "cpu", before->cpu, after->cpu);
	differ_in_words(comparison, "cpus", one, two);
	differ_in_words(comparison, "kernel", before->kernel, after->kernel);
	compare_suites(comparison);
	compare_speed(comparison);
}

bool compare_is_barred(const struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->n_differences; i++)
		if (comparison->differences[i].bars)
			return true;
	return false;
}
