/*
 * inifile.h - an INI file as sections and entries that know their lines, and
 * what is wrong in a line of it.
 *
 * inih reads the file. This keeps what inih forgets and a good message needs:
 * the line of each word, sections without entries, doubled names, lines too
 * long for inih's buffer. A value goes on in the next line if that is indented.
 * A comment has a line of its own: inih would cut one behind a value off, if it
 * begins with a semicolon, and take it for a part of the value otherwise.
 */
#ifndef BENCH_SUITE_INIFILE_H
#define BENCH_SUITE_INIFILE_H

#include <stdbool.h>
#include <stddef.h>

/* Room for one line of complaint. */
enum { COMPLAINT = 2048 };

/* name = value. */
struct inifile_entry {
	char *name, *value;
	unsigned line;
};

/* [name] and what follows. */
struct inifile_section {
	char *name;
	unsigned line;
	struct inifile_entry *entries;
	size_t n_entries;
};

/* The whole file, in its order. */
struct inifile {
	char *path;
	struct inifile_section *sections;
	size_t n_sections;
};

/* Where a complaint goes, and the file that it is about. */
struct complaint {
	const char *path;
	char *error; /* COMPLAINT bytes; empty until something is wrong */
};

/* Reads a file. On false, error holds one line and nothing needs freeing. */
bool inifile_load(struct inifile *file, const char *path,
		  char error[COMPLAINT]);

/* Gives all of it back; the file is empty then. */
void inifile_free(struct inifile *file);

/* Writes "FILE:LINE: ...", as compilers do and editors understand, unless there
 * is a complaint already: what follows from the first mistake is noise. Always
 * false, so that a reader can complain and return in one statement. */
__attribute__((format(printf, 3, 4))) bool inifile_error(
	const struct complaint *complaint, unsigned line, const char *format,
	...);

/* The same for an unknown word: says which words are allowed and which of them
 * is nearest. */
bool inifile_unknown(const struct complaint *complaint, unsigned line,
		     const char *what, const char *word,
		     const char *const *allowed, size_t n);

#endif
