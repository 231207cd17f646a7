/*
 * cell.c - a cell's workload and parameters, its id, and its fields as JSON and
 * back.
 *
 * Parameters are kept as canonical text, sorted by name, so that 5000us and 5ms
 * are the same cell, and a result shows what a person would have written. Only
 * the process that measures turns them into numbers, in the workload's own
 * variables.
 *
 * The same fields travel in a child's job and in a line of results. Reading
 * checks type, size and sense of each, since a file may hold anything. A word
 * that came from outside is cut at 40 bytes and stripped of control characters,
 * so that a complaint is always one line.
 */
#include "harness/cell/cell.h"

#include "base/cpulist.h"
#include "harness/cell/registry.h"
#include "base/units.h"
#include "harness/machine/cpus.h"

#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool cell_error(char error[CELL_ERROR], const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(error, CELL_ERROR, format, arguments);
	va_end(arguments);
	for (unsigned char *c = (unsigned char *)error; *c; c++)
		if (*c < ' ' || *c == 127)
			*c = '?';
	return false;
}

bool cell_left_out(const char *folder, const char *name, char error[CELL_ERROR])
{
	const struct left_out *missing = registry_missing(folder, name);

	if (!missing)
		return false;
	cell_error(error,
		   "'%.40s' was left out of this build: it needs %s (apt-get "
		   "install %s, then make)",
		   name, missing->library, missing->package);
	return true;
}

bool cell_unknown(char error[CELL_ERROR], const char *what, const char *word,
		  const char *const *words, size_t n)
{
	const char *nearest = unit_nearest(word, words, n);
	char allowed[CELL_ERROR / 2] = "none";
	size_t length = 0;

	for (size_t i = 0; i < n && length < sizeof allowed; i++)
		length += (size_t)snprintf(allowed + length,
					   sizeof allowed - length, "%s%s",
					   i ? ", " : "", words[i]);
	if (nearest)
		return cell_error(error,
				  "unknown %s '%.40s': did you mean %s? "
				  "(known: %s)",
				  what, word, nearest, allowed);
	return cell_error(error, "unknown %s '%.40s' (known: %s)", what, word,
			  allowed);
}

/* Complains about a workload that does not exist. */
static bool unknown_workload(const char *name, char error[CELL_ERROR])
{
	const char *names[256];
	size_t n = 0;

	if (cell_left_out("workloads", name, error))
		return false;
	for (const struct named_workload *w = registry_workloads;
	     w->name && n < 256; w++)
		names[n++] = w->name;
	return cell_unknown(error, "workload", name, names, n);
}

/* A parameter of a workload, or NULL with a complaint. */
static const struct param *find_param(const struct workload *workload,
				      const char *name, char error[CELL_ERROR])
{
	const char *names[CELL_PARAMS];
	size_t n = 0;

	for (const struct param *p = workload->params; p && p->name; p++) {
		if (strcmp(p->name, name) == 0)
			return p;
		if (n < CELL_PARAMS)
			names[n++] = p->name;
	}
	cell_unknown(error, "parameter", name, names, n);
	return NULL;
}

/* Reads the word of a choice: its index, or -1 with a complaint. */
static int64_t read_choice(const struct param *param, const char *text,
			   char error[CELL_ERROR])
{
	int64_t n = 0;

	for (; param->choices[n]; n++)
		if (strcmp(param->choices[n], text) == 0)
			return n;
	cell_unknown(error, param->name, text, param->choices, (size_t)n);
	return -1;
}

bool cell_read_value(const struct param *param, const char *text,
		     int64_t *value, char error[CELL_ERROR])
{
	char least[UNIT_TEXT], most[UNIT_TEXT];

	if (param->kind == PARAM_CHOICE) {
		*value = read_choice(param, text, error);
		return *value >= 0;
	}
	if (!unit_parse(param->kind, text, value))
		return cell_error(error, "%s '%.40s' is not %s", param->name,
				  text, unit_example(param->kind));
	if (*value < param->least || *value > param->most)
		return cell_error(error, "%s '%.40s' is out of range: %s to %s",
				  param->name, text,
				  unit_format(param->kind, param->least, least),
				  unit_format(param->kind, param->most, most));
	return true;
}

void cell_write_value(const struct param *param, int64_t value,
		      char to[CELL_VALUE])
{
	char text[UNIT_TEXT];

	snprintf(to, CELL_VALUE, "%s",
		 param->kind == PARAM_CHOICE
			 ? param->choices[value]
			 : unit_format(param->kind, value, text));
}

/* Stores a value in its canonical text. */
static void store(struct setting *setting, const struct param *param,
		  int64_t value)
{
	snprintf(setting->name, sizeof setting->name, "%s", param->name);
	cell_write_value(param, value, setting->value);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct setting *)a)->name,
		      ((const struct setting *)b)->name);
}

bool cell_set_workload(struct cell *cell, const char *name,
		       char error[CELL_ERROR])
{
	const struct workload *workload = registry_workload(name);

	if (!workload)
		return unknown_workload(name, error);
	snprintf(cell->workload, sizeof cell->workload, "%s", name);
	memset(cell->params, 0, sizeof cell->params);
	cell->n_params = 0;
	for (const struct param *p = workload->params; p && p->name; p++) {
		if (cell->n_params == CELL_PARAMS)
			return cell_error(error,
					  "%s has more than %d parameters",
					  name, CELL_PARAMS);
		store(&cell->params[cell->n_params++], p, *p->value);
	}
	qsort(cell->params, cell->n_params, sizeof *cell->params, by_name);
	return true;
}

bool cell_set_param(struct cell *cell, const char *name, const char *value,
		    char error[CELL_ERROR])
{
	const struct workload *workload = registry_workload(cell->workload);
	const struct param *param;
	int64_t number;

	if (!workload)
		return unknown_workload(cell->workload, error);
	param = find_param(workload, name, error);
	if (!param || !cell_read_value(param, value, &number, error))
		return false;
	for (unsigned i = 0; i < cell->n_params; i++)
		if (strcmp(cell->params[i].name, name) == 0)
			store(&cell->params[i], param, number);
	return true;
}

bool cell_apply_params(const struct cell *cell, char error[CELL_ERROR])
{
	const struct workload *workload = registry_workload(cell->workload);

	if (!workload)
		return unknown_workload(cell->workload, error);
	for (unsigned i = 0; i < cell->n_params; i++) {
		const struct setting *setting = &cell->params[i];
		const struct param *param =
			find_param(workload, setting->name, error);
		int64_t value;

		if (!param ||
		    !cell_read_value(param, setting->value, &value, error))
			return false;
		*param->value = value;
	}
	return true;
}

bool cell_check_cpus(const char *list, char error[CELL_ERROR])
{
	cpu_set_t usable, asked, both;
	char allowed[CELL_CPUS];

	if (sched_getaffinity(0, sizeof usable, &usable) < 0)
		return cell_error(error, "cannot ask for CPUs: %s",
				  strerror(errno));
	cpulist_format(&usable, allowed, sizeof allowed);
	if (strlen(list) >= CELL_CPUS || !cpulist_parse(list, &asked))
		return cell_error(error,
				  "CPUs '%.40s' are not a list of %s, such as "
				  "0 or 0-1,3",
				  list, allowed);
	CPU_AND(&both, &asked, &usable);
	if (!CPU_EQUAL(&both, &asked))
		return cell_error(error,
				  "CPUs '%.40s' are not all usable: %s are",
				  list, allowed);
	return true;
}

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

/* As asked for: what pilot runs made of it depends on the machine. */
static void hash_times(uint64_t *hash, const struct cell *cell)
{
	bool chosen = cell->asked_duration_ns > 0;

	hash_number(hash, (uint64_t)(chosen ? cell->asked_duration_ns
					    : cell->duration_ns));
	hash_number(hash, (uint64_t)(chosen ? cell->asked_warmup_ns
					    : cell->warmup_ns));
}
/* In results, where otherwise stands what was seen of a steady state. */
static const char unsteady_word[] = "not asked";

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
	hash_times(&hash, cell);
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
	/* Came later: a cell without it keeps its id. */
	if (cell_slack(cell) != CELL_SLACK_NS) {
		hash_text(&hash, "slack");
		hash_number(&hash, (uint64_t)cell->slack_ns);
	}
	if (cell->unsteady)
		hash_text(&hash, unsteady_word);
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

/* A time that was asked for, where pilot runs chose another; else null. */
static json_t *asked_to_json(const struct cell *cell, bool duration)
{
	if (!cell->asked_duration_ns)
		return json_null();
	return json_integer(duration ? cell->asked_duration_ns
				     : cell->asked_warmup_ns);
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
	json_object_set_new(line, "asked_duration_ns",
			    asked_to_json(cell, true));
	json_object_set_new(line, "asked_warmup_ns",
			    asked_to_json(cell, false));
	json_object_set_new(line, "cpus", json_string(cell->cpus));
	json_object_set_new(line, "peer_cpus", json_string(cell->peer_cpus));
	json_object_set_new(line, "slack_ns", json_integer(cell_slack(cell)));
	json_object_set_new(line, "fault",
			    *cell->fault ? json_string(cell->fault)
					 : json_null());
	if (cell->unsteady)
		json_object_set_new(line, "steady", json_string(unsteady_word));
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

/* A line without a slack has the usual one. */
static bool read_slack(const json_t *line, struct cell *cell,
		       char error[CELL_ERROR])
{
	return !json_object_get(line, "slack_ns") ||
	       read_number(line, "slack_ns", CELL_MOST_SLACK_NS,
			   &cell->slack_ns, error);
}

/* A line without asked times is of a run that lasts as long as was asked. */
static bool read_asked(const json_t *line, struct cell *cell,
		       char error[CELL_ERROR])
{
	return !json_object_get(line, "asked_duration_ns") ||
	       (read_number(line, "asked_duration_ns", INT64_MAX,
			    &cell->asked_duration_ns, error) &&
		read_number(line, "asked_warmup_ns", INT64_MAX,
			    &cell->asked_warmup_ns, error));
}

/* The size of threads:best is known only from outside. */
static bool read_size(const json_t *line, struct cell *cell,
		      char error[CELL_ERROR])
{
	int64_t workers;

	if (cell->contestant.kind != SIZE_BEST)
		return true;
	if (!read_number(line, "workers", CELL_MOST_WORKERS, &workers, error))
		return false;
	cell->contestant.size = (unsigned)workers;
	return true;
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
	    !read_number(line, "warmup_ns", INT64_MAX, &cell->warmup_ns,
			 error) ||
	    !read_asked(line, cell, error))
		return false;
	cell->concurrency = (unsigned)concurrency;
	cell->tasks = (uint64_t)tasks;
	return read_arrivals(line, cell, error);
}

/* True: there is nothing to be wrong, as most lines have another kind of value
 * there. */
static bool read_unsteady(const json_t *line, struct cell *cell)
{
	const char *word = json_string_value(json_object_get(line, "steady"));

	cell->unsteady = word && strcmp(word, unsteady_word) == 0;
	return true;
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
	       read_size(line, cell, error) && read_load(line, cell, error) &&
	       read_text(line, "cpus", cell->cpus, sizeof cell->cpus, error) &&
	       read_text(line, "peer_cpus", cell->peer_cpus,
			 sizeof cell->peer_cpus, error) &&
	       read_slack(line, cell, error) && read_fault(line, cell, error) &&
	       read_unsteady(line, cell) && cell_check(cell, error);
}
