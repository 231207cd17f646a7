/*
 * gnuplot.h - has gnuplot draw pictures, as many at a time as there are CPUs.
 *
 * Each is `gnuplot -d -c KIND.gp DATA LABELS OUTPUT`, started without a shell,
 * so that no name can be a command; style.gp is found through GNUPLOT_LIB. What
 * gnuplot complains about goes to plots/data/gnuplot.log, whose first line
 * becomes the error; the log is removed when it stays empty.
 */
#ifndef ANALYSIS_FIGURES_GNUPLOT_H
#define ANALYSIS_FIGURES_GNUPLOT_H

#include "analysis/figures/table.h"
#include "base/process.h"

#include <limits.h>

enum { MOST_GNUPLOTS = 32 };

/* Pictures under way, oldest first in a ring, and where they live. */
struct gnuplot {
	const char *folder, *programs;
	char library[PATH_MAX + 16]; /* for its environment */
	int log;
	size_t most, n, first;
	struct {
		struct process process;
		char output[PATH_MAX];
	} running[MOST_GNUPLOTS];
	char *error;
	size_t size;
};

/* Makes FOLDER/plots/data/ and gets ready to draw with the programs of another
 * folder. All three: 0, or -1 with one line in error (size bytes). */
int gnuplot_begin(struct gnuplot *gnuplot, const char *folder,
		  const char *programs, char *error, size_t size);

/* Begins to draw PROGRAM.gp from closed tables into a file, once there is room
 * for one more; an error may be that of an earlier picture. */
int gnuplot_draw(struct gnuplot *gnuplot, const char *program,
		 const struct tables *tables, const char *output);

/* Waits for all pictures, in any case; a picture that failed is removed. */
int gnuplot_end(struct gnuplot *gnuplot);

#endif
