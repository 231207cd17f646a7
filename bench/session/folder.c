/*
 * folder.c - makes folders nobody else has, and files that are whole or absent:
 * written under another name, made durable, then renamed.
 *
 * A reader never sees half a file, and a power cut leaves the old one or the
 * new one. The folder itself is not synced: a file that is lost with its name
 * is missed, one that is torn might not be.
 */
#include "bench/session/folder.h"

#include "base/whole_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Most folders that one host starts in one second. */
enum { MOST_TWINS = 100 };

/* Writes the line of complaint from errno; errno stays. Always false. */
static bool failed(const char *doing, const char *path,
		   char error[FOLDER_ERROR])
{
	snprintf(error, FOLDER_ERROR, "cannot %s %.*s: %s", doing, PATH_MAX,
		 path, strerror(errno));
	return false;
}

/* Joins folder and name; false if the whole is too long. */
static bool join(char path[PATH_MAX], const char *folder, const char *name,
		 char error[FOLDER_ERROR])
{
	if (snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX)
		return true;
	errno = ENAMETOOLONG;
	return failed("use", folder, error);
}

/* <UTC stamp>-<host>, host as far as it is a file name. */
static void stamp(char name[128])
{
	char host[65] = "", when[32];
	time_t now = time(NULL);
	struct tm utc;

	gethostname(host, sizeof host - 1);
	/* A host may be named anything; a file may not. */
	for (char *c = host; *c; c++)
		if (*c == '/' || *c <= ' ')
			*c = '_';
	gmtime_r(&now, &utc);
	strftime(when, sizeof when, "%Y%m%dT%H%M%SZ", &utc);
	snprintf(name, 128, "%s-%s", when, *host ? host : "unknown");
}

bool folder_make(char path[PATH_MAX], char error[FOLDER_ERROR])
{
	char name[128];

	if (mkdir("results", 0777) < 0 && errno != EEXIST)
		return failed("make", "results", error);
	stamp(name);
	snprintf(path, PATH_MAX, "results/%s", name);
	/* mkdir() decides who was first, so two benches of one second cannot
	 * get the same folder. */
	for (int twin = 2; mkdir(path, 0777) < 0; twin++) {
		if (errno != EEXIST || twin > MOST_TWINS)
			return failed("make", path, error);
		snprintf(path, PATH_MAX, "results/%s-%d", name, twin);
	}
	return true;
}

/* 1 when a folder holds nothing, 0 when it does, -1 with errno. */
static int is_empty(const char *path)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	int empty = 1;

	if (!folder)
		return -1;
	while ((entry = readdir(folder)))
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			empty = 0;
	closedir(folder);
	return empty;
}

bool folder_make_named(const char *path, char error[FOLDER_ERROR])
{
	int empty;

	if (mkdir(path, 0777) == 0)
		return true;
	if (errno != EEXIST)
		return failed("make", path, error);
	/* It was there before: it will do if it is an empty folder. */
	empty = is_empty(path);
	if (empty < 0)
		return failed("use", path, error);
	if (empty && access(path, W_OK | X_OK) < 0)
		return failed("write into", path, error);
	if (!empty) {
		errno = ENOTEMPTY;
		return failed("use", path, error);
	}
	return true;
}

bool folder_set_latest(const char *path, char error[FOLDER_ERROR])
{
	const char *name = strrchr(path, '/');
	char link[64];

	/* symlink() replaces nothing, rename() does: there is never a moment
	 * without `latest`. Relative, so that the tree may be moved. */
	snprintf(link, sizeof link, "results/.latest-%d", (int)getpid());
	if (symlink(name ? name + 1 : path, link) < 0)
		return failed("make", link, error);
	/* A folder of that name is not replaced, and its owner is told. */
	if (rename(link, "results/latest") == 0)
		return true;
	failed("replace", "results/latest", error);
	unlink(link);
	return false;
}

bool folder_sub(const char *folder, const char *name, char error[FOLDER_ERROR])
{
	char path[PATH_MAX];

	if (!join(path, folder, name, error))
		return false;
	return mkdir(path, 0777) == 0 || errno == EEXIST ||
	       failed("make", path, error);
}

bool folder_write(const char *folder, const char *name, const char *text,
		  size_t size, char error[FOLDER_ERROR])
{
	char path[PATH_MAX];
	struct whole_file file;

	if (!join(path, folder, name, error))
		return false;
	if (!whole_file_open(&file, path))
		return failed("write", path, error);
	fwrite(text, 1, size, file.to);
	whole_file_sync(&file);
	return whole_file_close(&file) == 0 || failed("write", path, error);
}

bool folder_write_json(const char *folder, const char *name, const json_t *json,
		       char error[FOLDER_ERROR])
{
	char *text = json_dumps(json, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
	char *whole;
	int size;
	bool well;

	/* 15 digits bring back any number that was written with as many. */
	if (!text || (size = asprintf(&whole, "%s\n", text)) < 0)
		abort();
	free(text);
	well = folder_write(folder, name, whole, (size_t)size, error);
	free(whole);
	return well;
}

json_t *folder_read_json(const char *folder, const char *name,
			 char error[FOLDER_ERROR])
{
	char path[PATH_MAX];
	json_error_t wrong;
	json_t *json;
	FILE *file;

	if (!join(path, folder, name, error))
		return NULL;
	file = fopen(path, "re");
	if (!file) {
		failed("read", path, error);
		return NULL;
	}
	json = json_loadf(file, 0, &wrong);
	fclose(file);
	if (!json)
		snprintf(error, FOLDER_ERROR, "%.*s:%d: %.100s", PATH_MAX, path,
			 wrong.line, wrong.text);
	return json;
}

/* Reads all of an open file; the caller's to free. NULL with errno. */
static char *read_all(FILE *file, size_t *size)
{
	char *text = NULL, block[4096];
	FILE *copy = open_memstream(&text, size);
	size_t got;
	bool well;

	if (!copy)
		return NULL;
	while ((got = fread(block, 1, sizeof block, file)))
		fwrite(block, 1, got, copy);
	well = !ferror(file);
	if (fclose(copy) == 0 && well)
		return text;
	free(text);
	return NULL;
}

bool folder_copy(const char *folder, const char *name, const char *from,
		 char error[FOLDER_ERROR])
{
	FILE *file = fopen(from, "re");
	size_t size = 0;
	char *text = file ? read_all(file, &size) : NULL;
	bool well = text ? folder_write(folder, name, text, size, error)
			 : failed("read", from, error);

	free(text);
	if (file)
		fclose(file);
	return well;
}
