/*
 * runlog.c - appends whole lines or nothing.
 *
 * A line is one write() to a file opened for appending, so it is there whole or
 * not at all unless the disk fills up or the power goes. For these two, a part
 * is cut off again: at once, or when the log is opened next. No line is ever
 * changed. Syncing after each run would disturb the next one, so it is done
 * every few seconds.
 */
#include "bench/session/runlog.h"

#include "harness/record/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* How much measured time a power cut may take. */
#define SYNC_EVERY_NS (2 * NS_PER_S)

/* Writes the line of complaint from errno. Always false. */
static bool failed(const struct runlog *log, const char *doing,
		   char error[RUNLOG_ERROR])
{
	snprintf(error, RUNLOG_ERROR, "cannot %s %s: %s", doing, log->path,
		 strerror(errno));
	return false;
}

/* The byte after the last newline before `end`; -1 with errno. */
static off_t end_of_lines(int fd, off_t end)
{
	char block[4096];

	while (end > 0) {
		off_t start = end > (off_t)sizeof block
				      ? end - (off_t)sizeof block
				      : 0;
		ssize_t got = pread(fd, block, (size_t)(end - start), start);
		const char *newline;

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		newline = memrchr(block, '\n', (size_t)got);
		if (newline)
			return start + (newline - block) + 1;
		end = start;
	}
	return 0;
}

/* Cuts an unfinished last line away. */
static bool trim(struct runlog *log, off_t *cut)
{
	struct stat status;

	if (fstat(log->fd, &status) < 0)
		return false;
	log->size = end_of_lines(log->fd, status.st_size);
	if (log->size < 0)
		return false;
	*cut = status.st_size - log->size;
	return *cut == 0 || ftruncate(log->fd, log->size) == 0;
}

bool runlog_open(struct runlog *log, const char *folder, off_t *cut,
		 char error[RUNLOG_ERROR])
{
	*log = (struct runlog){.synced_ns = clock_now()};
	if (snprintf(log->path, sizeof log->path, "%s/runs.jsonl", folder) >=
	    (int)sizeof log->path) {
		errno = ENAMETOOLONG;
		return failed(log, "open", error);
	}
	log->fd =
		open(log->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (log->fd < 0)
		return failed(log, "open", error);
	/* Freed by the kernel however this process ends: no stale lock. Where
	 * a file system has no locks, two benches are the user's affair. */
	if (flock(log->fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
		snprintf(error, RUNLOG_ERROR, "another bench is writing %s",
			 log->path);
	else if (trim(log, cut))
		return true;
	else
		failed(log, "read", error);
	close(log->fd);
	return false;
}

/* Makes the file durable; a file that cannot be (a pipe, say) is none of ours
 * to judge. */
static bool sync_log(struct runlog *log)
{
	log->synced_ns = clock_now();
	return fdatasync(log->fd) == 0 || errno == EINVAL || errno == EROFS;
}

/* One write() of a whole line; what a short one left is taken back. */
static bool write_line(struct runlog *log, const char *text, size_t length)
{
	ssize_t wrote;
	int error;

	do
		wrote = write(log->fd, text, length);
	while (wrote < 0 && errno == EINTR);
	if (wrote == (ssize_t)length) {
		log->size += wrote;
		return true;
	}
	error = wrote < 0 ? errno : ENOSPC;
	/* A disk that fills up takes a part of the line: give that back. */
	if (wrote > 0 && ftruncate(log->fd, log->size) < 0)
		error = errno;
	errno = error;
	return false;
}

bool runlog_append(struct runlog *log, const char *line,
		   char error[RUNLOG_ERROR])
{
	if (!write_line(log, line, strlen(line)))
		return failed(log, "write", error);
	if (clock_now() - log->synced_ns > SYNC_EVERY_NS && !sync_log(log))
		return failed(log, "write", error);
	return true;
}

bool runlog_close(struct runlog *log, char error[RUNLOG_ERROR])
{
	bool well = sync_log(log);

	if (!well)
		failed(log, "write", error);
	close(log->fd);
	return well;
}

long runlog_each(const char *folder,
		 void (*take)(void *data, const json_t *line), void *data)
{
	char path[PATH_MAX];
	char *text = NULL;
	size_t size = 0;
	long unreadable = 0;
	FILE *file;

	if (snprintf(path, sizeof path, "%s/runs.jsonl", folder) >=
	    (int)sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	file = fopen(path, "re");
	if (!file)
		return -1;
	/* A line that is no JSON is skipped, and its run made again. */
	while (getline(&text, &size, file) > 0) {
		json_t *line = json_loads(text, 0, NULL);

		if (line)
			take(data, line);
		else
			unreadable++;
		json_decref(line);
	}
	free(text);
	fclose(file);
	return unreadable;
}
