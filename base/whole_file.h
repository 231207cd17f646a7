/*
 * whole_file.h - a file that is there whole, or not at all.
 *
 * It is written beside its name, as NAME.new, and takes its name once all of it
 * is written: a full disk or a killed program leaves what was there before.
 */
#ifndef BASE_WHOLE_FILE_H
#define BASE_WHOLE_FILE_H

#include <limits.h>
#include <stdio.h>

/* A file being written to `to`. */
struct whole_file {
	FILE *to;
	char path[PATH_MAX], draft[PATH_MAX];
	int failed; /* errno of whole_file_sync(), or 0 */
};

/* Begins a file: where to write, or NULL with errno. */
FILE *whole_file_open(struct whole_file *file, const char *path);

/* Makes what was written so far outlive a power cut, for what cannot be made
 * again; an error shows in whole_file_close(). */
void whole_file_sync(struct whole_file *file);

/* Gives the file its name if all of it was written: 0, or -1 with errno and
 * nothing changed. */
int whole_file_close(struct whole_file *file);

#endif
