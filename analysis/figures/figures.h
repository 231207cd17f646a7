/*
 * figures.h - which figures a folder deserves, and the files they are made of.
 *
 * figures_plan() decides, the same for drawing and for the report; each figure
 * is then written as two tidy files, plots/data/NAME.tsv (points) and
 * plots/data/NAME.labels.tsv (words, ticks, series), and drawn by the gnuplot
 * program of its kind. Names are safe as file names whatever the suite calls
 * things.
 */
#ifndef ANALYSIS_FIGURES_FIGURES_H
#define ANALYSIS_FIGURES_FIGURES_H

#include "analysis/analysis.h"
#include "analysis/read/arena.h"
#include "analysis/figures/scale.h"

enum {
	FIGURE_NAME = 96,
	FIGURE_TEXT = 224,
	MOST_SERIES = 16, /* as many as a legend holds */
	MOST_VALUES = 64, /* columns or rows of a map or a table */
};

/* What is drawn. */
enum figure_kind {
	FIGURE_THROUGHPUT,
	FIGURE_RESPONSE,
	FIGURE_CPU,
	FIGURE_MEMORY,
	FIGURE_DISTRIBUTION,
	FIGURE_FRACTION,
	FIGURE_OPEN,
	FIGURE_BARS,
	FIGURE_MAP,
	FIGURE_STOPWATCH,
	FIGURE_KINDS
};

/* A kind: its .gp file, which ends its figures' names, and its words. */
struct figure_info {
	const char *file, *title, *y;
	enum metric metric;
};
extern const struct figure_info figure_info[FIGURE_KINDS];

/* One picture. Its cells share the workload and all parameters but those of the
 * two axes. */
struct figure {
	enum figure_kind kind;
	const struct experiment *experiment;
	char name[FIGURE_NAME]; /* of its files, without an ending */
	char title[FIGURE_TEXT], subtitle[FIGURE_TEXT];
	const struct axis *x, *y; /* NULL: concurrency, or no second axis */
	size_t n_cells;
	const struct summary **cells;
};

/* All pictures of a folder, in the order of the suite. */
struct figures {
	size_t n;
	struct figure *all;
};

/* Plans the figures of a folder; memory comes from the arena. */
void figures_plan(const struct analysis *analysis, struct arena *arena,
		  struct figures *to);

/* Writes the title and subtitle of a figure that has its cells. */
void figure_words(struct figure *figure);

/* The axis of an experiment with that name, or NULL. */
const struct axis *figure_axis(const struct experiment *experiment,
			       const char *name);

/* The axes that an experiment's figures stand on: x is NULL for concurrency
 * when that has one value only; *y is NULL but for maps. */
const struct axis *figure_axes(const struct experiment *experiment,
			       const struct axis **y);

/* A cell's point on an axis: its number, or for words their index. NULL stands
 * for concurrency. */
double figure_at(const struct summary *cell, const struct axis *axis);

/* The text of a cell's value on an axis: "1 k", "5 ms". Returns to. */
char *figure_value(const struct summary *cell, const struct axis *axis,
		   char to[TICK_TEXT]);

/* What an axis is called: "tasks in flight", "compute fraction". */
const char *figure_axis_name(const struct axis *axis);

/* Whether two cells share the workload and every parameter but those of x and
 * y; concurrency counts too unless it is one of them. */
bool figure_same_panel(const struct summary *a, const struct summary *b,
		       const struct axis *x, const struct axis *y);

/* The different values that cells have on an axis, in order. */
struct values {
	const struct axis *axis;
	size_t n;
	double at[MOST_VALUES];
	char text[MOST_VALUES][TICK_TEXT];
};

/* Adds a cell's value, once; beyond MOST_VALUES none is added. */
void figure_add_value(struct values *values, const struct summary *cell);

/* Whether a panel has no axis for a curve: one point, or points named by
 * words. */
bool figure_wants_bars(const struct figure *figure);

/* Files of a figure that are being written. */
struct tables {
	FILE *data, *labels;
};

/* Writes text as a field: no tabs, line ends, quotes, controls or broken UTF-8
 * get through. */
void figure_field(FILE *to, const char *text);

/* Writes one row of the labels file. */
void figure_label(FILE *to, const char *key, const char *text, double number,
		  const char *other);

/* Writes a number, or NaN, and the character that ends its field. */
void figure_number(FILE *to, double number, char end);

/* Writes the legend and fills names[] with the contestants of the figure, in
 * the suite's order. Returns how many. */
size_t figure_series(FILE *to, const struct figure *figure,
		     const char *names[MOST_SERIES]);

/* Writes the range and ticks of the x axis, a tick at each value if they fit;
 * sorts the figure's cells along it. The scale is the caller's, for more. */
void figure_scale_x(const struct figure *figure, struct scale *scale,
		    FILE *labels);

/* Writes the range and ticks of an axis, "x" or "y". */
void figure_scale(FILE *to, const char *axis, const struct scale *scale);

/* Marks the cells of a series that have no valid run: a row of hatched boxes at
 * the top edge, named by their checks, where `point` says on the x axis. Rows
 * that are used already are `rows`; returns how many are used then. */
unsigned figure_gaps(const struct figure *figure, const char *contestant,
		     size_t series,
		     double (*point)(const struct figure *,
				     const struct summary *),
		     const struct scale *x, unsigned rows, FILE *labels);

/* Marks one cell without a valid run at a point given as shares of the plot:
 * a hatched box and its gate. */
void figure_gap(const struct summary *cell, size_t series, double x, double y,
		FILE *labels);

/* Makes room at the top of the y axis for rows of gaps. */
void figure_gaps_room(struct scale *y, unsigned rows);

/* Where a cell stands on the x axis of its figure. */
double figure_x(const struct figure *figure, const struct summary *cell);

/* Arrivals per second: "1.2 k/s". */
char *figure_rate(double rate, char *to);

/* Writes both files of a figure, but for the header of the labels; false when
 * there is nothing to show. */
bool figure_write(const struct figure *figure, const struct tables *to,
		  const struct analysis *analysis);

/* The six below write a figure's points and labels; false when there is
 * nothing to show, and no picture then. This one: a line per contestant, for
 * throughput, CPU time, memory, fraction and, with two values, response. */
bool figure_curves(const struct figure *figure, const struct tables *to);

/* The distribution of the response time at the far end of the axis. */
bool figure_distribution(const struct figure *figure, const struct tables *to);

/* Response against the offered rate of an open load, a line per contestant. */
bool figure_open(const struct figure *figure, const struct tables *to);

/* A bar per contestant and point. */
bool figure_bars(const struct figure *figure, const struct tables *to);

/* A tile per point, by its winner. */
bool figure_map(const struct figure *figure, const struct tables *to,
		const struct analysis *analysis);

/* Two bars per contestant: hyperfine's time and the suite's own. */
bool figure_stopwatch(const struct figure *figure, const struct tables *to,
		      const struct analysis *analysis);

#endif
