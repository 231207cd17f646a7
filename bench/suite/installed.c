/*
 * installed.c - looks for the project's files beside the program, then where
 * `make install` puts them, then in the current folder.
 */
#include "bench/suite/installed.h"

#include "base/units.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Suites that a complaint can name. */
enum { MOST_SUITES = 64 };

bool installed_program(char to[PATH_MAX])
{
	ssize_t length = readlink("/proc/self/exe", to, PATH_MAX - 1);

	if (length < 0)
		return false;
	to[length] = '\0';
	return true;
}

/* Joins two parts of a path; false if the whole is too long. */
static bool join(char to[PATH_MAX], const char *folder, const char *name)
{
	return snprintf(to, PATH_MAX, "%s/%s", folder, name) < PATH_MAX;
}

static bool is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The folder of that name in the tree that the program was built in: build/avt
 * stands one folder below its root, build/asan/avt two. */
static bool beside_program(const char *name, char to[PATH_MAX])
{
	char program[PATH_MAX];

	if (!installed_program(program))
		return false;
	for (int up = 0; up < 3; up++) {
		char *slash = strrchr(program, '/');

		if (!slash)
			return false;
		*slash = '\0';
		if (up > 0 && join(to, program, name) && is_folder(to))
			return true;
	}
	return false;
}

bool installed_folder(const char *name, char to[PATH_MAX])
{
	if (beside_program(name, to))
		return true;
	if (join(to, AVT_DATA, name) && is_folder(to))
		return true;
	if (join(to, ".", name) && is_folder(to))
		return true;
	snprintf(to, PATH_MAX, "../%s beside the program, %s/%s, ./%s", name,
		 AVT_DATA, name, name);
	return false;
}

/* Whether a word is meant as a file. */
static bool ends_in_ini(const char *word)
{
	size_t length = strlen(word);

	return length > 4 && strcmp(word + length - 4, ".ini") == 0;
}

/* For scandir(): suites, and nothing hidden. */
static int is_suite(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && ends_in_ini(entry->d_name);
}

/* Names the suites of a folder and the one nearest to a wrong word. */
static void list_suites(const char *folder, const char *word, char *error,
			size_t size)
{
	FILE *to = fmemopen(error, size, "w");
	const char *names[MOST_SUITES], *nearest;
	struct dirent **entries;
	int n = scandir(folder, &entries, is_suite, alphasort);
	size_t kept = 0;

	if (!to)
		abort();
	fprintf(to, "unknown suite '%.200s' (allowed:", word);
	for (int i = 0; i < n && kept < MOST_SUITES; i++) {
		entries[i]->d_name[strlen(entries[i]->d_name) - 4] = '\0';
		names[kept++] = entries[i]->d_name;
		fprintf(to, " %s,", entries[i]->d_name);
	}
	fputs(" or a file NAME.ini)", to);
	nearest = unit_nearest(word, names, kept);
	if (nearest)
		fprintf(to, "; did you mean '%s'?", nearest);
	fclose(to);
	error[size - 1] = '\0';
	for (int i = 0; i < n; i++)
		free(entries[i]);
	if (n >= 0)
		free(entries);
}

bool installed_suite(const char *word, char path[PATH_MAX], char *error,
		     size_t size)
{
	char folder[PATH_MAX];
	bool found;

	if (strchr(word, '/') || ends_in_ini(word)) {
		if (snprintf(path, PATH_MAX, "%s", word) < PATH_MAX)
			return true;
		snprintf(error, size, "the suite's path is too long");
		return false;
	}
	if (!installed_folder("suites", folder)) {
		snprintf(error, size, "no folder of suites (%.1024s)", folder);
		return false;
	}
	/* *word: the name "" would find the file ".ini". */
	found = snprintf(path, PATH_MAX, "%s/%s.ini", folder, word) < PATH_MAX;
	if (found && *word && access(path, F_OK) == 0)
		return true;
	list_suites(folder, word, error, size);
	return false;
}
