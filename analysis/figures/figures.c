/*
 * figures.c - writes the data files of every figure and has gnuplot draw them.
 *
 * gnuplot is started without a shell, as `gnuplot -d -c KIND.gp DATA LABELS
 * OUTPUT`; it finds style.gp through GNUPLOT_LIB. As many run at a time as
 * there are CPUs. What it complains about goes to plots/data/gnuplot.log, whose
 * first line becomes the error, and which is removed when it stays empty.
 */
#include "analysis/figures/figures.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_AT_ONCE = 32 };

/* gnuplots under way, oldest first in a ring, and where they live. */
struct drawing {
	const char *folder, *gp_folder;
	char **environment;
	int log;
	size_t most, n, first;
	struct {
		pid_t pid;
		char output[PATH_MAX];
	} running[MOST_AT_ONCE];
	char *error;
	size_t size;
};

static int complain(struct drawing *drawing, const char *what, const char *name,
		    int error)
{
	snprintf(drawing->error, drawing->size, "%s: %s: %s", what, name,
		 strerror(error));
	return -1;
}

/* The path is written in any case, for the complaint. */
static FILE *open_table(const struct drawing *drawing, const char *name,
			const char *ending, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s/plots/data/%s%s", drawing->folder, name,
		 ending);
	return fopen(path, "w");
}

/* What could not be written shows at the latest here. */
static int close_table(FILE *table)
{
	int broken = ferror(table);

	return fclose(table) || broken ? -1 : 0;
}

/* Writes a figure's two files: 1, 0 when there is nothing to draw, or -1. */
static int write_tables(struct drawing *drawing, const struct figure *figure,
			const struct analysis *analysis, char data[PATH_MAX],
			char labels[PATH_MAX])
{
	struct tables to = {0};
	bool some;

	to.data = open_table(drawing, figure->name, ".tsv", data);
	if (!to.data)
		return complain(drawing, "cannot write", data, errno);
	to.labels = open_table(drawing, figure->name, ".labels.tsv", labels);
	if (!to.labels) {
		complain(drawing, "cannot write", labels, errno);
		fclose(to.data);
		return -1;
	}
	fputs("key\ttext\tnumber\tother\n", to.labels);
	some = figure_write(figure, &to, analysis);
	if (close_table(to.data) + close_table(to.labels))
		return complain(drawing, "cannot write", data, errno);
	if (some)
		return 1;
	unlink(data);
	unlink(labels);
	return 0;
}

/* Puts the first line of the log into the error. */
static int blame_gnuplot(struct drawing *drawing, const char *output)
{
	char path[PATH_MAX], line[200] = "see plots/data/gnuplot.log";
	FILE *log;

	snprintf(path, sizeof path, "%s/plots/data/gnuplot.log",
		 drawing->folder);
	log = fopen(path, "r");
	while (log && fgets(line, sizeof line, log))
		if (strstr(line, "line ") || strstr(line, "annot"))
			break;
	if (log)
		fclose(log);
	line[strcspn(line, "\n")] = '\0';
	snprintf(drawing->error, drawing->size, "gnuplot failed on %s: %s",
		 strrchr(output, '/') + 1, line);
	unlink(output);
	return -1;
}

/* Waits for the oldest gnuplot. */
static int reap(struct drawing *drawing)
{
	size_t first = drawing->first;
	pid_t pid = drawing->running[first].pid;
	int status;

	drawing->first = (first + 1) % MOST_AT_ONCE;
	drawing->n--;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return complain(drawing, "cannot wait for", "gnuplot",
					errno);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	return blame_gnuplot(drawing, drawing->running[first].output);
}

static int spawn(struct drawing *drawing, char *const arguments[])
{
	posix_spawn_file_actions_t actions;
	size_t slot = (drawing->first + drawing->n) % MOST_AT_ONCE;
	pid_t pid;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return complain(drawing, "cannot start", "gnuplot", error);
	error = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null",
						 O_RDONLY, 0);
	for (int fd = 1; !error && fd <= 2; fd++)
		error = posix_spawn_file_actions_adddup2(&actions, drawing->log,
							 fd);
	if (!error)
		error = posix_spawnp(&pid, "gnuplot", &actions, NULL, arguments,
				     drawing->environment);
	posix_spawn_file_actions_destroy(&actions);
	if (error == ENOENT)
		snprintf(drawing->error, drawing->size,
			 "gnuplot is not installed (Debian: gnuplot-nox), so "
			 "there are no figures");
	else if (error)
		complain(drawing, "cannot start", "gnuplot", error);
	if (error)
		return -1;
	drawing->running[slot].pid = pid;
	snprintf(drawing->running[slot].output, PATH_MAX, "%s", arguments[6]);
	drawing->n++;
	return 0;
}

/* Starts gnuplot on one figure, after room for it was made. */
static int draw(struct drawing *drawing, const struct figure *figure,
		char *data, char *labels, const char *ending)
{
	char program[PATH_MAX], output[PATH_MAX];
	char *arguments[] = {(char[]){"gnuplot"},
			     (char[]){"-d"},
			     (char[]){"-c"},
			     program,
			     data,
			     labels,
			     output,
			     NULL};

	snprintf(program, sizeof program, "%s/%s.gp", drawing->gp_folder,
		 figure_info[figure->kind].file);
	snprintf(output, sizeof output, "%s/plots/%s%s", drawing->folder,
		 figure->name, ending);
	if (drawing->n == drawing->most && reap(drawing) < 0)
		return -1;
	return spawn(drawing, arguments);
}

/* A figure without a single point is not drawn, and that is no failure. */
static int draw_all(struct drawing *drawing, const struct analysis *analysis,
		    const struct figures *figures, bool png)
{
	char data[PATH_MAX], labels[PATH_MAX];

	for (size_t i = 0; i < figures->n; i++) {
		const struct figure *figure = &figures->all[i];
		int some =
			write_tables(drawing, figure, analysis, data, labels);

		if (some < 0)
			return -1;
		if (some && draw(drawing, figure, data, labels, ".svg") < 0)
			return -1;
		if (some && png &&
		    draw(drawing, figure, data, labels, ".png") < 0)
			return -1;
	}
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
static int open_folders(struct drawing *drawing)
{
	static const char *const under[] = {"plots", "plots/data"};
	char path[PATH_MAX];

	for (size_t i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s/%s", drawing->folder, under[i]);
		if (mkdir(path, 0777) < 0 && errno != EEXIST)
			return complain(drawing, "cannot make", path, errno);
	}
	snprintf(path, sizeof path, "%s/plots/data/gnuplot.log",
		 drawing->folder);
	drawing->log =
		open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC,
		     0666);
	return drawing->log < 0 ? complain(drawing, "cannot write", path, errno)
				: 0;
}

/* An empty log is removed: a file that is there says that gnuplot complained.
 */
static void close_log(struct drawing *drawing)
{
	char path[PATH_MAX];
	struct stat about;

	snprintf(path, sizeof path, "%s/plots/data/gnuplot.log",
		 drawing->folder);
	if (fstat(drawing->log, &about) == 0 && about.st_size == 0)
		unlink(path);
	close(drawing->log);
}

int figures_draw(const struct analysis *analysis, const char *gp_folder,
		 bool png, char *error, size_t size)
{
	struct drawing drawing = {.folder = analysis->folder,
				  .gp_folder = gp_folder,
				  .error = error,
				  .size = size};
	struct arena *arena = arena_new();
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	struct figures figures;
	int status;

	drawing.most = cpus < 1              ? 1
		       : cpus > MOST_AT_ONCE ? MOST_AT_ONCE
					     : (size_t)cpus;
	drawing.environment = environment_with(arena, gp_folder);
	status = open_folders(&drawing);
	if (status == 0) {
		figures_plan(analysis, arena, &figures);
		status = draw_all(&drawing, analysis, &figures, png);
		while (drawing.n)
			status |= reap(&drawing);
		close_log(&drawing);
	}
	arena_free(arena);
	return status ? -1 : 0;
}
