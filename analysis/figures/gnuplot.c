/*
 * gnuplot.c - see gnuplot.h.
 */
#include "analysis/figures/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int complain(struct gnuplot *gnuplot, const char *what, const char *name,
		    int error)
{
	snprintf(gnuplot->error, gnuplot->size, "%s: %s: %s", what, name,
		 strerror(error));
	return -1;
}

/* Puts the first line of the log into the error. */
static int blame_gnuplot(struct gnuplot *gnuplot, const char *output)
{
	char path[PATH_MAX], line[200] = "see plots/data/gnuplot.log";
	FILE *log;

	snprintf(path, sizeof path, "%s/plots/data/gnuplot.log",
		 gnuplot->folder);
	log = fopen(path, "r");
	while (log && fgets(line, sizeof line, log))
		if (strstr(line, "line ") || strstr(line, "annot"))
			break;
	if (log)
		fclose(log);
	line[strcspn(line, "\n")] = '\0';
	snprintf(gnuplot->error, gnuplot->size, "gnuplot failed on %s: %s",
		 strrchr(output, '/') + 1, line);
	unlink(output);
	return -1;
}

/* Waits for the oldest gnuplot. */
static int reap(struct gnuplot *gnuplot)
{
	size_t first = gnuplot->first;
	pid_t pid = gnuplot->running[first].pid;
	int status;

	gnuplot->first = (first + 1) % MOST_GNUPLOTS;
	gnuplot->n--;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return complain(gnuplot, "cannot wait for", "gnuplot",
					errno);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	return blame_gnuplot(gnuplot, gnuplot->running[first].output);
}

/* Starts a program with nothing to read, its words going to the log: 0, or the
 * errno. */
static int start(const struct gnuplot *gnuplot, char *const arguments[],
		 pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return error;
	error = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null",
						 O_RDONLY, 0);
	for (int fd = 1; !error && fd <= 2; fd++)
		error = posix_spawn_file_actions_adddup2(&actions, gnuplot->log,
							 fd);
	if (!error)
		error = posix_spawnp(pid, arguments[0], &actions, NULL,
				     arguments, gnuplot->environment);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

int gnuplot_draw(struct gnuplot *gnuplot, const char *program,
		 const struct tables *tables, const char *output)
{
	size_t slot;
	char path[PATH_MAX];
	char *arguments[] = {(char[]){"gnuplot"},
			     (char[]){"-d"},
			     (char[]){"-c"},
			     path,
			     (char *)tables->data_path,
			     (char *)tables->labels_path,
			     (char *)output,
			     NULL};
	int error;

	snprintf(path, sizeof path, "%s/%s.gp", gnuplot->programs, program);
	if (gnuplot->n == gnuplot->most && reap(gnuplot) < 0)
		return -1;
	slot = (gnuplot->first + gnuplot->n) % MOST_GNUPLOTS;
	error = start(gnuplot, arguments, &gnuplot->running[slot].pid);
	if (error == ENOENT) {
		snprintf(gnuplot->error, gnuplot->size,
			 "gnuplot is not installed (Debian: gnuplot-nox), so "
			 "there are no figures");
		return -1;
	}
	if (error)
		return complain(gnuplot, "cannot start", "gnuplot", error);
	snprintf(gnuplot->running[slot].output, PATH_MAX, "%s", output);
	gnuplot->n++;
	return 0;
}

/* Our environment with GNUPLOT_LIB set, and a locale in which gnuplot can write
 * all that figures hold: an array of ours, texts of its. */
static char **environment_with(struct arena *arena, const char *gp_folder)
{
	static char locale[] = "LC_ALL=C.UTF-8";
	size_t n = 0, kept = 0, length = strlen(gp_folder) + 16;
	char **copy, *library = arena_array(arena, length, 1);

	snprintf(library, length, "GNUPLOT_LIB=%s", gp_folder);
	while (environ[n])
		n++;
	copy = arena_array(arena, n + 3, sizeof *copy);
	for (size_t i = 0; i < n; i++)
		if (strncmp(environ[i], "GNUPLOT_LIB=", 12) &&
		    strncmp(environ[i], "LC_ALL=", 7))
			copy[kept++] = environ[i];
	copy[kept++] = library;
	copy[kept] = locale;
	return copy;
}

/* Makes plots/ and plots/data/ and opens the log in it. */
static int open_folders(struct gnuplot *gnuplot)
{
	static const char *const under[] = {"plots", "plots/data"};
	char path[PATH_MAX];

	for (size_t i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s/%s", gnuplot->folder, under[i]);
		if (mkdir(path, 0777) < 0 && errno != EEXIST)
			return complain(gnuplot, "cannot make", path, errno);
	}
	snprintf(path, sizeof path, "%s/plots/data/gnuplot.log",
		 gnuplot->folder);
	gnuplot->log =
		open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC,
		     0666);
	return gnuplot->log < 0 ? complain(gnuplot, "cannot write", path, errno)
				: 0;
}

/* An empty log is removed: a file that is there says that gnuplot complained.
 */
static void close_log(struct gnuplot *gnuplot)
{
	char path[PATH_MAX];
	struct stat about;

	snprintf(path, sizeof path, "%s/plots/data/gnuplot.log",
		 gnuplot->folder);
	if (fstat(gnuplot->log, &about) == 0 && about.st_size == 0)
		unlink(path);
	close(gnuplot->log);
}

int gnuplot_begin(struct gnuplot *gnuplot, const char *folder,
		  const char *programs, char *error, size_t size)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	*gnuplot = (struct gnuplot){.folder = folder,
				    .programs = programs,
				    .error = error,
				    .size = size};
	gnuplot->most = cpus < 1               ? 1
			: cpus > MOST_GNUPLOTS ? MOST_GNUPLOTS
					       : (size_t)cpus;
	if (open_folders(gnuplot) < 0)
		return -1;
	gnuplot->arena = arena_new();
	gnuplot->environment = environment_with(gnuplot->arena, programs);
	return 0;
}

int gnuplot_end(struct gnuplot *gnuplot)
{
	int status = 0;

	while (gnuplot->n)
		status |= reap(gnuplot);
	close_log(gnuplot);
	arena_free(gnuplot->arena);
	return status;
}
