/*
 * scratch.c - files without a name, so that nothing is left behind, however a
 * run ends; see scratch.h.
 */
#include "harness/scratch.h"

#include "harness/workload.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[PATH_MAX] = "results";

void scratch_set(const char *name)
{
	snprintf(folder, sizeof folder, "%s", *name ? name : "results");
}

/* Some file systems cannot make a file without a name: one that loses it at
 * once is as good. */
static int short_lived_file(void)
{
	char path[PATH_MAX + sizeof "/scratch-XXXXXX"];
	int fd;

	snprintf(path, sizeof path, "%s/scratch-XXXXXX", folder);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

int scratch_file(void)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
		return short_lived_file();
	return fd;
}
