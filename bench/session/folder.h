/*
 * folder.h - the folder that a bench writes into, and the small files in it.
 */
#ifndef BENCH_SESSION_FOLDER_H
#define BENCH_SESSION_FOLDER_H

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>

/* Room for one line of complaint about a path. */
enum { FOLDER_ERROR = PATH_MAX + 256 };

/* Makes results/<UTC stamp>-<host>, which nobody else has, under the current
 * folder. False with a line in error. */
bool folder_make(char path[PATH_MAX], char error[FOLDER_ERROR]);

/* Makes a folder of the given name; one that exists must be empty. */
bool folder_make_named(const char *path, char error[FOLDER_ERROR]);

/* Points results/latest at a folder made by folder_make(), in one step. */
bool folder_set_latest(const char *path, char error[FOLDER_ERROR]);

/* Makes FOLDER/NAME, if it is not there. */
bool folder_sub(const char *folder, const char *name, char error[FOLDER_ERROR]);

/* Writes FOLDER/NAME whole or not at all. */
bool folder_write(const char *folder, const char *name, const char *text,
		  size_t size, char error[FOLDER_ERROR]);

/* The same for JSON, as a person reads it. */
bool folder_write_json(const char *folder, const char *name, const json_t *json,
		       char error[FOLDER_ERROR]);

/* Reads FOLDER/NAME; NULL with a line in error. The caller's to json_decref. */
json_t *folder_read_json(const char *folder, const char *name,
			 char error[FOLDER_ERROR]);

/* Copies a file into the folder. */
bool folder_copy(const char *folder, const char *name, const char *from,
		 char error[FOLDER_ERROR]);

#endif
