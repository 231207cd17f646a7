/*
 * stopwatch.c - hyperfine timed whole programs; the suite timed the batch of
 * each from inside, in hyperfine/EXPERIMENT.jsonl. Both stand side by side
 * here, so that a report can say how far they are apart: start-up and end.
 */
#include "analysis/read/stopwatch.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Whether a field holds a text. */
static bool says(const json_t *line, const char *field, const char *text)
{
	const char *value = json_string_value(json_object_get(line, field));

	return value && !strcmp(value, text);
}

/* Mean makespan, in seconds, of the batches that hyperfine timed and that are
 * valid, or NAN. The mean, as hyperfine's: then the whole cannot be shorter than
 * its part. */
static double watched_seconds(const struct analysis *analysis,
			      const struct stopwatch *watch)
{
	char path[PATH_MAX], *text = NULL;
	size_t room = 0;
	double sum = 0;
	int seen = 0, n = 0;
	FILE *file;

	snprintf(path, sizeof path, "%s/hyperfine/%s.jsonl", analysis->folder,
		 watch->experiment);
	file = fopen(path, "re");
	while (file && getline(&text, &room, file) > 0) {
		json_t *line = json_loads(text, 0, NULL);
		const json_t *ns = json_object_get(line, "elapsed_ns");

		/* A command's first line is that of its warm-up. */
		if (says(line, "workload", watch->workload) &&
		    says(line, "contestant", watch->contestant) && seen++ &&
		    json_is_true(json_object_get(line, "valid"))) {
			sum += json_number_value(ns);
			n++;
		}
		json_decref(line);
	}
	free(text);
	if (file)
		fclose(file);
	return n ? sum / n / 1e9 : NAN;
}

/* Median makespan of the batch in seconds, over the rounds, or NAN: for folders
 * without such a log. */
static double suite_seconds(const struct analysis *analysis,
			    const struct stopwatch *watch)
{
	for (size_t i = 0; i < analysis->n_summaries; i++) {
		const struct summary *cell = &analysis->summaries[i];

		if (cell->tasks && cell->experiment == watch->experiment &&
		    cell->workload == watch->workload &&
		    cell->contestant == watch->contestant)
			return cell->value[ELAPSED].median / 1e9;
	}
	return NAN;
}

/* A time of hyperfine's, which are in seconds; NAN if it is not there. */
static double seconds(const json_t *result, const char *name)
{
	const json_t *value = json_object_get(result, name);

	return json_is_number(value) ? json_number_value(value) : NAN;
}

/* One result; one whose command is not two words is somebody else's. */
static void add(struct analysis *analysis, struct words *words,
		const char *experiment, const json_t *result)
{
	const char *command =
		json_string_value(json_object_get(result, "command"));
	const char *space = command ? strchr(command, ' ') : NULL;
	struct stopwatch *watch;
	char *workload;

	if (!space)
		return;
	workload = arena_text(words->arena, command);
	workload[space - command] = '\0';
	analysis->stopwatches =
		arena_more(words->arena, analysis->stopwatches,
			   analysis->n_stopwatches, sizeof *watch);
	watch = &analysis->stopwatches[analysis->n_stopwatches++];
	watch->experiment = words_text(words, experiment);
	watch->workload = words_text(words, workload);
	watch->contestant = words_text(words, space + 1);
	watch->hyperfine_s = seconds(result, "mean");
	watch->hyperfine_low_s = seconds(result, "min");
	watch->hyperfine_high_s = seconds(result, "max");
	watch->suite_s = watched_seconds(analysis, watch);
	if (isnan(watch->suite_s))
		watch->suite_s = suite_seconds(analysis, watch);
}

/* All results of the experiment that the file is named after. */
static void read_file(struct analysis *analysis, struct words *words,
		      const char *name)
{
	char path[PATH_MAX], *experiment = arena_text(words->arena, name);
	json_t *json, *results, *result;
	json_error_t why;
	size_t i;

	snprintf(path, sizeof path, "%s/hyperfine/%s", analysis->folder, name);
	experiment[strlen(name) - strlen(".json")] = '\0';
	json = json_load_file(path, 0, &why);
	results = json_object_get(json, "results");
	if (!json_is_array(results))
		fprintf(stderr, "%s: skipped: %s\n", path,
			json ? "no results" : why.text);
	json_array_foreach(results, i, result)
	{
		add(analysis, words, experiment, result);
	}
	json_decref(json);
}

/* For scandir(): no log, no export that was cut off. */
static int is_json(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot && dot > entry->d_name && !strcmp(dot, ".json");
}

void stopwatches_read(struct analysis *analysis, struct words *words)
{
	struct dirent **entries;
	char path[PATH_MAX];
	int n;

	snprintf(path, sizeof path, "%s/hyperfine", analysis->folder);
	n = scandir(path, &entries, is_json, alphasort);
	if (n < 0 && errno != ENOENT)
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	for (int i = 0; i < n; i++) {
		read_file(analysis, words, entries[i]->d_name);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}
