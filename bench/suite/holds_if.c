/*
 * holds_if.c - cuts holds_if at blanks and looks its words up on the grid.
 *
 * A condition on what is not measured would never hold, and nobody would be
 * told: so it is refused here, before anything is measured.
 */
#include "bench/suite/holds_if.h"

#include <stdio.h>
#include <string.h>

/* A BETTER than B, and "at|and NAME=VALUE" for each condition on the point. */
enum { HEAD = 4, MOST_WORDS = HEAD + 2 * SUITE_WHERE + 1 };

/* A condition under way. */
struct reading {
	const struct complaint *complaint;
	const struct section *section;
	struct holds_if *to;
};

/* Complains of the form, and says the right one. Always false. */
static bool wrong(const struct reading *reading, const char *why)
{
	return inifile_error(reading->complaint, reading->to->line,
			     "holds_if = %s: %s", reading->to->text, why);
}

/* Cuts a text at blanks; returns how many words it has, at most MOST_WORDS. */
static unsigned cut(char *text, char *words[MOST_WORDS])
{
	unsigned n = 0;
	char *word;

	while ((word = strsep(&text, " \t")) && n < MOST_WORDS)
		if (*word)
			words[n++] = word;
	return n;
}

/* Takes a contestant that is measured under that name. A copy is nobody to make
 * claims about. */
static bool read_contestant(const struct reading *reading, const char *word,
			    char to[CELL_NAME])
{
	const struct section *section = reading->section;
	const char *words[SUITE_VALUES];
	unsigned n = 0;

	for (unsigned i = 0; i < section->n_contestants; i++) {
		const struct contestant *one = &section->contestants[i];

		if (contestant_is_copy(one))
			continue;
		words[n++] = one->text;
		if (strcmp(one->text, word) == 0)
			memcpy(to, one->text, CELL_NAME);
	}
	return *to || inifile_unknown(reading->complaint, reading->to->line,
				      "contestant in holds_if", word, words, n);
}

/* "A worse than B". */
static bool read_head(const struct reading *reading, char *const *words,
		      unsigned n)
{
	static const char *const relations[] = {"better", "no_worse", "worse"};
	struct holds_if *to = reading->to;

	if (n < HEAD)
		return wrong(reading, "not A better than B [at NAME=VALUE]");
	for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
		if (strcmp(words[1], relations[i]) == 0)
			strcpy(to->relation, relations[i]);
	if (!*to->relation || strcmp(words[2], "than") != 0)
		return wrong(reading, "not better than, worse than or no_worse "
				      "than");
	if (!read_contestant(reading, words[0], to->a) ||
	    !read_contestant(reading, words[3], to->b))
		return false;
	return strcmp(to->a, to->b) != 0 ||
	       wrong(reading, "a contestant against itself");
}

/* The values of a list as one text. */
static const char *values_of(const struct list *list, char to[SUITE_TEXT])
{
	size_t used = 0;

	for (unsigned i = 0; i < list->n && used < SUITE_TEXT; i++)
		used += (size_t)snprintf(to + used, SUITE_TEXT - used, "%s%s",
					 i ? ", " : "", list->value[i].text);
	return to;
}

/* "NAME=VALUE", cut at the equals sign: a value that is on the grid. */
static bool read_where(const struct reading *reading, const char *name,
		       const char *text)
{
	struct holds_if *to = reading->to;
	const struct list *lists[SUITE_LISTS], *list = NULL;
	const char *names[SUITE_LISTS];
	const struct value *value;
	unsigned n = section_lists(reading->section, lists);
	char has[SUITE_TEXT];

	for (unsigned i = 0; i < n; i++) {
		names[i] = lists[i]->name;
		if (strcmp(names[i], name) == 0)
			list = lists[i];
	}
	if (!list)
		return inifile_unknown(reading->complaint, to->line,
				       "name in holds_if", name, names, n);
	value = list_find(list, text);
	if (!value)
		return inifile_error(reading->complaint, to->line,
				     "holds_if: %s=%s is not on the grid: "
				     "%s is %s",
				     name, text, name, values_of(list, has));
	memcpy(to->where[to->n_where].name, list->name, CELL_NAME);
	to->where[to->n_where++].value = *value;
	return true;
}

bool holds_if_read(const struct complaint *complaint, struct section *section)
{
	struct holds_if *to = &section->holds_if;
	struct reading reading = {complaint, section, to};
	char text[SUITE_TEXT], *words[MOST_WORDS];
	unsigned n;

	if (!*to->text)
		return true;
	memcpy(text, to->text, sizeof text);
	n = cut(text, words);
	if (!read_head(&reading, words, n))
		return false;
	for (unsigned i = HEAD; i < n; i += 2) {
		char *value = i + 1 < n ? strchr(words[i + 1], '=') : NULL;

		if (!value || to->n_where == SUITE_WHERE ||
		    strcmp(words[i], i == HEAD ? "at" : "and") != 0)
			return wrong(&reading, "after B only at NAME=VALUE "
					       "[and NAME=VALUE] may follow, "
					       "four at most");
		*value++ = '\0';
		if (!read_where(&reading, words[i + 1], value))
			return false;
	}
	return true;
}
