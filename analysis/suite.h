/*
 * suite.h - the copy of the suite file in a results folder: titles, questions,
 * figures, and the order in which things were written.
 *
 * It was checked when the bench ran, so reading it again is lenient: what it
 * does not say has a default, and what nobody asks for is ignored.
 */
#ifndef ANALYSIS_SUITE_H
#define ANALYSIS_SUITE_H

#include "analysis/words.h"

/* `name = word, word, …` of a section. */
struct entry {
	const char *name, *value;
	size_t n_words;
	const char **words;
};

/* `[name]` and what follows. */
struct section {
	const char *name;
	size_t n_entries;
	struct entry *entries;
};

/* Sections in the order of the file. */
struct suite {
	size_t n_sections;
	struct section *sections;
};

/* Reads FOLDER/suite.ini. A file that cannot be read, or a wrong line, costs a
 * line on stderr; what could be read is there. */
void suite_read(const char *folder, struct words *words, struct suite *suite);

/* The section of a name, or NULL. */
const struct section *suite_section(const struct suite *suite,
				    const char *name);

/* The text of an entry, or NULL; so does a section that is NULL. */
const char *section_value(const struct section *section, const char *name);

/* Where a word stands in the list of an entry, from 0; SIZE_MAX: nowhere. */
size_t section_rank(const struct section *section, const char *name,
		    const char *word);

#endif
