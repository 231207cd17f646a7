/*
 * load.c - from a results folder to an analysis: each step is a file of its
 * own, and here they are in order. Only missing runs are an error; without the
 * suite or the machine there is less to say, but what there is stays true.
 */
#include "analysis/analysis.h"

#include "analysis/verdict/claims.h"
#include "analysis/verdict/drop.h"
#include "analysis/verdict/experiment.h"
#include "analysis/read/runs.h"
#include "analysis/read/stopwatch.h"
#include "analysis/verdict/summary.h"
#include "analysis/verdict/winner.h"

#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <string.h>

/* Empty where it is missing or no text; kept as long as the analysis. */
static const char *text(const json_t *json, const char *name,
			struct words *words)
{
	const char *value = json_string_value(json_object_get(json, name));

	return words_text(words, value ? value : "");
}

/* NAN where it is missing or null. */
static double number(const json_t *json, const char *name)
{
	const json_t *value = json_object_get(json, name);

	return json_is_number(value) ? json_number_value(value) : NAN;
}

/* What the doctor found; nothing if the bench did not ask. */
static void read_diagnoses(struct analysis *analysis, struct words *words,
			   const json_t *json)
{
	struct machine *machine = &analysis->machine;
	const json_t *all =
		json_object_get(json_object_get(json, "doctor"), "findings");

	machine->diagnoses = arena_array(words->arena, json_array_size(all) + 1,
					 sizeof *machine->diagnoses);
	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *one = json_array_get(all, i);

		machine->diagnoses[machine->n_diagnoses++] = (struct diagnosis){
			.name = text(one, "name", words),
			.value = text(one, "value", words),
			.verdict = text(one, "verdict", words),
			.consequence = text(one, "consequence", words),
			.fix = text(one, "fix", words),
		};
	}
}

/* Reads machine.json; what is missing there is "", 0 or NAN. */
static void read_machine(struct analysis *analysis, struct words *words)
{
	struct machine *machine = &analysis->machine;
	char path[PATH_MAX];
	json_error_t why;
	json_t *json;

	snprintf(path, sizeof path, "%s/machine.json", analysis->folder);
	json = json_load_file(path, 0, &why);
	if (!json)
		fprintf(stderr, "%s: the machine is unknown: %s\n", path,
			why.text);
	machine->host = text(json, "host", words);
	machine->cpu = text(json, "cpu", words);
	machine->kernel = text(json, "kernel", words);
	machine->started = text(json, "started", words);
	machine->cpus =
		(unsigned)json_integer_value(json_object_get(json, "cpus"));
	machine->harness_ns = number(json, "harness_ns");
	machine->clock_ns = number(json, "clock_ns");
	read_diagnoses(analysis, words, json);
	analysis->suite = text(json, "suite", words);
	json_decref(json);
}

struct analysis *analysis_load(const char *folder, char *error, size_t size)
{
	struct arena *arena = arena_new();
	struct analysis *analysis = arena_array(arena, 1, sizeof *analysis);
	struct words words;
	struct design design;

	analysis->memory = arena;
	analysis->folder = arena_text(arena, folder);
	words_init(&words, arena);
	if (runs_read(analysis, &words, error, size)) {
		arena_free(arena);
		return NULL;
	}
	read_machine(analysis, &words);
	design_read(folder, &words, &design);
	/* The suite is named by machine.json, or else by its own title. */
	if (!analysis->suite[0] && design.title)
		analysis->suite = design.title;
	experiments_sort(analysis, &design);
	drop_noisy(analysis, &design);
	summaries_estimate(analysis);
	experiments_make(analysis, &design, &words);
	winners_find(analysis);
	claims_make(analysis, &design);
	stopwatches_read(analysis, &words);
	return analysis;
}

/* The analysis itself lives in its arena. */
void analysis_free(struct analysis *analysis)
{
	if (analysis)
		arena_free(analysis->memory);
}
