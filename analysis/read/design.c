/*
 * design.c - reads suite.json with jansson, which answers NULL for a field of
 * something that is not an object: so a field of the wrong type is a missing
 * one. Experiments and axes are few, so they are searched from the start.
 */
#include "analysis/read/design.h"

#include "base/units.h"

#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* NULL where it is missing or no text. */
static const char *text(const json_t *json, const char *name,
			struct words *words)
{
	return words_text(words,
			  json_string_value(json_object_get(json, name)));
}

/* NAN where it is missing or no number. */
static double number(const json_t *json, const char *name)
{
	const json_t *value = json_object_get(json, name);

	return json_is_number(value) ? json_number_value(value) : NAN;
}

/* RELATIONS for a word that a newer avt may write. */
static enum claim_relation read_relation(const json_t *json)
{
	static const char *const written[RELATIONS] = {
		[IS_BETTER] = "better",
		[IS_NO_WORSE] = "no_worse",
		[IS_WORSE] = "worse",
	};
	const char *word = json_string_value(json_object_get(json, "relation"));
	int i = 0;

	while (word && i < RELATIONS && strcmp(written[i], word))
		i++;
	return word ? (enum claim_relation)i : RELATIONS;
}

/* A condition that is not understood in all its parts would decide something
 * else than the suite asked: it keeps its text and no relation. */
static const struct condition *read_condition(const json_t *json,
					      struct words *words)
{
	struct condition *to = arena_array(words->arena, 1, sizeof *to);
	const json_t *where = json_object_get(json, "where");

	if (!json_is_object(json))
		return NULL;
	*to = (struct condition){
		.text = text(json, "text", words),
		.a = text(json, "a", words),
		.b = text(json, "b", words),
		.relation = read_relation(json),
		.n_where = json_array_size(where),
	};
	if (!to->text)
		to->text = words_text(words, "");
	if (!to->a || !to->b || to->n_where > MOST_WHERE)
		to->n_where = 0, to->relation = RELATIONS;
	for (size_t i = 0; i < to->n_where; i++) {
		const json_t *one = json_array_get(where, i);
		const char *kind =
			json_string_value(json_object_get(one, "kind"));

		to->where[i] = (struct param_value){
			.name = text(one, "name", words),
			.text = text(one, "text", words),
			.kind = unit_kind(kind),
			.number = number(one, "number"),
		};
		if (!to->where[i].name || !to->where[i].text)
			to->n_where = 0, to->relation = RELATIONS;
	}
	return to;
}

/* Adds an axis of `n` texts, each a string or the "text" of an object. */
static void add_axis(struct design_experiment *to, const char *name,
		     const json_t *values, struct words *words)
{
	struct design_axis *axis = &to->axes[to->n_axes++];

	axis->name = name;
	axis->texts = arena_array(words->arena, json_array_size(values) + 1,
				  sizeof *axis->texts);
	for (size_t i = 0; i < json_array_size(values); i++) {
		const json_t *value = json_array_get(values, i);
		const char *word = json_is_string(value)
					   ? json_string_value(value)
					   : json_string_value(json_object_get(
						     value, "text"));

		if (word)
			axis->texts[axis->n++] = words_text(words, word);
	}
}

static void read_experiment(const json_t *json, struct words *words,
			    struct design_experiment *to)
{
	const json_t *axes = json_object_get(json, "axes");
	const json_t *slo = json_object_get(json, "slo");

	*to = (struct design_experiment){
		.name = text(json, "name", words),
		.title = text(json, "title", words),
		.question = text(json, "question", words),
		.figure = text(json, "figure", words),
		.metric = text(json, "metric", words),
		.claim = text(json, "claim", words),
		.slo_metric = text(slo, "metric", words),
		.slo_ns = number(slo, "ns"),
		.holds_if = read_condition(json_object_get(json, "holds_if"),
					   words),
		.axes = arena_array(words->arena, json_array_size(axes) + 1,
				    sizeof *to->axes),
	};
	add_axis(to, "contestants", json_object_get(json, "contestants"),
		 words);
	for (size_t i = 0; i < json_array_size(axes); i++) {
		const json_t *axis = json_array_get(axes, i);
		const char *name = text(axis, "name", words);

		if (name)
			add_axis(to, name, json_object_get(axis, "values"),
				 words);
	}
}

void design_read(const char *folder, struct words *words, struct design *design)
{
	char path[PATH_MAX];
	json_error_t why;
	json_t *json, *all;

	*design = (struct design){0};
	snprintf(path, sizeof path, "%s/suite.json", folder);
	json = json_load_file(path, 0, &why);
	if (!json)
		fprintf(stderr, "%s: titles and order are unknown: %s\n", path,
			why.text);
	all = json_object_get(json, "experiments");
	design->title = text(json, "title", words);
	design->experiments =
		arena_array(words->arena, json_array_size(all) + 1,
			    sizeof *design->experiments);
	for (size_t i = 0; i < json_array_size(all); i++) {
		struct design_experiment *to =
			&design->experiments[design->n_experiments];

		read_experiment(json_array_get(all, i), words, to);
		design->n_experiments += to->name != NULL;
	}
	json_decref(json);
}

const struct design_experiment *design_experiment(const struct design *design,
						  const char *name)
{
	for (size_t i = 0; i < design->n_experiments; i++)
		if (!strcmp(design->experiments[i].name, name))
			return &design->experiments[i];
	return NULL;
}

size_t design_rank(const struct design_experiment *experiment, const char *axis,
		   const char *text)
{
	for (size_t i = 0; experiment && i < experiment->n_axes; i++) {
		const struct design_axis *one = &experiment->axes[i];

		if (strcmp(one->name, axis))
			continue;
		for (size_t k = 0; k < one->n; k++)
			if (!strcmp(one->texts[k], text))
				return k;
		return SIZE_MAX;
	}
	return SIZE_MAX;
}
