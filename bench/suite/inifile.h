/*
 * inifile.h - an INI file as sections and entries that know their lines.
 *
 * inih reads the file. This keeps what inih forgets and a good message needs:
 * the line of each word, sections without entries, doubled names, lines too
 * long for inih's buffer. A value goes on in the next line if that is indented.
 */
#ifndef BENCH_SUITE_INIFILE_H
#define BENCH_SUITE_INIFILE_H

#include "bench/suite/complain.h"

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

/* Reads a file. On false, error holds one line and nothing needs freeing. */
bool inifile_load(struct inifile *file, const char *path,
		  char error[COMPLAINT]);

/* Gives all of it back; the file is empty then. */
void inifile_free(struct inifile *file);

#endif
