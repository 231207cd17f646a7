/*
 * figures.c - writes the data files of every figure and has gnuplot draw them.
 *
 * gnuplot is started as `gnuplot -d -c KIND.gp DATA LABELS OUTPUT`; it finds
 * style.gp through GNUPLOT_LIB. As many run at a time as
 * there are CPUs. What it complains about goes to plots/data/gnuplot.log, whose
 * first line becomes the error, and which is removed when it stays empty.
 */
#include "analysis/figures/figures.h"

#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_AT_ONCE = 32 };

/* gnuplots under way, oldest first in a ring, and where they live. */
struct drawing {
	const char *folder, *gp_folder;
	char library[PATH_MAX + 16];
	int log;
	size_t most, n, first;
	struct {
		struct process gnuplot;
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
	struct process *gnuplot = &drawing->running[first].gnuplot;

	drawing->first = (first + 1) % MOST_AT_ONCE;
	drawing->n--;
	process_wait(gnuplot);
	return gnuplot->status == 0
		       ? 0
		       : blame_gnuplot(drawing, drawing->running[first].output);
}

/* Starts gnuplot, in a locale in which it can write all that figures hold. */
static int start_gnuplot(struct drawing *drawing, const char *const words[],
			 const char *output)
{
	size_t slot = (drawing->first + drawing->n) % MOST_AT_ONCE;
	struct process *gnuplot = &drawing->running[slot].gnuplot;
	const char *const environment[] = {drawing->library, "LC_ALL=C.UTF-8",
					   NULL};

	*gnuplot = (struct process){.words = words,
				    .environment = environment,
				    .out = drawing->log,
				    .err = drawing->log};
	if (process_start(gnuplot)) {
		snprintf(drawing->running[slot].output, PATH_MAX, "%s", output);
		drawing->n++;
		return 0;
	}
	if (gnuplot->error == ENOENT)
		snprintf(drawing->error, drawing->size,
			 "gnuplot is not installed (Debian: gnuplot-nox), so "
			 "there are no figures");
	else
		complain(drawing, "cannot start", "gnuplot", gnuplot->error);
	return -1;
}

/* Starts gnuplot on one figure, after room for it was made. */
static int draw(struct drawing *drawing, const struct figure *figure,
		const char *data, const char *labels, const char *ending)
{
	char program[PATH_MAX], output[PATH_MAX];
	const char *const words[] = {"gnuplot", "-d",   "-c",   program,
				     data,      labels, output, NULL};

	snprintf(program, sizeof program, "%s/%s.gp", drawing->gp_folder,
		 figure_info[figure->kind].file);
	snprintf(output, sizeof output, "%s/plots/%s%s", drawing->folder,
		 figure->name, ending);
	if (drawing->n == drawing->most && reap(drawing) < 0)
		return -1;
	return start_gnuplot(drawing, words, output);
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
	snprintf(drawing.library, sizeof drawing.library, "GNUPLOT_LIB=%s",
		 gp_folder);
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
