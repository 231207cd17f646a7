/*
 * condition.c - a condition as a part of a sentence: three relations, and what
 * a point is called by each of its values.
 */
#include "analysis/verdict/condition.h"

#include "analysis/verdict/metrics.h"
#include "base/format.h"
#include "base/units.h"

#include <math.h>
#include <string.h>

/* " with 1000 in flight": what a point is called in a sentence. */
static void say_where(const struct param_value *value, FILE *to)
{
	static const struct {
		const char *name, *before, *after;
	} known[] = {
		{"concurrency", "with ", " in flight"},
		{"workload", "for ", ""},
		{"compute", "at ", " compute"},
		{"load", "at ", " of their own capacity"},
		{"rate", "at ", " tasks/s offered"},
	};
	char words[FORMAT_TEXT];

	unit_words(value->kind, value->text, words);
	/* 1000 in flight, not 1 k. */
	if (!strcmp(value->name, "concurrency") && isfinite(value->number))
		snprintf(words, sizeof words, "%.0f", value->number);
	format_joined(words);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(known[i].name, value->name)) {
			fprintf(to, "%s%s%s", known[i].before, words,
				known[i].after);
			return;
		}
	fprintf(to, "with %s %s", value->name, words);
}

char *condition_words(const struct claim_test *test, char *to, size_t size)
{
	static const struct {
		const char *speed, *other; /* of speed, of anything else */
	} relations[RELATIONS] = {
		[IS_BETTER] = {"faster", "better"},
		[IS_NO_WORSE] = {"not slower", "not worse"},
		[IS_WORSE] = {"slower", "worse"},
	};
	const struct condition *condition = test->condition;
	FILE *file = fmemopen(to, size, "w");

	*to = '\0';
	if (!file)
		return to;
	if (condition->relation == RELATIONS) {
		fprintf(file, "%s (not understood)", condition->text);
	} else {
		fprintf(file, "%s %s than %s", condition->a,
			metric_is_speed(test->experiment->primary)
				? relations[condition->relation].speed
				: relations[condition->relation].other,
			condition->b);
		for (size_t i = 0; i < condition->n_where; i++) {
			fputs(i ? ", " : " ", file);
			say_where(&condition->where[i], file);
		}
		if (!condition->n_where && test->experiment->n_points > 1)
			fputs(" at every operating point", file);
	}
	fclose(file);
	to[size - 1] = '\0';
	return to;
}
