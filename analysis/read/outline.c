/*
 * outline.c - reads suite.ini with inih, which calls back once per line.
 *
 * All entries are kept, known or not: the list of a parameter says in which
 * order its words are to be shown. Sections are few, so they are searched from
 * the start.
 */
#include "analysis/read/outline.h"

#include <errno.h>
#include <ini.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* What the callback fills. */
struct filling {
	struct words *words;
	struct outline *outline;
};

/* The section of a name, new if it was not there. */
static struct outline_section *section_add(struct filling *filling,
					   const char *name)
{
	struct outline *outline = filling->outline;

	for (size_t i = 0; i < outline->n_sections; i++)
		if (!strcmp(outline->sections[i].name, name))
			return &outline->sections[i];
	outline->sections =
		arena_more(filling->words->arena, outline->sections,
			   outline->n_sections, sizeof *outline->sections);
	outline->sections[outline->n_sections].name =
		words_text(filling->words, name);
	return &outline->sections[outline->n_sections++];
}

/* Adds the words of a text, cut at its commas, to those of an entry. */
static void split(struct arena *arena, struct words *words,
		  struct outline_entry *entry, const char *text)
{
	char *rest = arena_text(arena, text), *word;

	while ((word = strsep(&rest, ","))) {
		word += strspn(word, " \t");
		for (size_t n = strlen(word); n && strchr(" \t", word[n - 1]);)
			word[--n] = '\0';
		if (!*word)
			continue;
		entry->words = arena_more(arena, entry->words, entry->n_words,
					  sizeof *entry->words);
		entry->words[entry->n_words++] = words_text(words, word);
	}
}

/* Two texts with a space between them. */
static const char *joined(struct arena *arena, const char *a, const char *b)
{
	size_t size = strlen(a) + strlen(b) + 2;
	char *text = arena_array(arena, size, 1);

	snprintf(text, size, "%s%s%s", a, *a ? " " : "", b);
	return text;
}

/* The entry of a name: the last one if it goes on, as an indented line does. */
static struct outline_entry *entry_add(struct filling *filling,
				       struct outline_section *section,
				       const char *name)
{
	struct outline_entry *last = section->entries + section->n_entries;

	if (section->n_entries && !strcmp(last[-1].name, name))
		return &last[-1];
	section->entries =
		arena_more(filling->words->arena, section->entries,
			   section->n_entries, sizeof *section->entries);
	last = &section->entries[section->n_entries++];
	last->name = words_text(filling->words, name);
	last->value = "";
	return last;
}

/* inih's handler: 1 is fine. */
static int take(void *user, const char *name_of_section, const char *name,
		const char *value)
{
	struct filling *filling = user;
	struct arena *arena = filling->words->arena;
	struct outline_section *section = section_add(filling, name_of_section);
	struct outline_entry *entry = entry_add(filling, section, name);

	entry->value = joined(arena, entry->value, value);
	split(arena, filling->words, entry, value);
	return 1;
}

void outline_read(const char *folder, struct words *words,
		  struct outline *outline)
{
	struct filling filling = {.words = words, .outline = outline};
	char path[PATH_MAX];
	int line;

	*outline = (struct outline){0};
	snprintf(path, sizeof path, "%s/suite.ini", folder);
	line = ini_parse(path, take, &filling);
	if (line < 0)
		fprintf(stderr, "%s: %s: titles and order are unknown\n", path,
			strerror(errno));
	else if (line > 0)
		fprintf(stderr, "%s:%d: not understood\n", path, line);
}

const struct outline_section *outline_section(const struct outline *outline,
					      const char *name)
{
	for (size_t i = 0; i < outline->n_sections; i++)
		if (!strcmp(outline->sections[i].name, name))
			return &outline->sections[i];
	return NULL;
}

const char *outline_value(const struct outline_section *section,
			  const char *name)
{
	for (size_t i = 0; section && i < section->n_entries; i++)
		if (!strcmp(section->entries[i].name, name))
			return section->entries[i].value;
	return NULL;
}

size_t outline_rank(const struct outline_section *section, const char *name,
		    const char *word)
{
	size_t rank = 0;

	for (size_t i = 0; section && i < section->n_entries; i++) {
		const struct outline_entry *entry = &section->entries[i];

		if (strcmp(entry->name, name))
			continue;
		for (size_t j = 0; j < entry->n_words; j++, rank++)
			if (!strcmp(entry->words[j], word))
				return rank;
	}
	return SIZE_MAX;
}
