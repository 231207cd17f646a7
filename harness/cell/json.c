/*
 * json.c - a cell as JSON and back, and the id that names it.
 *
 * The same fields travel in a child's order and in a line of results. Reading
 * checks type, size and sense of each, since a file may hold anything. The id
 * is the key of results across versions and machines: what goes into the hash,
 * in which order and form, must never change.
 */
#include "harness/cell/cell.h"

#include "harness/cell/registry.h"
#include "base/units.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One more field of the hash, FNV-1a; its end is hashed too, so that ab, c and
 * a, bc differ. */
static void hash_text(uint64_t *hash, const char *text)
{
	size_t size = strlen(text) + 1;

	for (size_t i = 0; i < size; i++)
		*hash = (*hash ^ (unsigned char)text[i]) * 0x100000001b3;
}

static void hash_number(uint64_t *hash, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRIu64, number);
	hash_text(hash, text);
}

void cell_id(const struct cell *cell, char id[CELL_ID])
{
	uint64_t hash = 0xcbf29ce484222325;

	hash_text(&hash, cell->experiment);
	hash_text(&hash, cell->workload);
	for (unsigned i = 0; i < cell->n_params; i++) {
		hash_text(&hash, cell->params[i].name);
		hash_text(&hash, cell->params[i].value);
	}
	hash_text(&hash, cell->contestant.text);
	hash_number(&hash, cell->concurrency);
	hash_number(&hash, cell->tasks);
	hash_number(&hash, (uint64_t)cell->duration_ns);
	hash_number(&hash, (uint64_t)cell->warmup_ns);
	hash_text(&hash, cell->cpus);
	hash_text(&hash, cell->peer_cpus);
	if (cell->arrivals != ARRIVALS_CLOSED) {
		hash_number(&hash, cell->arrivals);
		/* A share of what this machine can do is the same cell on
		 * another one; the rate that it comes to is not. */
		if (*cell->load)
			hash_text(&hash, cell->load);
		else
			hash_number(&hash, (uint64_t)(cell->rate * 1e6 + 0.5));
	}
	if (*cell->fault)
		hash_text(&hash, cell->fault);
	snprintf(id, CELL_ID, "%016" PRIx64, hash);
}

static json_t *params_to_json(const struct cell *cell)
{
	json_t *params = json_object();

	for (unsigned i = 0; i < cell->n_params; i++)
		json_object_set_new(params, cell->params[i].name,
				    json_string(cell->params[i].value));
	return params;
}

/* What kind each parameter is: who reads results knows no workload, and 64k
 * means 65,536 or 64,000. No part of the id, since it follows from the name. */
static json_t *kinds_to_json(const struct cell *cell)
{
	const struct workload *workload = registry_workload(cell->workload);
	const struct param *params = workload ? workload->params : NULL;
	json_t *kinds = json_object();

	for (const struct param *p = params; p && p->name; p++)
		json_object_set_new(kinds, p->name,
				    json_string(unit_kinds[p->kind]));
	return kinds;
}

/* What the runner says about itself: who reads results knows no runner. */
static json_t *model_to_json(const struct cell *cell)
{
	const char *name = cell->contestant.runner;
	const struct runner *runner = registry_runner(name);

	if (!runner)
		return json_null();
	return json_pack("{s:s, s:s, s:s?}", "kind",
			 registry_kinds[runner->kind], "label",
			 runner->label ? runner->label : name, "colour",
			 runner->colour);
}

void cell_to_json(const struct cell *cell, json_t *line)
{
	char id[CELL_ID];

	cell_id(cell, id);
	json_object_set_new(line, "cell", json_string(id));
	json_object_set_new(line, "experiment", json_string(cell->experiment));
	json_object_set_new(line, "workload", json_string(cell->workload));
	json_object_set_new(line, "params", params_to_json(cell));
	json_object_set_new(line, "param_kinds", kinds_to_json(cell));
	json_object_set_new(line, "contestant",
			    json_string(cell->contestant.text));
	json_object_set_new(line, "runner",
			    json_string(cell->contestant.runner));
	json_object_set_new(line, "model", model_to_json(cell));
	json_object_set_new(line, "workers", json_integer(cell_workers(cell)));
	json_object_set_new(line, "helpers",
			    json_integer(cell->contestant.helpers));
	json_object_set_new(line, "concurrency",
			    json_integer(cell->concurrency));
	json_object_set_new(line, "arrivals",
			    json_string(arrivals_words[cell->arrivals]));
	json_object_set_new(line, "rate",
			    cell->rate > 0 ? json_real(cell->rate)
					   : json_null());
	json_object_set_new(line, "load",
			    *cell->load ? json_string(cell->load)
					: json_null());
	json_object_set_new(line, "tasks",
			    cell->tasks ? json_integer((json_int_t)cell->tasks)
					: json_null());
	json_object_set_new(line, "duration_ns",
			    json_integer(cell->duration_ns));
	json_object_set_new(line, "warmup_ns", json_integer(cell->warmup_ns));
	json_object_set_new(line, "cpus", json_string(cell->cpus));
	json_object_set_new(line, "peer_cpus", json_string(cell->peer_cpus));
	json_object_set_new(line, "fault",
			    *cell->fault ? json_string(cell->fault)
					 : json_null());
}

/* Copies a string field of less than size bytes. */
static bool read_text(const json_t *line, const char *name, char *to,
		      size_t size, char error[CELL_ERROR])
{
	const json_t *field = json_object_get(line, name);

	if (!json_is_string(field) || json_string_length(field) >= size)
		return cell_error(error, "field '%s' is not a text below %zu",
				  name, size);
	snprintf(to, size, "%s", json_string_value(field));
	return true;
}

/* Reads an integer field from 0 to most; null counts as 0. */
static bool read_number(const json_t *line, const char *name, int64_t most,
			int64_t *to, char error[CELL_ERROR])
{
	const json_t *field = json_object_get(line, name);

	*to = json_integer_value(field);
	if (!field || !(json_is_integer(field) || json_is_null(field)) ||
	    *to < 0 || *to > most)
		return cell_error(
			error, "field '%s' is not a number from 0 to %" PRId64,
			name, most);
	return true;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct setting *)a)->name,
		      ((const struct setting *)b)->name);
}

/* Whether there is room for one more parameter of these lengths. */
static bool fits(const struct cell *cell, const char *name, const json_t *value)
{
	return cell->n_params < CELL_PARAMS && strlen(name) < CELL_NAME &&
	       json_is_string(value) && json_string_length(value) < CELL_VALUE;
}

static bool read_params(const json_t *line, struct cell *cell,
			char error[CELL_ERROR])
{
	json_t *params = json_object_get(line, "params"), *value;
	const char *name;

	if (!json_is_object(params))
		return cell_error(error, "field 'params' is not an object");
	json_object_foreach(params, name, value)
	{
		struct setting *setting = &cell->params[cell->n_params];

		if (!fits(cell, name, value))
			return cell_error(error, "param '%.40s' does not fit",
					  name);
		snprintf(setting->name, CELL_NAME, "%s", name);
		snprintf(setting->value, CELL_VALUE, "%s",
			 json_string_value(value));
		cell->n_params++;
	}
	qsort(cell->params, cell->n_params, sizeof *cell->params, by_name);
	return true;
}

/* Reads how tasks arrive; a line without it is of a closed load. */
static bool read_arrivals(const json_t *line, struct cell *cell,
			  char error[CELL_ERROR])
{
	const char *word = json_string_value(json_object_get(line, "arrivals"));
	unsigned i = 0;

	cell->rate = json_number_value(json_object_get(line, "rate"));
	if (json_is_string(json_object_get(line, "load")) &&
	    !read_text(line, "load", cell->load, sizeof cell->load, error))
		return false;
	while (word && arrivals_words[i] && strcmp(arrivals_words[i], word))
		i++;
	if (!arrivals_words[i])
		return cell_error(error, "no arrivals '%.40s'", word);
	cell->arrivals = (enum arrivals)i;
	return true;
}

/* A line without a fault is of a run without one. */
static bool read_fault(const json_t *line, struct cell *cell,
		       char error[CELL_ERROR])
{
	const json_t *field = json_object_get(line, "fault");

	return !field || json_is_null(field) ||
	       read_text(line, "fault", cell->fault, sizeof cell->fault, error);
}

/* Reads the load: how many at once, and for how long. */
static bool read_load(const json_t *line, struct cell *cell,
		      char error[CELL_ERROR])
{
	int64_t concurrency, tasks;

	if (!read_number(line, "concurrency", CELL_MOST_CONCURRENCY,
			 &concurrency, error) ||
	    !read_number(line, "tasks", INT64_MAX, &tasks, error) ||
	    !read_number(line, "duration_ns", INT64_MAX, &cell->duration_ns,
			 error) ||
	    !read_number(line, "warmup_ns", INT64_MAX, &cell->warmup_ns, error))
		return false;
	cell->concurrency = (unsigned)concurrency;
	cell->tasks = (uint64_t)tasks;
	return read_arrivals(line, cell, error);
}

bool cell_from_json(const json_t *line, struct cell *cell,
		    char error[CELL_ERROR])
{
	char contestant[CELL_NAME];

	memset(cell, 0, sizeof *cell);
	return read_text(line, "experiment", cell->experiment,
			 sizeof cell->experiment, error) &&
	       read_text(line, "workload", cell->workload,
			 sizeof cell->workload, error) &&
	       read_params(line, cell, error) &&
	       read_text(line, "contestant", contestant, sizeof contestant,
			 error) &&
	       contestant_parse(contestant, &cell->contestant, error) &&
	       read_load(line, cell, error) &&
	       read_text(line, "cpus", cell->cpus, sizeof cell->cpus, error) &&
	       read_text(line, "peer_cpus", cell->peer_cpus,
			 sizeof cell->peer_cpus, error) &&
	       read_fault(line, cell, error) && cell_check(cell, error);
}
