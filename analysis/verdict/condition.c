/*
 * condition.c - see condition.h. The words of a suite are few: only three
 * relations can be tested by an interval.
 */
#include "analysis/verdict/condition.h"

#include "base/units.h"

#include <string.h>

enum { MOST_TOKENS = 16 };

/* As a suite writes it, and as it reads. */
static const struct {
	const char *written, *words;
} relations[RELATIONS] = {
	[IS_BETTER] = {"better", "is better than"},
	[IS_NO_WORSE] = {"no_worse", "is no worse than"},
	[IS_WORSE] = {"worse", "is worse than"},
};

/* Cuts a text at blanks. Returns how many words it has, at most `most`. */
static size_t tokens(char *text, char *to[MOST_TOKENS])
{
	char *word;
	size_t n = 0;

	while ((word = strsep(&text, " \t")) && n < MOST_TOKENS)
		if (*word)
			to[n++] = word;
	return n;
}

/* The word between A and than. */
static bool read_relation(const char *word, enum relation *relation)
{
	for (int i = 0; i < RELATIONS; i++)
		if (!strcmp(relations[i].written, word)) {
			*relation = (enum relation)i;
			return true;
		}
	return false;
}

/* "at NAME=VALUE and NAME=VALUE": the first word is at, all others and. */
static bool read_where(char *const *words, size_t n, struct condition *to)
{
	if (n % 2 || n / 2 > MOST_WHERE)
		return false;
	for (size_t i = 0; i < n; i += 2) {
		char *value = strchr(words[i + 1], '=');

		if (!value || strcmp(words[i], i ? "and" : "at"))
			return false;
		*value++ = '\0';
		to->where[to->n_where].name = words[i + 1];
		to->where[to->n_where++].value = value;
	}
	return true;
}

bool condition_read(const char *text, struct condition *to)
{
	char *words[MOST_TOKENS];
	size_t n;

	*to = (struct condition){0};
	if (strlen(text) >= sizeof to->text)
		return false;
	memcpy(to->text, text, strlen(text) + 1);
	n = tokens(to->text, words);
	if (n < 4 || strcmp(words[2], "than") ||
	    !read_relation(words[1], &to->relation))
		return false;
	to->a = words[0];
	to->b = words[3];
	return read_where(words + 4, n - 4, to);
}

/* The kind of a parameter, which any cell that has it tells. */
static enum param_kind kind_of(const struct experiment *experiment,
			       const char *name)
{
	if (!strcmp(name, "concurrency") || !strcmp(name, "rate"))
		return PARAM_COUNT;
	for (size_t i = 0; i < experiment->n_cells; i++) {
		const struct summary *cell = experiment->cells[i];

		for (size_t k = 0; k < cell->n_params; k++)
			if (!strcmp(cell->params[k].name, name))
				return cell->params[k].kind;
	}
	return PARAM_UNKNOWN;
}

/* " with 1000 in flight": what a point is called in a sentence. */
static void say_where(const struct experiment *experiment, const char *name,
		      const char *value, FILE *to)
{
	static const struct {
		const char *name, *before, *after;
	} known[] = {
		{"concurrency", "with ", " in flight"},
		{"workload", "for ", ""},
		{"compute", "at ", " compute"},
		{"load", "at ", " of their own capacity"},
		{"rate", "at ", "/s offered"},
		{"arrivals", "with ", " arrivals"},
	};
	const struct param_value param = {
		.text = value,
		.kind = kind_of(experiment, name),
	};
	char words[UNIT_TEXT];

	unit_words(param.kind, param.text, words);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(known[i].name, name)) {
			fprintf(to, "%s%s%s", known[i].before, words,
				known[i].after);
			return;
		}
	fprintf(to, "with %s %s", name, words);
}

char *condition_words(const struct claim_test *test, char *to, size_t size)
{
	struct condition condition;
	FILE *file = fmemopen(to, size, "w");

	*to = '\0';
	if (!file)
		return to;
	if (condition_read(test->condition, &condition)) {
		fprintf(file, "%s %s %s", condition.a,
			relations[condition.relation].words, condition.b);
		for (size_t i = 0; i < condition.n_where; i++) {
			fputs(i ? ", " : " ", file);
			say_where(test->experiment, condition.where[i].name,
				  condition.where[i].value, file);
		}
		if (!condition.n_where && test->experiment->n_points > 1)
			fputs(" at every point", file);
	} else {
		fprintf(file, "%s (not understood)", test->condition);
	}
	fclose(file);
	to[size - 1] = '\0';
	return to;
}
