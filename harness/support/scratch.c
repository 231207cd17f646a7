/*
 * scratch.c - files without a name, so that nothing is left behind, however a
 * run ends; see scratch.h.
 */
#include "harness/support/scratch.h"

#include "harness/contract/workload.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { PAGE_WORDS = 512 };

static char folder[PATH_MAX] = ".";

void scratch_set(const char *name)
{
	if (!*name)
		name = access("results", W_OK) == 0 ? "results" : ".";
	snprintf(folder, sizeof folder, "%s", name);
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

static int empty_file(void)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
		return short_lived_file();
	return fd;
}

/* Writes all of it. */
static int write_whole(int fd, const void *from, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t n = write(fd, (const char *)from + done, size - done);

		if (n < 0 && errno != EINTR)
			return -1;
		done += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

static int fill(int fd, int64_t size)
{
	uint64_t page[PAGE_WORDS], number = 0;
	const int64_t words = size / (int64_t)sizeof *page;

	while ((int64_t)number < words) {
		for (size_t i = 0; i < PAGE_WORDS; i++)
			page[i] = mix64(number++);
		if (write_whole(fd, page, sizeof page) < 0)
			return -1;
	}
	errno = posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM);
	return errno ? -1 : fsync(fd);
}

int scratch_file(int64_t size)
{
	int fd = empty_file(), error;

	if (fd < 0 || fill(fd, (size + 4095) & -4096) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

int scratch_forget(int fd, int64_t offset, int64_t size)
{
	struct statfs system;

	if (fstatfs(fd, &system) < 0)
		return -1;
	if (system.f_type == TMPFS_MAGIC || system.f_type == RAMFS_MAGIC) {
		errno = ENOTSUP;
		return -1;
	}
	errno = posix_fadvise(fd, offset, size, POSIX_FADV_DONTNEED);
	return errno ? -1 : 0;
}
