/*
 * runlog.h - runs.jsonl: one line a run, appended when the run ends.
 *
 * A line goes out in one write(), and what a full disk cut in two is taken
 * back, so that the file holds whole lines only, unless the machine itself
 * stops. A last line without its end is cut away when the file is opened again.
 */
#ifndef BENCH_SESSION_RUNLOG_H
#define BENCH_SESSION_RUNLOG_H

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Room for one line of complaint about a file. */
enum { RUNLOG_ERROR = PATH_MAX + 256 };

/* An open runs.jsonl. */
struct runlog {
	char path[PATH_MAX];
	int fd;
	off_t size;        /* whole lines */
	int64_t synced_ns; /* when it was last made durable */
};

/* Opens FOLDER/runs.jsonl for appending and makes it if it is not there. *cut
 * is how many bytes of an unfinished last line were cut away. False with a line
 * in error. */
bool runlog_open(struct runlog *log, const char *folder, off_t *cut,
		 char error[RUNLOG_ERROR]);

/* Appends a line, its newline included; now and then makes the file durable. False with a line in
 * error: the disk is full, say. What was there before stays whole. */
bool runlog_append(struct runlog *log, const char *line,
		   char error[RUNLOG_ERROR]);

/* Makes the file durable and closes it. */
bool runlog_close(struct runlog *log, char error[RUNLOG_ERROR]);

/* Hands every line of FOLDER/runs.jsonl to a function, in order. Returns how
 * many could not be read, or -1 with errno if the file could not. */
long runlog_each(const char *folder,
		 void (*take)(void *data, const json_t *line), void *data);

#endif
