/*
 * whole_file.c - see whole_file.h.
 */
#include "base/whole_file.h"

#include <errno.h>
#include <unistd.h>

FILE *whole_file_open(struct whole_file *file, const char *path)
{
	int length = snprintf(file->draft, PATH_MAX, "%s.new", path);

	if (length < 0 || length >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	snprintf(file->path, PATH_MAX, "%s", path);
	file->failed = 0;
	file->to = fopen(file->draft, "we");
	return file->to;
}

/* EINVAL: a kind of file that cannot be synced. */
void whole_file_sync(struct whole_file *file)
{
	if (fflush(file->to) || (fsync(fileno(file->to)) && errno != EINVAL))
		file->failed = errno;
}

int whole_file_close(struct whole_file *file)
{
	int why = file->failed;

	errno = 0;
	if (!why && (fflush(file->to) || ferror(file->to)))
		why = errno ? errno : EIO;
	if (fclose(file->to) && !why)
		why = errno;
	if (!why && rename(file->draft, file->path))
		why = errno;
	if (!why)
		return 0;
	unlink(file->draft);
	errno = why;
	return -1;
}
