/*
 * data.c - looks for the project's data beside the program, then where `make
 * install` puts it, then in the current folder.
 */
#include "bench/suite/data.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool data_program(char to[PATH_MAX])
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

	if (!data_program(program))
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

bool data_folder(const char *name, char to[PATH_MAX])
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
