/*
 * outline.h - the copy of the suite file in a results folder: titles,
 * questions, figures, and the order in which things were written.
 *
 * It was checked when the bench ran, so reading it again is lenient: what it
 * does not say has a default, and what nobody asks for is ignored.
 */
#ifndef ANALYSIS_READ_OUTLINE_H
#define ANALYSIS_READ_OUTLINE_H

#include "analysis/read/names.h"

/* `name = word, word, …` of a section. */
struct outline_entry {
	const char *name, *value;
	size_t n_words;
	const char **words;
};

/* `[name]` and what follows. */
struct outline_section {
	const char *name;
	size_t n_entries;
	struct outline_entry *entries;
};

/* Sections in the order of the file. */
struct outline {
	size_t n_sections;
	struct outline_section *sections;
};

/* Reads FOLDER/suite.ini. A file that cannot be read, or a wrong line, costs a
 * line on stderr; what could be read is there. */
void outline_read(const char *folder, struct words *words,
		  struct outline *outline);

/* The section of a name, or NULL. */
const struct outline_section *outline_section(const struct outline *outline,
					      const char *name);

/* The text of an entry, or NULL; so does a section that is NULL. */
const char *outline_value(const struct outline_section *section,
			  const char *name);

/* Where a word stands in the list of an entry, from 0; SIZE_MAX: nowhere. */
size_t outline_rank(const struct outline_section *section, const char *name,
		    const char *word);

#endif
