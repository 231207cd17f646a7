/*
 * gnuplot.c - see gnuplot.h.
 */
#include "analysis/figures/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
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
	struct process *process = &gnuplot->running[first].process;

	gnuplot->first = (first + 1) % MOST_GNUPLOTS;
	gnuplot->n--;
	process_wait(process);
	return process->status == 0
		       ? 0
		       : blame_gnuplot(gnuplot, gnuplot->running[first].output);
}

int gnuplot_draw(struct gnuplot *gnuplot, const char *program,
		 const struct tables *tables, const char *output)
{
	char path[PATH_MAX];
	const char *const words[] = {
		"gnuplot",           "-d",   "-c", path, tables->data_path,
		tables->labels_path, output, NULL};
	const char *const environment[] = {gnuplot->library, "LC_ALL=C.UTF-8",
					   NULL};
	struct process *process;
	size_t slot;

	snprintf(path, sizeof path, "%s/%s.gp", gnuplot->programs, program);
	if (gnuplot->n == gnuplot->most && reap(gnuplot) < 0)
		return -1;
	slot = (gnuplot->first + gnuplot->n) % MOST_GNUPLOTS;
	process = &gnuplot->running[slot].process;
	*process = (struct process){.words = words,
				    .environment = environment,
				    .out = gnuplot->log,
				    .err = gnuplot->log};
	if (process_start(process)) {
		snprintf(gnuplot->running[slot].output, PATH_MAX, "%s", output);
		gnuplot->n++;
		return 0;
	}
	if (process->error == ENOENT)
		snprintf(gnuplot->error, gnuplot->size,
			 "gnuplot is not installed (Debian: gnuplot-nox), so "
			 "there are no figures");
	else
		complain(gnuplot, "cannot start", "gnuplot", process->error);
	return -1;
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
	snprintf(gnuplot->library, sizeof gnuplot->library, "GNUPLOT_LIB=%s",
		 programs);
	return 0;
}

int gnuplot_end(struct gnuplot *gnuplot)
{
	int status = 0;

	while (gnuplot->n)
		status |= reap(gnuplot);
	close_log(gnuplot);
	return status;
}
