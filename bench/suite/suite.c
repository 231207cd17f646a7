/*
 * suite.c - turns the sections of a file into experiments, and experiments into
 * JSON.
 *
 * Reading has two passes, so that [suite] may stand anywhere; within an
 * experiment the keys come before the parameters, since only the workloads say
 * which names are parameters. The first complaint ends it.
 */
#include "bench/suite/suite.h"

#include "base/units.h"
#include "bench/suite/check.h"
#include "bench/suite/keys.h"
#include "bench/suite/placement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The file's name without folder and .ini, as far as it is a name. */
static void set_name(struct suite *suite)
{
	const char *slash = strrchr(suite->path, '/');
	const char *base = slash ? slash + 1 : suite->path;
	size_t length = strlen(base);

	if (length > 4 && strcmp(base + length - 4, ".ini") == 0)
		length -= 4;
	snprintf(suite->name, sizeof suite->name, "%.*s", (int)length, base);
}

/* What holds where neither [suite] nor the experiment says anything. */
static bool set_defaults(struct section *defaults, char error[COMPLAINT])
{
	char cpu_error[CELL_ERROR];

	*defaults = (struct section){
		.figure = "curves",
		.metric = "throughput",
		.rounds = 10,
		.duration_ns = 200 * MS,
		.warmup_ns = 50 * MS,
		.concurrency = {.name = "concurrency",
				.n = 1,
				.value = {{"1", PARAM_COUNT, 1}}},
	};
	if (placement_resolve("all", defaults->cpus, cpu_error))
		return true;
	snprintf(error, COMPLAINT, "%s", cpu_error);
	return false;
}

/* An experiment's name becomes file names and labels. */
static bool check_name(const struct keys *keys,
		       const struct inifile_section *from)
{
	size_t good =
		strspn(from->name, "abcdefghijklmnopqrstuvwxyz0123456789_-");

	if (good && good <= 40 && !from->name[good])
		return true;
	return inifile_error(&keys->complaint, from->line,
			     "section [%s]: 1 to 40 of a-z 0-9 _ - are allowed",
			     from->name);
}

/* Reads one experiment over the defaults. */
static bool add_experiment(struct suite *suite, const struct keys *keys,
			   const struct inifile_section *from)
{
	struct section *section = &suite->sections[suite->n_sections++];

	*section = suite->defaults;
	snprintf(section->name, sizeof section->name, "%.40s", from->name);
	snprintf(section->title, sizeof section->title, "%.40s", from->name);
	section->line = from->line;
	if (!check_name(keys, from) || !keys_read(keys, from, section) ||
	    !check_section(&keys->complaint, from, section))
		return false;
	/* A batch is measured whole, whatever [suite] says of time. */
	if (section->tasks)
		section->duration_ns = section->warmup_ns = section->unsteady =
			0;
	return true;
}

/* Reads [suite], wherever it stands, then the others in their order. */
static bool read_sections(struct suite *suite, const struct keys *keys,
			  const struct inifile *file)
{
	for (size_t i = 0; i < file->n_sections; i++)
		if (strcmp(file->sections[i].name, "suite") == 0 &&
		    !keys_read_defaults(keys, &file->sections[i],
					&suite->defaults))
			return false;
	for (size_t i = 0; i < file->n_sections; i++)
		if (strcmp(file->sections[i].name, "suite") != 0 &&
		    !add_experiment(suite, keys, &file->sections[i]))
			return false;
	return suite->n_sections ||
	       inifile_error(&keys->complaint, 1,
			     "no experiment: every section but [suite] is one");
}

bool suite_load(struct suite *suite, const char *path,
		const char *const *metrics, char error[COMPLAINT])
{
	const struct keys keys = {{path, error}, metrics};
	struct inifile file;
	bool well;

	*error = '\0';
	*suite = (struct suite){0};
	snprintf(suite->path, sizeof suite->path, "%s", path);
	set_name(suite);
	if (!set_defaults(&suite->defaults, error) ||
	    !inifile_load(&file, path, error))
		return false;
	suite->sections = calloc(file.n_sections + 1, sizeof *suite->sections);
	if (!suite->sections)
		abort();
	well = read_sections(suite, &keys, &file);
	inifile_free(&file);
	if (!well)
		suite_free(suite);
	return well;
}

void suite_free(struct suite *suite)
{
	free(suite->sections);
	suite->sections = NULL;
	suite->n_sections = 0;
}

/* A text, or null for one that is empty. */
static json_t *text_to_json(const char *text)
{
	return *text ? json_string(text) : json_null();
}

/* A word has no number. */
static json_t *value_to_json(const struct value *value)
{
	return json_pack("{s:s, s:o}", "text", value->text, "number",
			 value->kind == PARAM_CHOICE
				 ? json_null()
				 : json_integer(value->number));
}

static json_t *axes_to_json(const struct section *section)
{
	const struct list *lists[SUITE_LISTS];
	unsigned n = section_lists(section, lists);
	json_t *axes = json_array();

	for (unsigned i = 0; i < n; i++) {
		json_t *values = json_array();

		for (unsigned k = 0; k < lists[i]->n; k++)
			json_array_append_new(
				values, value_to_json(&lists[i]->value[k]));
		json_array_append_new(
			axes,
			json_pack("{s:s, s:s, s:o}", "name", lists[i]->name,
				  "kind", unit_kinds[lists[i]->value[0].kind],
				  "values", values));
	}
	return axes;
}

static json_t *holds_if_to_json(const struct holds_if *condition)
{
	json_t *where = json_array();

	if (!*condition->text)
		return json_decref(where), json_null();
	for (unsigned i = 0; i < condition->n_where; i++) {
		const struct value *value = &condition->where[i].value;
		json_t *one = value_to_json(value);

		json_object_set_new(one, "name",
				    json_string(condition->where[i].name));
		json_object_set_new(one, "kind",
				    json_string(unit_kinds[value->kind]));
		json_array_append_new(where, one);
	}
	return json_pack("{s:s, s:s, s:s, s:s, s:o}", "text", condition->text,
			 "a", condition->a, "relation", condition->relation,
			 "b", condition->b, "where", where);
}

static json_t *slo_to_json(const struct slo *slo)
{
	char metric[CELL_NAME];

	if (!slo->most_ns)
		return json_null();
	return json_pack("{s:s, s:I}", "metric", slo_metric(slo, metric), "ns",
			 (json_int_t)slo->most_ns);
}

static json_t *section_to_json(const struct section *section)
{
	json_t *contestants = json_array();

	for (unsigned i = 0; i < section->n_contestants; i++)
		json_array_append_new(
			contestants, json_string(section->contestants[i].text));
	return json_pack("{s:s, s:s, s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:o, "
			 "s:o}",
			 "name", section->name, "title", section->title,
			 "question", text_to_json(section->question), "figure",
			 section->figure, "metric", section->metric, "slo",
			 slo_to_json(&section->slo), "claim",
			 text_to_json(section->claim), "holds_if",
			 holds_if_to_json(&section->holds_if), "fault",
			 text_to_json(section->fault), "contestants",
			 contestants, "axes", axes_to_json(section));
}

json_t *suite_to_json(const struct suite *suite)
{
	json_t *experiments = json_array();

	for (size_t i = 0; i < suite->n_sections; i++)
		json_array_append_new(experiments,
				      section_to_json(&suite->sections[i]));
	return json_pack("{s:i, s:o, s:o}", "schema", 1, "title",
			 text_to_json(suite->defaults.title), "experiments",
			 experiments);
}
