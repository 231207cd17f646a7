/*
 * suite.c - reads suite.ini with inih, which calls back once per line.
 */
#include "analysis/suite.h"

#include <errno.h>
#include <ini.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* What the callback fills. */
struct filling {
	struct words *words;
	struct suite *suite;
};

static struct section *section_add(struct filling *filling, const char *name)
{
	struct suite *suite = filling->suite;

	for (size_t i = 0; i < suite->n_sections; i++)
		if (!strcmp(suite->sections[i].name, name))
			return &suite->sections[i];
	suite->sections =
		arena_more(filling->words->arena, suite->sections,
			   suite->n_sections, sizeof *suite->sections);
	suite->sections[suite->n_sections].name =
		words_text(filling->words, name);
	return &suite->sections[suite->n_sections++];
}

/* Cuts the value of an entry at its commas; a list may go over several lines,
 * each of which comes here as an entry of its own. */
static void split(struct filling *filling, struct entry *entry)
{
	char *rest = arena_text(filling->words->arena, entry->value), *word;

	while ((word = strsep(&rest, ","))) {
		word += strspn(word, " \t");
		for (size_t n = strlen(word); n && strchr(" \t", word[n - 1]);)
			word[--n] = '\0';
		if (!*word)
			continue;
		entry->words = arena_more(filling->words->arena, entry->words,
					  entry->n_words, sizeof *entry->words);
		entry->words[entry->n_words++] =
			words_text(filling->words, word);
	}
}

static int take(void *user, const char *name_of_section, const char *name,
		const char *value)
{
	struct filling *filling = user;
	struct section *section = section_add(filling, name_of_section);
	struct entry *entry;

	section->entries =
		arena_more(filling->words->arena, section->entries,
			   section->n_entries, sizeof *section->entries);
	entry = &section->entries[section->n_entries++];
	entry->name = words_text(filling->words, name ? name : "");
	entry->value = words_text(filling->words, value ? value : "");
	split(filling, entry);
	return 1;
}

void suite_read(const char *folder, struct words *words, struct suite *suite)
{
	struct filling filling = {.words = words, .suite = suite};
	char path[PATH_MAX];
	int line;

	*suite = (struct suite){0};
	snprintf(path, sizeof path, "%s/suite.ini", folder);
	line = ini_parse(path, take, &filling);
	if (line < 0)
		fprintf(stderr, "%s: %s: titles and order are unknown\n", path,
			strerror(errno));
	else if (line > 0)
		fprintf(stderr, "%s:%d: not understood\n", path, line);
}

const struct section *suite_section(const struct suite *suite, const char *name)
{
	for (size_t i = 0; i < suite->n_sections; i++)
		if (!strcmp(suite->sections[i].name, name))
			return &suite->sections[i];
	return NULL;
}

const char *section_value(const struct section *section, const char *name)
{
	for (size_t i = 0; section && i < section->n_entries; i++)
		if (!strcmp(section->entries[i].name, name))
			return section->entries[i].value;
	return NULL;
}

size_t section_rank(const struct section *section, const char *name,
		    const char *word)
{
	size_t rank = 0;

	for (size_t i = 0; section && i < section->n_entries; i++) {
		const struct entry *entry = &section->entries[i];

		if (strcmp(entry->name, name))
			continue;
		for (size_t j = 0; j < entry->n_words; j++, rank++)
			if (!strcmp(entry->words[j], word))
				return rank;
	}
	return SIZE_MAX;
}
